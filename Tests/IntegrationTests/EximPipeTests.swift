import Foundation
import Testing

/// README's router and transport for Exim, as they stand there, in a real Exim: what each exit status of `send --pipe` makes
/// it do.
@Suite(
    "Behind Exim's pipe", .timeLimit(.minutes(10)),
    .enabled(if: UnpackedServer.isPossible && UnpackedServer.canMountProc))
struct EximPipeTests {
    private let bench: Workbench
    private let relay: String

    init() throws {
        bench = try Workbench()
        // The first time that somebody is offered they are put off.
        try bench.write(
            "[[fault]]\nrecipient = \"*\"\ngreylist = \"1s\"\nreply = \"450 4.2.0 later\"\n", to: "faults.toml")
        relay = try bench.startSink("--faults", bench.path("faults.toml"))
        try bench.write(
            "name = \"announce\"\naddress = \"announce@lists.example\"\nowner = \"ada@lists.example\"\n"
                + "[policy]\nrelay = \"\(relay)\"\n", to: "announce.toml")
        try bench.subscribe(12)
    }

    /// Exim with the program and its database inside its root, where the owner of its spool runs it.
    private func exim(hasProc: Bool = true) throws -> UnpackedServer {
        let server = try Exim.start(
            routers: Self.block("fanmail_lists:"), transports: Self.transport(), hasProc: hasProc)
        // A copy of the file alone may lack what stands in its write-ahead log.
        let folder = bench.path("moved")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try bench.expectSuccess(bench.fanmail("db", "backup", "moved/fanmail.db"))
        try server.install(Workbench.program.path, files: ["fanmail.db"], from: folder)
        return server
    }

    /// The indented lines of README that begin with this one, down to the next that stands further left.
    private static func block(_ first: String) throws -> String {
        let lines = try Page("README.md").text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == "    \(first)" }, "README has no \(first)")
        let rest = lines[(start + 1)...].prefix { $0.hasPrefix("      ") }
        return ([lines[start]] + rest).map { $0.dropFirst(4) }.joined(separator: "\n")
    }

    /// With the program, its database and its user where they are in the unpacked root.
    private static func transport() throws -> String {
        let text = try block("fanmail:")
        let command = "/usr/bin/fanmail send --pipe - --db /var/lib/fanmail/fanmail.db"
        #expect(text.contains("command = \(command)\n") && text.contains("user = fanmail"), "\(text)")
        return text.replacing("/usr/bin/fanmail", with: "DIRECTORY/installed/program")
            .replacing("/var/lib/fanmail", with: "DIRECTORY/installed").replacing(
                "user = fanmail",
                with: "user = Debian-exim\n  environment = LD_LIBRARY_PATH=DIRECTORY/installed")
    }

    private func send(_ message: String, from sender: String, to server: UnpackedServer) throws {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        let answer = try LoopbackPort.answer(
            "EHLO client.example\r\nMAIL FROM:<\(sender)>\r\nRCPT TO:<announce@lists.example>\r\nDATA\r\n\(lines)\r\n.\r\n"
                + "QUIT\r\n", port: server.port)
        #expect(answer.contains("\r\n250 OK id="), "\(answer)")
    }

    private func message(_ id: String, from author: String, _ more: String = "", to: String = "announce@lists.example")
        -> String
    {
        "\(more)Message-ID: <\(id)@lists.example>\nFrom: \(author)\nTo: \(to)\nSubject: Hi\n\nHello\n"
    }

    @Test("75 keeps the message and offers it again, which goes on; 0 ends it: everybody has one copy")
    func good() throws {
        let server = try exim()
        defer { server.stop() }
        try send(message("a", from: "ada@lists.example"), from: "ada@lists.example", to: server)
        for _ in 0..<3000 where try bench.copies().count < 12 || !server.log.contains("Completed") { usleep(20_000) }
        let copies = try bench.copies()
        let mailings = try bench.fanmail("mailing", "show", "--db", server.path("installed/fanmail.db"))
        #expect(
            copies.count == 12 && copies.values.allSatisfy { $0 == 1 },
            "\(copies) \(mailings.output) \(mailings.errors) \(server.log)")
        #expect(server.log.contains("== announce@lists.example"), "it was not put off: \(server.log)")
        #expect(server.log.contains("=> announce <announce@lists.example>"), "\(server.log)")
        #expect(server.log.contains("Completed") && !server.log.contains("** announce"), "\(server.log)")
    }

    @Test("65 and 77 return it to its author, with the reason")
    func refused() throws {
        let server = try exim()
        defer { server.stop() }
        try send(message("b", from: "mallory@example.org"), from: "mallory@example.org", to: server)
        try send(
            message("c", from: "ada@lists.example", "Auto-Submitted: auto-replied\n"), from: "ada@example.org",
            to: server)
        try send(
            message("d", from: "ada@lists.example", to: "nobody@lists.example"), from: "grace@example.org", to: server
        )
        for (author, reason) in [
            ("mallory@example.org", "5.7.1 announce takes messages from"), ("ada@example.org", "5.6.0 "),
            ("grace@example.org", "5.6.0 "),
        ] {
            let report = String(decoding: try server.message(with: "Envelope-to: \(author)"), as: UTF8.self)
            #expect(report.contains("X-Failed-Recipients: announce@lists.example"), "\(report)")
            #expect(report.contains(reason), "\(author): \(report)")
        }
        #expect(try bench.copies().isEmpty)
    }

    @Test("A system that does not tell the command line is no reason to lose a message")
    func withoutProc() throws {
        let server = try exim(hasProc: false)
        defer { server.stop() }
        try send(message("e", from: "ada@lists.example"), from: "ada@lists.example", to: server)
        for _ in 0..<3000 where !server.log.contains("mount /proc") { usleep(20_000) }
        #expect(server.log.contains("mount /proc where it runs"), "\(server.log)")
        #expect(server.log.contains("== announce@lists.example") && !server.log.contains("Completed"), "\(server.log)")
        #expect(try bench.copies().isEmpty)
    }
}
