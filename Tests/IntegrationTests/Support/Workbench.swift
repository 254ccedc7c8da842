import Foundation
import Testing

/// A temporary directory with a list and a letter, the program under test, and servers that end with it.
final class Workbench {
    struct Result {
        let status: Int32
        let wasKilled: Bool
        let output: String
        let errors: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]) ?? [:]
        }

        func count(_ key: String) -> Int { json[key] as? Int ?? -1 }
    }

    let directory: URL
    private var children: [ChildProcess] = []
    /// Of the last sink that was started with TLS.
    private(set) var sinkFingerprint: String?

    /// The program, built beside the tests.
    static let program: URL = {
        var directory = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appendingPathComponent("fanmail")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        return URL(fileURLWithPath: ".build/debug/fanmail")
    }()

    init(in parent: URL = FileManager.default.temporaryDirectory) throws {
        directory = parent.appendingPathComponent("fanmail-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let list = """
            name = "announce"
            address = "announce@lists.example"
            owner = "ada@lists.example"
            """
        try write(list, to: "announce.toml")
        try write(letter(), to: "letter.eml")
    }

    deinit {
        for child in children { child.stop() }
        try? FileManager.default.removeItem(at: directory)
    }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
    }

    func letter(to: String = "announce@lists.example", subject: String = "test") -> String {
        "From: Ada <ada@lists.example>\nTo: \(to)\nSubject: \(subject)\n\nHello\n.a dot\n..two dots\n\nBye\n"
    }

    /// Gives all of it to another user.
    func own(by user: String) throws {
        let process = ChildProcess("/bin/chown", ["-R", user, directory.path])
        try process.start()
        process.wait()
    }

    /// Makes the list with so many subscribers.
    func subscribe(_ count: Int, domain: String = "example.org") throws {
        try expectSuccess(fanmail("list", "apply", "announce.toml"))
        let rows = (0..<count).map { "user\($0)@\(domain)\n" }.joined()
        try write("email\n" + rows, to: "people.csv")
        try expectSuccess(fanmail("subscriber", "import", "people.csv", "--list", "announce"))
    }

    @discardableResult
    func expectSuccess(_ result: Result, at location: SourceLocation = #_sourceLocation) -> Result {
        #expect(result.status == 0, "\(result.errors)", sourceLocation: location)
        return result
    }

    // MARK: - Running

    func process(_ arguments: [String], environment: [String: String] = [:]) -> ChildProcess {
        let usual = ["PATH": "/usr/bin:/bin", "FANMAIL_HOSTNAME": "client.example"]
        return ChildProcess(
            Self.program.path, arguments, environment: usual.merging(environment) { $1 }, directory: directory.path)
    }

    func fanmail(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
        try run(process(arguments, environment: environment))
    }

    /// With a file as standard input.
    func piped(_ arguments: String..., from file: String) throws -> Result {
        let process = process(["-c", "exec \"$0\" \"$@\" < \(file)", Self.program.path] + arguments)
        process.program = "/bin/sh"
        return try run(process)
    }

    /// Runs to the end; output goes through files, so that nothing blocks on a pipe.
    func run(_ process: ChildProcess, killAfter: Duration? = nil) throws -> Result {
        process.output = path("out-\(UUID().uuidString)")
        process.errors = path("err-\(UUID().uuidString)")
        try process.start()
        if let killAfter {
            usleep(UInt32(killAfter / .microseconds(1)))
            process.signal(SIGKILL)
        }
        process.wait()
        return Result(
            status: process.status, wasKilled: process.wasKilled,
            output: (try? String(contentsOfFile: process.output, encoding: .utf8)) ?? "",
            errors: (try? String(contentsOfFile: process.errors, encoding: .utf8)) ?? "")
    }

    func sqlite(_ sql: String) throws -> String {
        let process = process(["-bail", path("fanmail.db"), sql])
        process.program = try Requirement.program("sqlite3")
        return try run(process).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: - Servers

    /// The built-in server, in its own process, so that it survives the sender; returns the relay's URL.
    func startSink(_ arguments: String..., record: String = "copies.jsonl", scheme: String = "smtp") throws -> String {
        let process = process(["sink", "--listen", "127.0.0.1:0", "--record", path(record)] + arguments)
        process.errors = path("sink-\(UUID().uuidString)")
        try process.start()
        children.append(process)
        var line = ""
        // With TLS a second line has the certificate's fingerprint.
        let wanted = arguments.contains("--tls") ? 2 : 1
        for _ in 0..<1000 where line.count(where: { $0 == "\n" }) < wanted {
            usleep(10_000)
            line = (try? String(contentsOfFile: process.errors, encoding: .utf8)) ?? ""
        }
        sinkFingerprint = line.firstMatch(of: /SHA-256 ([0-9a-f]{64})/).map { String($0.1) }
        let port = try #require(line.firstMatch(of: /listening on [^\n]*:(\d+)/).flatMap { Int($0.1) })
        return "\(scheme)://127.0.0.1:\(port)"
    }

    /// Starts somebody's program and waits until its port answers.
    func start(_ program: String, _ arguments: [String], port: Int) throws {
        let process = ChildProcess(program, arguments)
        try process.start()
        children.append(process)
        try LoopbackPort.waitUntilOpen(port)
    }

    /// Copies by address, as the recording server counted them.
    func copies(_ record: String = "copies.jsonl") throws -> [String: Int] {
        var copies: [String: Int] = [:]
        let text = (try? String(contentsOfFile: path(record), encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            copies[try #require(object["forwardPath"] as? String), default: 0] += 1
        }
        return copies
    }

    /// Outcomes by address, as the journal tells them.
    func outcomes(_ mailing: Int = 1) throws -> [String: String] {
        let result = try fanmail("mailing", "outcomes", "\(mailing)", "--jsonl")
        var outcomes: [String: String] = [:]
        for line in result.output.split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let address = try #require(object["address"] as? String)
            #expect(outcomes[address] == nil, "\(address) has two outcomes")
            outcomes[address] = object["outcome"] as? String
        }
        return outcomes
    }

    /// Nobody lost, nobody twice: every accepted copy arrived once, every other at most as its outcome allows.
    func expectExact(recipients: Int, unknownAtMost: Int, at location: SourceLocation = #_sourceLocation) throws {
        let copies = try copies()
        let outcomes = try outcomes()
        #expect(outcomes.count == recipients, sourceLocation: location)
        #expect(copies.values.allSatisfy { $0 == 1 }, "somebody got two copies", sourceLocation: location)
        var unknown = 0
        for (address, outcome) in outcomes {
            switch outcome {
            case "accepted": #expect(copies[address] == 1, "\(address) is lost", sourceLocation: location)
            case "unknown": unknown += 1
            default: #expect(copies[address] == nil, "\(address): \(outcome), with a copy", sourceLocation: location)
            }
        }
        #expect(unknown <= unknownAtMost, sourceLocation: location)
    }
}
