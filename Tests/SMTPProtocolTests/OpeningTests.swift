import Foundation
import NIOCore
import SMTPCore
import Testing

@testable import SMTPProtocol

/// From the greeting to the first transaction: STARTTLS and AUTH, as dialogues.
@Suite("Opening a connection")
struct OpeningTests {
    /// What a dialogue came to: `established`, or how it failed.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var security = TransportSecurity.none
        var login: Login?
        /// `S:` is said, `C:` must be written, `*` is the handshake that must be asked for.
        var lines: [String]
        var ends: String

        init(
            _ name: String, _ security: TransportSecurity = .none, _ login: Login? = nil, ends: String,
            _ lines: String...
        ) {
            testDescription = name
            self.security = security
            self.login = login
            self.lines = lines
            self.ends = ends
        }
    }

    private static let password = Login(user: "ada", secret: .password("pencil"))
    private static let clear = Login(user: "ada", secret: .password("pencil"), allowsClearText: true)
    private static let token = Login(user: "ada@example.org", secret: .token("tok"))
    private static let hello = "C: EHLO client.example"

    static let cases: [Case] = [
        Case("nothing asked for", ends: "established", "S: 220 x", hello, "S: 250-x\nS: 250 STARTTLS"),
        Case(
            "STARTTLS", .required, ends: "established", "S: 220 x", hello, "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS",
            "S: 220 go", "*", hello, "S: 250 x"),
        Case(
            "STARTTLS where it is offered", .opportunistic, ends: "established", "S: 220 x", hello,
            "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "*", hello, "S: 250 x"),
        Case("no STARTTLS offered, opportunistic", .opportunistic, ends: "established", "S: 220 x", hello, "S: 250 x"),
        Case(
            "no STARTTLS offered, required", .required, ends: "tls: does not offer STARTTLS", "S: 220 x", hello,
            "S: 250 x"),
        Case(
            "a server that knows HELO only has no TLS", .required, ends: "tls: does not offer STARTTLS", "S: 220 x",
            hello, "S: 500 what", "C: HELO client.example", "S: 250 x"),
        Case(
            "STARTTLS refused, required", .required, ends: "tls: answers STARTTLS with 454", "S: 220 x", hello,
            "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS", "S: 454 4.7.0 not now"),
        Case(
            "STARTTLS refused, opportunistic", .opportunistic, ends: "established", "S: 220 x", hello,
            "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS", "S: 454 4.7.0 not now"),
        Case(
            "plain text behind the reply to STARTTLS", .opportunistic, ends: "tls: sends plain text behind",
            "S: 220 x", hello, "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS", "S: 220 go\nS: 250 injected"),
        Case(
            "a beginning of plain text behind the reply to STARTTLS", .required, ends: "tls: sends plain text behind",
            "S: 220 x", hello, "S: 250-x\nS: 250 STARTTLS", "C: STARTTLS", "S: 220 go\nS| 2"),
        Case("implicit TLS asks for no STARTTLS", .implicit, ends: "established", "S: 220 x", hello, "S: 250 STARTTLS"),
        Case(
            "AUTH PLAIN", .implicit, password, ends: "established PLAIN", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH PLAIN LOGIN", "C: AUTH PLAIN AGFkYQBwZW5jaWw=", "S: 235 in"),
        Case(
            "AUTH as old servers offer it", .implicit, password, ends: "established LOGIN", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH=LOGIN", "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: YWRh", "S: 334 UGFzc3dvcmQ6",
            "C: cGVuY2ls", "S: 235 in"),
        Case(
            "AUTH refused", .implicit, password, ends: "authentication: answers AUTH PLAIN with 535", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH PLAIN", "C: AUTH PLAIN AGFkYQBwZW5jaWw=", "S: 535 5.7.8 no"),
        Case(
            "no AUTH in common", .implicit, password, ends: "authentication: offers only AUTH GSSAPI", "S: 220 x",
            hello,
            "S: 250-x\nS: 250 AUTH GSSAPI"),
        Case(
            "no AUTH at all", .implicit, password, ends: "authentication: offers no AUTH", "S: 220 x", hello, "S: 250 x"
        ),
        Case(
            "never in clear text", .none, password, ends: "authentication: would get the login in clear text",
            "S: 220 x", hello, "S: 250-x\nS: 250 AUTH PLAIN LOGIN"),
        Case(
            "in clear text when told by name", .none, clear, ends: "established PLAIN", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH PLAIN", "C: AUTH PLAIN AGFkYQBwZW5jaWw=", "S: 235 in"),
        Case(
            "AUTH offered before TLS only is not offered", .required, password, ends: "authentication: offers no AUTH",
            "S: 220 x", hello, "S: 250-x\nS: 250-AUTH PLAIN\nS: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "*", hello,
            "S: 250 x"),
        Case(
            "CRAM-MD5 in the clear, since the password does not cross the line", .none,
            Login(user: "tim", secret: .password("tanstaaftanstaaf")), ends: "established CRAM-MD5", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH CRAM-MD5 PLAIN", "C: AUTH CRAM-MD5",
            "S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
            "C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "S: 235 in"),
        Case(
            "a challenge that is not base64", .implicit, password, ends: "authentication: challenges with what is not",
            "S: 220 x", hello, "S: 250-x\nS: 250 AUTH CRAM-MD5", "C: AUTH CRAM-MD5", "S: 334 solve this!"),
        Case(
            "AUTH LOGIN asks in whatever words", .implicit, password, ends: "established LOGIN", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH LOGIN", "C: AUTH LOGIN", "S: 334 user name?", "C: YWRh",
            "S: 334-your\nS: 334 password:",
            "C: cGVuY2ls", "S: 235 in"),
        Case(
            "AUTH LOGIN asks in no words", .implicit, password, ends: "established LOGIN", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH LOGIN", "C: AUTH LOGIN", "S: 334", "C: YWRh", "S: 334", "C: cGVuY2ls", "S: 235 in"),
        Case(
            "an error of XOAUTH2 that is not base64", .implicit, token,
            ends: "authentication: answers AUTH XOAUTH2 with 535", "S: 220 x", hello, "S: 250-x\nS: 250 AUTH XOAUTH2",
            "C: AUTH XOAUTH2 dXNlcj1hZGFAZXhhbXBsZS5vcmcBYXV0aD1CZWFyZXIgdG9rAQE=", "S: 334 {expired}", "C: ",
            "S: 535 5.7.8 no"),
        Case(
            "a greeting whose last line refuses", ends: "reply: greets with 521 hello mx.example takes no mail",
            "S: 220-hello\nS: 521 mx.example takes no mail"),
        Case(
            "a greeting whose last line does not", ends: "established", "S: 521-go away\nS: 220 or stay", hello,
            "S: 250 x"),
        Case(
            "XOAUTH2", .implicit, token, ends: "established XOAUTH2", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH PLAIN XOAUTH2",
            "C: AUTH XOAUTH2 dXNlcj1hZGFAZXhhbXBsZS5vcmcBYXV0aD1CZWFyZXIgdG9rAQE=", "S: 235 in"),
        Case(
            "XOAUTH2 refused with a reason", .implicit, token, ends: "authentication: answers AUTH XOAUTH2 with 535",
            "S: 220 x", hello, "S: 250-x\nS: 250 AUTH XOAUTH2",
            "C: AUTH XOAUTH2 dXNlcj1hZGFAZXhhbXBsZS5vcmcBYXV0aD1CZWFyZXIgdG9rAQE=",
            "S: 334 eyJzdGF0dXMiOiI0MDEifQ==", "C: ", "S: 535 5.7.8 no"),
        Case(
            "OAUTHBEARER, the stronger of the two", .implicit, token,
            ends: "authentication: answers AUTH OAUTHBEARER with 535",
            "S: 220 x", hello, "S: 250-x\nS: 250 AUTH XOAUTH2 OAUTHBEARER",
            "C: AUTH OAUTHBEARER bixhPWFkYUBleGFtcGxlLm9yZywBaG9zdD1teC5leGFtcGxlAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHRvawEB",
            "S: 334 eyJzdGF0dXMiOiI0MDEifQ==", "C: AQ==", "S: 535 5.7.8 no"),
        Case(
            "a token is not a password", .implicit, token,
            ends: "authentication: offers only AUTH PLAIN, none of which takes a token",
            "S: 220 x", hello, "S: 250-x\nS: 250 AUTH PLAIN"),
        Case(
            "421 in place of the greeting", ends: "reply: greets with 421", "S: 421 busy"),
        Case(
            "421 to AUTH", .implicit, password, ends: "authentication: answers AUTH PLAIN with 421", "S: 220 x", hello,
            "S: 250-x\nS: 250 AUTH PLAIN", "C: AUTH PLAIN AGFkYQBwZW5jaWw=", "S: 421 bye"),
    ]

    /// How a session with these replies failed.
    private func failure(_ replies: String, _ security: TransportSecurity = .none, _ login: Login? = nil) throws
        -> SMTPFailure
    {
        var session = SMTPSession(
            dialect: .smtp, hostname: "c.example", peer: "mx", security: security, login: login, host: "mx", port: 587)
        for line in replies.split(separator: "|") {
            Array((line + "\r\n").utf8).withUnsafeBytes { session.received($0) }
            while session.nextOutput() != nil {}
        }
        return try #require(session.failure)
    }

    @Test(
        "What another try would not mend is told from what it may",
        arguments: [
            ("535 5.7.8 no", true), ("534 5.7.9 too weak", true), ("538 encrypt", true), ("504 what", true),
            ("550 no", true), ("334 {}", true), ("454 4.7.0 later", false), ("421 busy", false), ("432 change", false),
        ])
    func permanentLogin(reply: String, isPermanent: Bool) throws {
        let failure = try failure(
            "220 x|250-x|250 AUTH \(reply.hasPrefix("334") ? "CRAM-MD5" : "PLAIN")|\(reply)", .implicit, Self.password)
        #expect(failure.kind == .authentication)
        #expect(failure.isPermanent == isPermanent)
    }

    @Test(
        "TLS that is required and not to be had is so for good, unless it was put off",
        arguments: [
            ("220 x|250 x", true), ("220 x|250-x|250 STARTTLS|502 what", true),
            ("220 x|250-x|250 STARTTLS|454 4.7.0 later", false), ("554 no", false), ("421 busy", false),
        ])
    func permanentTLS(replies: String, isPermanent: Bool) throws {
        #expect(try failure(replies, .required).isPermanent == isPermanent)
    }

    /// The server's octets cut at a place, at every place, or not.
    private func play(_ this: Case, cutAt place: Int?) throws {
        var session = SMTPSession(
            dialect: .smtp, hostname: "client.example", peer: "mx", security: this.security, login: this.login,
            host: "mx.example", port: 587, nonce: "rOprNGfwEbeRWgbNEkqO")
        var ending = ""
        var asked = 0
        var written: [String] = []
        func settle() {
            while let action = session.nextAction() {
                switch action {
                case .established:
                    ending = "established" + (session.authenticatedBy.map { " \($0.rawValue)" } ?? "")
                case .startTLS: asked += 1
                case .close: ending = session.failure.map { "\($0.kind): \($0.message.dropFirst(4))" } ?? "closed"
                case .completed: Issue.record("nothing was submitted")
                }
            }
            while let output = session.nextOutput() {
                switch output {
                case .commands(let buffer):
                    written += String(buffer: buffer).split(separator: "\r\n", omittingEmptySubsequences: false)
                        .dropLast().map(String.init)
                case .secret(let buffer, let shown):
                    #expect(
                        !shown.contains("AGFkYQBwZW5jaWw=") && !shown.contains("cGVuY2ls") && !shown.contains("YWRh"))
                    written += String(buffer: buffer).split(separator: "\r\n", omittingEmptySubsequences: false)
                        .dropLast().map(String.init)
                case .content: Issue.record("no message was submitted")
                }
            }
        }
        for line in this.lines {
            if line == "*" {
                #expect(asked == 1)
                session.secured()
                #expect(session.capabilities == Capabilities())
                settle()
            } else if line.hasPrefix("C: ") {
                try #require(!written.isEmpty, "nothing written where \(line) must be")
                #expect("C: \(written.removeFirst())" == line)
            } else {
                let parts = line.split(separator: "\n")
                let text = parts.map { $0.hasPrefix("S: ") ? $0.dropFirst(3) + "\r\n" : $0.dropFirst(3) }.joined()
                let bytes = Array(text.utf8)
                // What stands behind a reply to STARTTLS must have come with it.
                let cut = line.contains("S: 220 go") ? nil : place.map { min($0, bytes.count) }
                for piece in cut.map({ [bytes[..<$0], bytes[$0...]] }) ?? [bytes[...]] where !piece.isEmpty {
                    Array(piece).withUnsafeBytes { session.received($0) }
                    settle()
                }
            }
        }
        #expect(written == [], "\(this.testDescription)")
        #expect(ending.hasPrefix(this.ends), "\(ending)")
        #expect(
            session.isEncrypted
                == (this.security == .implicit
                    || (asked == 1 && ending.hasPrefix("established") || asked == 1 && this.lines.contains("*"))))
    }

    @Test("Each side's lines come in their order, however the server's octets are cut", arguments: cases)
    func dialogue(_ this: Case) throws {
        try play(this, cutAt: nil)
        for place in 1..<60 { try play(this, cutAt: place) }
    }

    @Test("The client's secret is in no description of a login") func secrecy() {
        var dumped = ""
        dump(Self.password, to: &dumped)
        #expect(!"\(Self.password) \(String(reflecting: Self.password)) \(dumped)".contains("pencil"))
    }

    @Test("A silent handshake and a silent AUTH time out by name") func timeouts() {
        var session = SMTPSession(dialect: .smtp, hostname: "c", peer: "mx", security: .required)
        for line in ["220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n"] {
            Array(line.utf8).withUnsafeBytes { session.received($0) }
            while session.nextOutput() != nil {}
        }
        #expect(session.awaited == .handshake)
        session.timedOut(after: .seconds(3))
        #expect(session.failure?.message == "mx: no reply to the TLS handshake within 3 s")
    }
}
