import Composition
import FanmailMIME
import Foundation

/// A folder with a letter's files, removed with the value's scope.
struct LetterFolder: ~Copyable {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("letter-\(UUID().uuidString)").path
        for (name, text) in files {
            let url = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func letter(_ name: String = "letter.md") throws -> Letter {
        try Letter(file: "\(path)/\(name)", templates: "\(path)/templates")
    }

    static func front(_ more: String = "", subject: String = "Hello") -> String {
        "---\nsubject: \(subject)\nfrom: News <news@lists.example>\nlist: announce@lists.example\n\(more)---\n"
    }

    /// The failure that a letter with this text ends in.
    static func failure(_ text: String) throws -> CompositionFailure? {
        let folder = try LetterFolder(["letter.md": text])
        do {
            _ = try folder.letter()
            return nil
        } catch let failure as CompositionFailure {
            return failure
        }
    }
}

/// A message as Python's `email` reads it under its strict policy.
struct ParsedMail: Decodable {
    let subject: String
    let from: String
    let defects: [String]
    let types: [String]
    let text: String?
    let html: String?
    let names: [String?]

    init(_ message: [UInt8]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(message))
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    private static let script = """
        import email, email.policy, json, sys
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        parts = list(m.walk())
        defects = [str(d) for p in parts for d in p.defects]
        defects += [str(d) for p in parts for v in p.values() for d in v.defects]
        t, h = m.get_body(("plain",)), m.get_body(("html",))
        print(json.dumps(dict(subject=m["subject"], defects=defects, types=[p.get_content_type() for p in parts],
            **{"from": str(m["from"].addresses[0].display_name)}, text=t and t.get_content(), html=h and h.get_content(),
            names=[p.get_filename() for p in parts])))
        """
}
