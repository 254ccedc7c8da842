import Foundation
import Testing

/// Exim, OpenSMTPD, Dovecot's LMTP and aiosmtpd: each stores the very bytes that were sent, whatever was negotiated.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: UnpackedServer.isPossible))
struct MailServerTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    /// Dots at the beginning of lines, octets beyond ASCII, blanks at the end of lines, lines of 998 octets, empty lines,
    /// and enough of it for many segments.
    private static let body: String = {
        let awkward = [
            ".", "..", "...", ".hidden", "From here on", "Grüße — 你好", "a blank at the end ", "", "a tab\t",
            String(repeating: "x", count: 998), "." + String(repeating: "y", count: 997), "", "",
        ]
        return (0..<60).flatMap { _ in awkward }.joined(separator: "\n") + "\nthe end\n\n\n"
    }()

    private func bench(_ addresses: String...) throws -> Workbench {
        let bench = try Workbench()
        try bench.write(
            "From: Ada <ada@lists.example>\nTo: announce@lists.example\nSubject: test\nMIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + Self.body,
            to: "letter.eml")
        try bench.write(authority.pem, to: "ca.pem")
        try bench.subscribe(0)
        for address in addresses {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "announce"))
        }
        return bench
    }

    private func send(_ bench: Workbench, _ relay: String, _ flags: [String] = []) throws -> Workbench.Result {
        try bench.run(
            bench.process(
                ["send", "letter.eml", "--relay", relay, "--no-retry", "--json"] + flags,
                environment: ["FANMAIL_RELAY_PASSWORD": "secret", "FANMAIL_GUARD_WINDOW": "0"]))
    }

    private func lineEnds(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 0x0D } }

    /// The message as the journal keeps it: what was to be sent.
    private func sent(_ bench: Workbench) throws -> [UInt8] {
        _ = try bench.sqlite("SELECT writefile('\(bench.path("sent"))', message) FROM mailing")
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path("sent"))))
    }

    private func expectStored(
        _ server: UnpackedServer, _ line: String?, in folder: String = "", _ bench: Workbench,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        // A Maildir keeps the lines with the system's ends, below the fields of the server.
        let stored = lineEnds(try server.message(with: line, in: folder))
        let message = lineEnds(try sent(bench))
        #expect(stored.suffix(message.count) == message[...], sourceLocation: location)
    }

    @Test(
        "Exim: DATA and BDAT, some refused",
        arguments: [[], ["--chunking"], ["--max-rcpt", "1", "--connections", "1"]])
    func exim(flags: [String]) throws {
        let bench = try bench("ada@example.org", "bad@example.org", "grace@example.org", "later@example.org")
        let server = try Exim.start()
        defer { server.stop() }
        let result = try send(bench, "smtp://127.0.0.1:\(server.port)", flags + ["--transcript", "dialogue.txt"])
        #expect(result.status == 75, "\(result.errors)")
        for (user, outcome) in ["ada": "accepted", "grace": "accepted", "bad": "refused", "later": "deferred"] {
            #expect(try bench.outcomes()["\(user)@example.org"] == outcome)
        }
        for user in ["ada", "grace"] { try expectStored(server, "Envelope-to: \(user)@example.org", bench) }
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        #expect(dialogue.contains("C: BDAT") == flags.contains("--chunking"))
        #expect(dialogue.contains("BODY=8BITMIME"))
    }

    @Test("Exim with TLS and AUTH: the right password, then a wrong one") func eximEncrypted() throws {
        let bench = try bench("ada@example.org")
        let server = try Exim.start(identity: authority.identity(["localhost"]))
        defer { server.stop() }
        let relay = "smtp://ada@localhost:\(server.port)"
        let result = try send(bench, relay, ["--tls-ca", "ca.pem", "--transcript", "dialogue.txt"])
        bench.expectSuccess(result)
        #expect(result.json["security"] as? String == "TLSv1.3, certificate verified")
        try expectStored(server, "Envelope-to: ada@example.org", bench)
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        #expect(dialogue.contains("C: AUTH CRAM-MD5"))
        #expect(!dialogue.contains("secret"))
        try bench.write("wrong", to: "password.txt")
        let wrong = try bench.fanmail(
            "send", "letter.eml", "--again", "--relay", relay, "--tls-ca", "ca.pem", "--password-file", "password.txt")
        #expect(wrong.status == 69)
        #expect(wrong.errors.contains("535"))
    }

    @Test("Exim: an address beyond ASCII is sent as it is, with SMTPUTF8; one with a space, in its quotes")
    func eximInternational() throws {
        let users = ["ada", "jörg", "\"grace hopper\""]
        let bench = try bench("ada@example.org", "jörg@example.org", "\"grace hopper\"@example.org")
        let server = try Exim.start()
        defer { server.stop() }
        bench.expectSuccess(try send(bench, "smtp://127.0.0.1:\(server.port)"))
        for user in users { try expectStored(server, "Envelope-to: \(user)@example.org", bench) }
    }

    @Test("OpenSMTPD, which has no PIPELINING", arguments: [[], ["--max-rcpt", "1"]])
    func openSMTPD(flags: [String]) throws {
        let bench = try bench("ada@example.org", "bad@example.org", "grace@example.org", "jörg@example.org")
        let server = try OpenSMTPD.start()
        defer { server.stop() }
        let result = try send(bench, "smtp://localhost:\(server.port)", flags)
        bench.expectSuccess(result)
        #expect(result.count("accepted") == 2 && result.count("refused") == 2)
        #expect(try bench.fanmail("explain", "jörg@example.org", "--mailing", "1").output.contains("5.6.7"))
        for user in ["ada", "grace"] { try expectStored(server, "Delivered-To: \(user)@example.org", bench) }
    }

    /// Debian's 6.8.0p2 with OpenSSL 3 offers STARTTLS and then fails in every handshake (OpenSMTPD issue 1171).
    @Test("A server that offers STARTTLS and cannot do it is told in plain words, and the clear is told too")
    func openSMTPDWithBrokenTLS() throws {
        let bench = try bench("ada@example.org")
        let server = try OpenSMTPD.start(identity: authority.identity(["localhost"]))
        defer { server.stop() }
        let relay = "smtp://localhost:\(server.port)"
        let failed = try send(bench, relay, ["--tls", "required", "--tls-ca", "ca.pem"])
        #expect(failed.status == 69)
        #expect(failed.errors.contains("TLS: the server ended the handshake with the alert 'internal error'"))
        #expect(failed.errors.contains("nothing was sent"))
        let opportunistic = try send(bench, relay)
        bench.expectSuccess(opportunistic)
        let security = try #require(opportunistic.json["security"] as? String)
        #expect(security.hasPrefix("not encrypted: ") && security.contains("the alert 'internal error'"))
        try expectStored(server, "Delivered-To: ada@example.org", bench)
    }

    @Test("Dovecot's LMTP, over TCP and over its socket, with and without BDAT", arguments: [[], ["--chunking"]])
    func lmtp(flags: [String]) throws {
        for isSocket in [false, true] {
            let bench = try bench("ada@example.org", "nobody@example.org", "grace@example.org")
            let server = try Dovecot.start()
            defer { server.stop() }
            let relay =
                isSocket ? "lmtp+unix://\(server.path("run/lmtp.sock"))" : "lmtp://127.0.0.1:\(server.port)"
            let result = try send(bench, relay, flags)
            bench.expectSuccess(result)
            #expect(result.count("accepted") == 2 && result.count("refused") == 1)
            #expect(try bench.outcomes()["nobody@example.org"] == "refused")
            for user in ["ada", "grace"] { try expectStored(server, nil, in: user, bench) }
        }
    }

    @Test("aiosmtpd keeps the octets of the wire as they are") func aiosmtpd() throws {
        let bench = try bench("ada@example.org", "bad@example.org", "later@example.org", "jörg@example.org")
        let server = try Aiosmtpd.start()
        defer { server.stop() }
        let result = try send(bench, "smtp://127.0.0.1:\(server.port)")
        #expect(result.status == 75, "\(result.errors)")
        #expect(result.count("accepted") == 2 && result.count("refused") == 1 && result.count("deferred") == 1)
        let message = try sent(bench)
        for user in ["ada", "jörg"] {
            let stored = try server.message(with: "X-Recipient: \(user)@example.org")
            #expect(stored.suffix(message.count) == message[...])
        }
    }

    @Test(
        "aiosmtpd with STARTTLS and every way to log in that it can be given",
        arguments: [
            ([], "AUTH PLAIN", "ada"), (["--oauth-token-file", "token.txt"], "AUTH OAUTHBEARER", "by token"),
        ])
    func aiosmtpdLogin(flags: [String], command: String, login: String) throws {
        let bench = try bench("ada@example.org")
        try bench.write("a-token\n", to: "token.txt")
        let server = try Aiosmtpd.start(identity: authority.identity(["localhost"]))
        defer { server.stop() }
        let result = try send(
            bench, "smtp://ada@localhost:\(server.port)",
            ["--tls-ca", "ca.pem", "--transcript", "dialogue.txt"] + flags)
        bench.expectSuccess(result)
        let stored = try server.message(with: "X-Recipient: ada@example.org")
        #expect(String(decoding: stored.prefix(200), as: UTF8.self).contains("X-Login: \(login)\n"))
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        #expect(dialogue.contains("C: \(command)"))
        #expect(!dialogue.contains("secret") && !dialogue.contains("a-token"))
    }

    @Test("Dovecot's SASL behind Postfix: SCRAM-SHA-256, the strongest that both know")
    func scram() throws {
        let bench = try bench("ada@example.org")
        let dovecot = try Dovecot.start()
        defer { dovecot.stop() }
        let identity = try authority.identity(["localhost"])
        let postfix = try Postfix(
            more: """
                smtpd_tls_security_level = may
                smtpd_tls_chain_files = DIRECTORY/etc/tls.pem
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = inet:127.0.0.1:\(dovecot.otherPort)
                smtpd_client_restrictions = permit_sasl_authenticated, reject
                """, files: ["etc/tls.pem": identity.keyPEM + "\n" + identity.certificatePEM])
        defer { postfix.stop() }
        let result = try send(
            bench, "smtp://ada@localhost:\(postfix.port)",
            ["--tls-ca", "ca.pem", "--transcript", "dialogue.txt", "--chunking"])
        bench.expectSuccess(result)
        let stored = try postfix.message(for: "ada")
        #expect(lineEnds(Array(stored.utf8)).suffix(100) == lineEnds(try sent(bench)).suffix(100))
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        #expect(dialogue.contains("C: AUTH SCRAM-SHA-256") && dialogue.contains("C: BDAT"))
    }
}
