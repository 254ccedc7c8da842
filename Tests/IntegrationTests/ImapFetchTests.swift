import Foundation
import Testing

/// README's lines for getmail and fetchmail, as they stand there, against a real Dovecot.
@Suite(
    "Reports from a mailbox behind IMAP", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: UnpackedServer.isPossible && Requirement.has("fetchmail", "getmail", "openssl", root: true)))
struct ImapFetchTests {
    private let bench: Workbench
    private let server: UnpackedServer
    private let authority: TestAuthority

    init() throws {
        bench = try Workbench()
        try bench.subscribe(1)
        authority = try TestAuthority()
        server = try Dovecot.startIMAP(identity: authority.identity(["localhost"]))
        try bench.write(authority.pem, to: "ca.pem")
        let inbox = server.path("mail/bounces/new")
        for folder in ["cur", "new", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: server.path("mail/bounces/\(folder)"), withIntermediateDirectories: true)
        }
        for (name, text) in [("1", Self.answer), ("2", Self.report)] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(inbox)/\(name).a"))
        }
        try run("/bin/chown", "-R", "8:8", server.path("mail"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bench.directory.path)
    }

    private static let answer =
        "From: a@x.example\nTo: announce-bounces@lists.example\nAuto-Submitted: auto-replied\n\nx\n"
    private static let report = FailureReport.text(of: "nobody@y.example", id: "2")

    /// README's indented lines from one that begins so to one that does, both among them.
    private func lines(from first: String, to last: String) throws -> String {
        let all = try Page("README.md").text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(all.firstIndex { $0.hasPrefix("    \(first)") }, "README has no \(first)")
        let end = try #require(all[start...].firstIndex { $0.hasPrefix("    \(last)") }, "README has no \(last)")
        return all[start...end].map { $0.dropFirst(4) }.joined(separator: "\n") + "\n"
    }

    @discardableResult
    private func run(_ program: String, _ arguments: String...) throws -> Workbench.Result {
        let process = bench.process(arguments, environment: ["HOME": bench.directory.path])
        process.program = program
        return try bench.run(process)
    }

    /// Those that are left on the server.
    private var left: [String] {
        ["new", "cur"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: server.path("mail/bounces/\($0)"))) ?? []
        }
    }

    @Test("getmail brings all of them into a Maildir") func getmail() throws {
        defer { server.stop() }
        let text = try lines(from: "[retriever]", to: "delete = true")
        for part in ["imap.lists.example", "/etc/fanmail/", "/var/lib/fanmail/bounces/"] {
            #expect(text.contains(part))
        }
        try bench.write(
            text.replacing(
                "imap.lists.example", with: "localhost\nport = \(server.port)\nca_certs = \(bench.path("ca.pem"))"
            )
            .replacing("/etc/fanmail/imap-password", with: bench.path("password"))
            .replacing("/var/lib/fanmail/bounces/", with: bench.path("bounces/\nuser = nobody")), to: "getmailrc")
        try bench.write("SECRET\n", to: "password")
        for folder in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: bench.path("bounces/\(folder)"), withIntermediateDirectories: true)
        }
        try run("/bin/chown", "-R", "nobody", bench.path("bounces"))
        let result = try run(
            try Requirement.program("getmail"), "--getmaildir=\(bench.directory.path)", "--rcfile=getmailrc")
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(left.isEmpty, "\(result.output) \(server.log)")
        let read = try bench.fanmail("bounce", "process", "bounces")
        #expect(read.status == 65 && read.errors.contains("ignored") && read.errors.contains("nobody"), "\(read)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("bounces/new")).count == 1)
    }

    @Test("fetchmail leaves on the server what was not understood") func fetchmail() throws {
        defer { server.stop() }
        let text = try lines(from: "poll ", to: "  mda ")
        let (host, program) = ("imap.lists.example", "fanmail bounce process")
        for part in [host, "\"\(program)", "/var/lib/fanmail/fanmail.db", " ssl\n"] { #expect(text.contains(part)) }
        try bench.write(
            text.replacing(host, with: "localhost service \(server.port)")
                .replacing(" ssl\n", with: " ssl sslcertfile \"\(bench.path("ca.pem"))\"\n")
                .replacing(program, with: "\(Workbench.program.path) bounce process")
                .replacing("/var/lib/fanmail/fanmail.db", with: bench.path("fanmail.db")), to: "fetchmailrc")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: bench.path("fetchmailrc"))
        let result = try run(try Requirement.program("fetchmail"), "--fetchmailrc", bench.path("fetchmailrc"))
        #expect(result.status == 0, "\(result)")
        #expect(left.count == 1 && left.first?.hasPrefix("2.a") == true, "\(left) \(result) \(server.log)")
    }
}
