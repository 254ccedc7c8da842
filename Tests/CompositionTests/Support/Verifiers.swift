import Foundation
import Testing

@testable import Composition

/// Programs that verify DKIM signatures, which nobody here wrote. In CI they are there, or their tests fail.
enum Verifiers {
    private static let isCI = ProcessInfo.processInfo.environment["CI"] != nil
    static let hasDKIMPy = isCI || shell("python3 -c 'import dkim, nacl'").status == 0
    static let hasOpenDKIM = isCI || shell("command -v /usr/sbin/opendkim").status == 0

    struct Scene {
        let directory: URL

        init() throws {
            directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }

        func write(_ bytes: [UInt8], to name: String) throws {
            try Data(bytes).write(to: directory.appending(path: name))
        }
    }

    /// Whether each of the messages passes, signature by signature from the top, as dkimpy sees it.
    static func dkimpy(_ messages: [[UInt8]], _ signer: DKIMSigner, signatures: Int = 2) throws -> [[Bool]] {
        let scene = try Scene()
        defer { try? FileManager.default.removeItem(at: scene.directory) }
        for (index, message) in messages.enumerated() { try scene.write(message, to: "\(index).eml") }
        for identity in signer.identities {
            try scene.write(Array(DKIMRecord(of: identity.key).text.utf8), to: identity.recordName)
        }
        let program = """
            import dkim, os, sys
            def lookup(name, timeout=5):
                name = (name.decode() if isinstance(name, bytes) else name).rstrip(".")
                return open(name, "rb").read() if os.path.exists(name) else None
            for n in range(\(messages.count)):
                message, found = open(f"{n}.eml", "rb").read(), []
                for index in range(\(signatures)):
                    try: found.append(dkim.DKIM(message).verify(idx=index, dnsfunc=lookup))
                    except Exception as error: print(error, file=sys.stderr); found.append(False)
                print(" ".join("yes" if one else "no" for one in found))
            """
        try scene.write(Array(program.utf8), to: "verify.py")
        let result = shell("cd \(scene.directory.path) && python3 verify.py")
        #expect(result.status == 0, "\(result.output)")
        return result.output.split(separator: "\n").map { $0.split(separator: " ").map { $0 == "yes" } }
    }

    /// What opendkim finds of a message in its test mode.
    static func opendkim(_ message: [UInt8], _ signer: DKIMSigner) throws -> String {
        let scene = try Scene()
        defer { try? FileManager.default.removeItem(at: scene.directory) }
        try scene.write(message, to: "message.eml")
        let records = signer.identities.map { "\($0.recordName) \(DKIMRecord(of: $0.key).text)\n" }.joined()
        try scene.write(Array(records.utf8), to: "dns")
        try scene.write(Array("Mode v\nTestDNSData \(scene.directory.path)/dns\n".utf8), to: "conf")
        let result = shell(
            "cd \(scene.directory.path) && timeout 20 /usr/sbin/opendkim -x conf -vv -t message.eml 2>&1")
        return "\(result.status)\n\(result.output)"
    }

    private static func shell(_ command: String) -> (status: Int32, output: String) {
        guard let pipe = popen(command, "r") else { return (-1, "no pipe") }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&piece, 1, piece.count, pipe), count > 0 { output += piece[..<count] }
        return (pclose(pipe), String(decoding: output, as: UTF8.self))
    }
}
