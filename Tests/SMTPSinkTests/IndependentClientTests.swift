import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("A client that nobody here wrote gets on with the sink", .timeLimit(.minutes(10)))
struct IndependentClientTests {
    @Test("Python's smtplib delivers, and is told who was refused", .enabled(if: Python.isUsable, "no python3 here"))
    func smtplib() async throws {
        try await Sink.run({ $0.recipientLimit = 2 }) { server, sink in
            let result = Python.run(
                """
                import smtplib
                client = smtplib.SMTP("127.0.0.1", \(server.port), timeout=30)
                print(client.ehlo()[0], client.has_extn("pipelining"), client.has_extn("8bitmime"))
                print(client.noop()[0], client.verify("a")[0], client.docmd("XYZZY")[0])
                message = "Subject: x\\n\\n.one\\n..two\\n.\\nthree"
                refused = client.sendmail("me@example.org", ["a@x", "b@x", "c@x"], message)
                print(sorted((who, reply[0]) for who, reply in refused.items()))
                print(client.sendmail("<>", ["d@x"], b"\\r\\n.\\r\\n", mail_options=["BODY=8BITMIME"]))
                client.rset()
                print(client.quit()[0])
                """)
            #expect(result.status == 0)
            #expect(
                result.output == """
                    250 True True
                    250 252 500
                    [('c@x', 452)]
                    {}
                    221

                    """)
            #expect(sink.taken.map(\.forwardPath) == ["a@x", "b@x", "d@x"])
            #expect(sink.taken.map(\.reversePath) == ["me@example.org", "me@example.org", ""])
            let message = "Subject: x\r\n\r\n.one\r\n..two\r\n.\r\nthree\r\n"
            let digests = [message, message, "\r\n.\r\n"].map { Digest64($0.utf8, seed: 0).hex }
            #expect(sink.taken.map(\.digest) == digests)
        }
    }

    @Test("Python's smtplib speaks LMTP with it", .enabled(if: Python.isUsable, "no python3 here"))
    func lmtplib() async throws {
        try await Sink.run({ $0.isLMTP = true }) { server, sink in
            let result = Python.run(
                """
                import smtplib
                client = smtplib.LMTP("127.0.0.1", \(server.port))
                print(client.sendmail("me@x", ["a@x"], "Subject: x\\n\\nhello\\n"))
                print(client.quit()[0])
                """)
            #expect(result.output == "{}\n221\n")
            #expect(result.status == 0)
            #expect(sink.taken.map(\.forwardPath) == ["a@x"])
        }
    }
}
