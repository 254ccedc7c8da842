import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("Who brought a message", .timeLimit(.minutes(10)), .enabled(if: Python.isUsable, "no python3 here"))
struct SinkSessionTests {
    @Test("TLS and login stand beside the message, and what was said in the clear before does not") func secured()
        async throws
    {
        try await SinkDesk.run({ configuration, _ in
            configuration.tls = try? SinkTLS(.offer, hosts: ["localhost", "127.0.0.1"])
            configuration.users = ["ada": "secret"]
        }) { desk in
            let port = desk.sink.port
            let result = await OwnThread.run("smtplib") {
                Python.run(
                    """
                    import smtplib, ssl
                    context = ssl.create_default_context()
                    context.check_hostname = False
                    context.verify_mode = ssl.CERT_NONE
                    for name in (None, "plain", "cram_md5", "login"):
                        client = smtplib.SMTP("127.0.0.1", \(port), local_hostname="before.example", timeout=60)
                        client.ehlo()
                        client.starttls(context=context)
                        client.ehlo("behind.example")
                        client.user, client.password = "ada", "secret"
                        if name:
                            client.auth(name.upper().replace("_", "-"), getattr(client, "auth_" + name))
                        client.sendmail("me@x.example", ["ken@x.example"], "Subject: x\\n\\nhello\\n")
                        client.quit()
                    client = smtplib.SMTP("127.0.0.1", \(port), timeout=60)
                    client.helo("old.example")
                    client.sendmail("me@x.example", ["ken@x.example"], "Subject: x\\n\\nhello\\n")
                    client.quit()
                    """)
            }
            #expect(result.status == 0, "\(result.output)")
            let messages = try await desk.web.get("/api/v1/wait?to=ken@x.example&count=5&timeout=0s").json["messages"]
            let sessions = messages?.all.compactMap { $0["Session"] } ?? []
            #expect(sessions.map { $0["Protocol"]?.string } == ["ESMTPS", "ESMTPSA", "ESMTPSA", "ESMTPSA", "SMTP"])
            #expect(sessions.map { $0["User"]?.string } == [nil, "ada", "ada", "ada", nil])
            #expect(sessions.prefix(4).allSatisfy { $0["TLS"]?.string?.hasPrefix("TLSv1.") == true })
            #expect(sessions.prefix(4).allSatisfy { $0["Hello"]?.string == "behind.example" })
            #expect(sessions.last?["TLS"]?.string == nil && sessions.last?["Hello"]?.string == "old.example")
            #expect(messages?.all.map { $0["Username"]?.string } == ["", "ada", "ada", "ada", ""])
        }
    }
}
