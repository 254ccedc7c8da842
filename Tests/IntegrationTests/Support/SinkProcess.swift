import Foundation
import Testing

/// A sink in a process of its own, as a test of an application starts it: by its ready file.
final class SinkProcess {
    let process: ChildProcess
    let readyFile: String
    /// What the ready file said.
    let ready: [String: Any]
    let smtpPort: Int
    let webPort: Int?
    let output: String

    convenience init(_ bench: Workbench, _ arguments: String...) throws { try self.init(bench, arguments) }

    init(_ bench: Workbench, _ arguments: [String], listen: String = "127.0.0.1:0") throws {
        readyFile = bench.path("ready-\(UUID().uuidString).json")
        output = bench.path("out-\(UUID().uuidString)")
        process = bench.process(["sink", "--listen", listen, "--ready-file", readyFile] + arguments)
        process.output = output
        process.errors = bench.path("err-\(UUID().uuidString)")
        try process.start()
        var found: [String: Any] = [:]
        for _ in 0..<3000 where found.isEmpty {
            if let data = FileManager.default.contents(atPath: readyFile) {
                // Whoever finds it finds all of it.
                found = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            } else {
                usleep(10_000)
            }
        }
        ready = found
        let errors = (try? String(contentsOfFile: process.errors, encoding: .utf8)) ?? ""
        smtpPort = try #require((found["smtp"] as? [String: Any])?["port"] as? Int, "\(errors)")
        webPort = (found["web"] as? [String: Any])?["port"] as? Int
    }

    deinit { process.stop() }

    var text: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

    /// Ends it as Ctrl-C does.
    func interrupt() -> Int32 {
        process.signal(SIGINT)
        process.wait()
        return process.status
    }
}

/// Python with the clients that `.ci/clients` fetches.
enum PeerClients {
    /// Nil where they could not be fetched.
    static let path: String? = {
        var directory = Workbench.program
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appendingPathComponent("clients")
            if FileManager.default.fileExists(atPath: candidate.appendingPathComponent("ready").path) {
                return candidate.appendingPathComponent("python").path
            }
        }
        return nil
    }()

    static var areThere: Bool {
        if Requirement.isCI { return true }
        if path == nil { print("skipped: needs what .ci/clients fetches") }
        return path != nil && Requirement.has("python3")
    }
}

extension Workbench {
    /// Runs a program in Python to its end.
    func python(_ program: String, path: String? = nil, environment: [String: String] = [:]) throws -> Result {
        let file = "program-\(UUID().uuidString).py"
        try write(program, to: file)
        let process = process(
            [self.path(file)], environment: environment.merging(path.map { ["PYTHONPATH": $0] } ?? [:]) { $1 })
        process.program = try Requirement.program("python3")
        return try run(process)
    }

    /// Sends messages with Python's own client: recipients with their subjects.
    func mail(_ messages: [(to: String, subject: String)], port: Int, header: String = "") throws {
        let lines = messages.map { "(\"\($0.to)\", \"\($0.subject)\")" }.joined(separator: ", ")
        let program = """
            import smtplib
            from email.message import EmailMessage
            with smtplib.SMTP("127.0.0.1", \(port), timeout=60) as client:
                for to, subject in [\(lines)]:
                    message = EmailMessage()
                    message["From"], message["To"], message["Subject"] = "App <app@x.example>", to, subject
                    message["Message-ID"] = "<%s@x.example>" % abs(hash(subject))
                    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0000"
                    \(header)
                    message.set_content("Confirm: https://x.example/c?t=1\\n")
                    message.add_alternative("<p>Confirm: <a href='https://x.example/c?t=1'>here</a></p>", subtype="html")
                    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
                    client.send_message(message, "bounces@x.example", [to])

            """
        expectSuccess(try python(program))
    }
}
