import Testing

@testable import SMTPSink

@Suite("The sink encrypts and asks for logins", .timeLimit(.minutes(10)))
struct SinkSecurityTests {
    private static let python = Comment("no python3 here")

    /// `smtplib` and `imaplib`'s relatives know PLAIN, LOGIN and CRAM-MD5; each is tried alone.
    @Test("Python's smtplib logs in by each of its mechanisms, within TLS", .enabled(if: Python.isUsable, python))
    func smtplib() async throws {
        try await Sink.run({
            $0.tls = try? SinkTLS(.require, hosts: ["localhost", "127.0.0.1"])
            $0.users = ["ada": "secret, with = signs", "grace": "pässword"]
            $0.requiresLogin = true
        }) { server, sink in
            let result = Python.run(
                """
                import smtplib, ssl
                context = ssl.create_default_context()
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                for name in ("cram_md5", "plain", "login"):
                    client = smtplib.SMTP("127.0.0.1", \(server.port), timeout=30)
                    client.ehlo()
                    print(client.has_extn("starttls"), client.has_extn("auth"), client.docmd("MAIL FROM:<>")[0], end=" ")
                    client.starttls(context=context)
                    client.ehlo()
                    print(client.has_extn("starttls"), client.esmtp_features["auth"].strip(), end=" ")
                    print(client.docmd("MAIL FROM:<>")[0], end=" ")
                    client.user, client.password = "ada", "secret, with = signs"
                    print(client.auth(name.upper().replace("_", "-"), getattr(client, "auth_" + name))[0], end=" ")
                    client.ehlo()
                    print(client.has_extn("auth"))
                    client.sendmail("me@x", [name + "@x"], "Subject: x\\n\\nhello\\n")
                    client.quit()
                client = smtplib.SMTP("127.0.0.1", \(server.port), timeout=30)
                client.starttls(context=context)
                try:
                    client.login("ada", "wrong")
                except smtplib.SMTPAuthenticationError as e:
                    print(e.smtp_code)
                """)
            let line = "True False 530 False SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN 530 235 False\n"
            #expect(result.output == line + line + line + "535\n")
            #expect(sink.taken.map(\.forwardPath) == ["cram_md5@x", "plain@x", "login@x"])
            #expect(server.counts.encrypted == 4 && server.counts.authenticated == 3)
        }
    }

    @Test("Implicit TLS, as Python's SMTP_SSL speaks it", .enabled(if: Python.isUsable, python)) func implicit()
        async throws
    {
        try await Sink.run({ $0.tls = try? SinkTLS(.implicit, hosts: ["localhost"]) }) { server, sink in
            let result = Python.run(
                """
                import hashlib, smtplib, ssl
                context = ssl.create_default_context()
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                client = smtplib.SMTP_SSL("127.0.0.1", \(server.port), timeout=30, context=context)
                print(hashlib.sha256(client.sock.getpeercert(True)).hexdigest())
                print(client.sock.version())
                client.sendmail("me@x", ["a@x"], b"Subject: x\\r\\n\\r\\n" + b"0123456789\\r\\n" * 50000)
                client.quit()
                """)
            let tls = try #require(server.tls)
            #expect(result.output == "\(tls.fingerprint)\nTLSv1.3\n")
            #expect(sink.taken.map(\.size) == [14 + 600_000])
        }
    }

    @Test("What comes in the clear behind STARTTLS is never heeded") func injection() async throws {
        try await Sink.run({ $0.tls = try? SinkTLS(.offer, hosts: ["localhost"]) }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nSTARTTLS\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n")
            #expect(try client.codes(3) == [220, 250, 220])
            #expect(sink.taken.isEmpty && server.counts.messages == 0)
        }
    }

    @Test(
        "AUTH is taken at its time, in its form, and can be cancelled",
        arguments: [
            ("AUTH PLAIN AGFkYQBzZWNyZXQ=", [503]), ("EHLO c|AUTH PLAIN AGFkYQBzZWNyZXQ=", [250, 235]),
            ("EHLO c|AUTH PLAIN|AGFkYQBzZWNyZXQ=", [250, 334, 235]),
            ("EHLO c|AUTH PLAIN|*|NOOP", [250, 334, 501, 250]),
            ("EHLO c|AUTH PLAIN|!!|NOOP", [250, 334, 501, 250]), ("EHLO c|AUTH PLAIN AGFkYQB3cm9uZw==", [250, 535]),
            ("EHLO c|AUTH LOGIN|YWRh|c2VjcmV0", [250, 334, 334, 235]),
            ("EHLO c|AUTH LOGIN YWRh|c2VjcmV0", [250, 334, 235]),
            ("EHLO c|AUTH EXTERNAL =", [250, 504]), ("EHLO c|AUTH", [250, 501]),
            ("EHLO c|MAIL FROM:<>|AUTH PLAIN AGFkYQBzZWNyZXQ=", [250, 250, 503]),
            ("EHLO c|AUTH PLAIN AGFkYQBzZWNyZXQ=|AUTH PLAIN AGFkYQBzZWNyZXQ=", [250, 235, 503]),
            ("EHLO c|AUTH CRAM-MD5|YWRhIDAw", [250, 334, 535]),
            ("EHLO c|AUTH SCRAM-SHA-256 eCwsbj1hZGEscj1y", [250, 535]), ("EHLO c|STARTTLS", [250, 500]),
        ])
    func forms(lines: String, codes: [Int]) async throws {
        try await Sink.run({ $0.users = ["ada": "secret"] }) { server, _ in
            let client = try RawClient(port: server.port)
            try client.send(lines.replacing("|", with: "\r\n") + "\r\n")
            #expect(try client.codes(codes.count + 1) == [220] + codes)
        }
    }
}
