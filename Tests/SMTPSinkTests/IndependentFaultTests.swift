import Testing

@testable import SMTPSink

/// Each fault as Python's smtplib, which nobody here wrote, sees it.
@Suite("Python's smtplib meets every fault", .timeLimit(.minutes(10)), .enabled(if: Python.isUsable, "no python3 here"))
struct IndependentFaultTests {
    private static let prelude = """
        import smtplib, sys, time, socket
        port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
        M = "Subject: x\\n\\nhello\\n"
        def client():
            return smtplib.SMTP("127.0.0.1", PORT, timeout=30)
        def send(to, c=None):
            try:
                refused = (c or client()).sendmail("me@x.example", to, M)
                return sorted((who, reply[0], reply[1].decode()) for who, reply in refused.items())
            except smtplib.SMTPRecipientsRefused as e:
                return sorted((who, reply[0], reply[1].decode()) for who, reply in e.recipients.items())
            except smtplib.SMTPServerDisconnected:
                return "cut"
            except smtplib.SMTPResponseException as e:
                return (e.smtp_code, e.smtp_error.decode())

        """

    private func play(_ plan: String, _ program: String) async throws -> (output: String, copies: Int) {
        var output = ""
        var copies = 0
        try await Sink.run({
            $0.extensions = SinkConfiguration.everyExtension
            $0.faults = try FaultFile.parse(plan, file: "f.toml")
        }) { server, _ in
            let code = (Self.prelude.replacing("PORT", with: "\(server.port)") + program)
                .replacing("PORT", with: "\(server.port)")
            let result = Python.run(code)
            #expect(result.status == 0, "\(result.output)")
            output = result.output
            copies = server.counts.copies
        }
        return (output, copies)
    }

    @Test(
        "Replies, by recipient, domain, n-th event and stage",
        arguments: [
            (
                "[[fault]]\nrecipient = \"bad*@x\"\nreply = \"550 5.1.1 no such\"",
                "print(send(['bad1@x', 'good@x']))", "[('bad1@x', 550, '5.1.1 no such')]\n", 1
            ),
            (
                "[[fault]]\ndomain = \"y\"\nreply = \"450 4.2.0 later\"", "print(send(['a@x', 'a@y']))",
                "[('a@y', 450, '4.2.0 later')]\n", 1
            ),
            (
                "[[fault]]\nat = \"rcpt\"\nevery = 3\nreply = \"452 4.5.3 x\"",
                "print(send(['a@x', 'b@x', 'c@x', 'd@x']))", "[('c@x', 452, '4.5.3 x')]\n", 3
            ),
            (
                "[[fault]]\nat = \"message\"\nevery = 2\nreply = \"554 5.7.1 spam\"",
                "print(send(['a@x']), send(['a@x']), send(['a@x']))", "[] (554, '5.7.1 spam') []\n", 2
            ),
            (
                "[[fault]]\nat = \"mail\"\nreply = \"451 4.3.0 x\"", "print(send(['a@x']))", "(451, '4.3.0 x')\n", 0
            ),
            (
                "[[fault]]\nat = \"data\"\nreply = \"451 4.3.0 x\"", "print(send(['a@x']))", "(451, '4.3.0 x')\n", 0
            ),
            (
                "[[fault]]\nat = \"connect\"\nreply = \"554 5.3.2 closed\"",
                "print(send(['a@x']))", "(554, '5.3.2 closed')\n", 0
            ),
            (
                "[[fault]]\nat = \"hello\"\nevery = 2\nreply = \"502 5.5.1 no\"", "print(client().ehlo()[0])", "250\n",
                0
            ),
            (
                "[[fault]]\nat = \"quit\"\nreply = \"421 4.0.0 gone\"", "print(client().quit()[0])", "421\n", 0
            ),
            (
                "[[fault]]\ndomain = \"z\"\nreply = \"421 4.3.2 bye\"", "print(send(['a@x', 'a@z', 'b@x']))",
                "[('a@z', 421, '4.3.2 bye')]\n", 0
            ),
        ])
    func replies(plan: String, program: String, expected: String, copies: Int) async throws {
        let result = try await play(plan, program)
        #expect(result.output == expected)
        #expect(result.copies == copies)
    }

    @Test(
        "Cuts and how many copies were taken",
        arguments: [("before-taking", "cut", 0), ("before-reply", "cut", 1), ("after-reply", "[]", 1)])
    func cuts(cut: String, heard: String, copies: Int) async throws {
        let program =
            "c = client()\nprint(send(['a@x'], c))\nc.sock and c.sock.settimeout(30)\nprint(send(['a@x'], c) != [])"
        let result = try await play("[[fault]]\nat = \"message\"\ncut = \"\(cut)\"", program)
        #expect(result.output == "\(heard)\nTrue\n")
        #expect(result.copies == copies)
    }

    @Test(
        "Delays, drip, stall: never less time than was said, and the reply is whole",
        arguments: [
            "delay = \"200ms\"", "delay = { uniform = [\"200ms\", \"201ms\"] }", "stall = \"200ms\"", "drip = \"10ms\"",
        ])
    func time(_ fault: String) async throws {
        let program = "c = client(); t = time.monotonic(); r = send(['a@x'], c); print(r, time.monotonic() - t >= 0.19)"
        let result = try await play("[[fault]]\nat = \"message\"\n\(fault)", program)
        #expect(result.output == "[] True\n")
        #expect(result.copies == 1)
    }

    @Test("An exponential delay varies, and no reply is lost")
    func exponential() async throws {
        let plan = "seed = 3\n[[fault]]\nat = \"rcpt\"\ndelay = { exponential = \"2ms\" }"
        let result = try await play(plan, "print(send(['u%d@x' % n for n in range(20)]))")
        #expect(result.output == "[]\n")
        #expect(result.copies == 20)
    }

    @Test("A stall holds every other connection up")
    func stall() async throws {
        let program = """
            import threading
            a, b = client(), client()
            b.ehlo()
            threading.Thread(target=send, args=(['a@x'], a)).start()
            deadline = time.monotonic() + 30
            slow = False
            while not slow and time.monotonic() < deadline:
                t = time.monotonic(); b.noop(); slow = time.monotonic() - t > 0.2
            print(slow)
            """
        #expect(try await play("[[fault]]\nat = \"message\"\nstall = \"400ms\"", program).output == "True\n")
    }

    @Test("A reply in single octets is understood; garbage before it is not")
    func octets() async throws {
        let split = try await play("[[fault]]\nat = \"rcpt\"\nsplit = true", "print(send(['a@x', 'b@x']))")
        #expect(split.output == "[]\n")
        let noise = try await play(
            "[[fault]]\nat = \"message\"\ngarbage = 64",
            "try: print(send(['a@x']) != [])\nexcept ValueError: print(True)")
        #expect(noise.output == "True\n")
    }

    @Test("Greylisting lets a recipient in after its time")
    func greylist() async throws {
        let program = """
            first = send(['a@x'])
            deadline = time.monotonic() + 30
            while (last := send(['a@x'])) and time.monotonic() < deadline: pass
            print(first, last)
            """
        let result = try await play("[[fault]]\ngreylist = \"200ms\"\nreply = \"450 4.2.0 grey\"", program)
        #expect(result.output == "[('a@x', 450, '4.2.0 grey')] []\n")
    }

    @Test(
        "Limits",
        arguments: [
            ("recipients = 2", "print([r[:2] for r in send(['a@x', 'b@x', 'c@x'])])", "[('c@x', 452)]\n"),
            ("rate = 0.001", "print(send(['a@x']), send(['a@x'])[0])", "[] 451\n"),
            ("messages = 1", "c = client(); print(send(['a@x'], c), send(['a@x'], c)[0])", "[] 421\n"),
            (
                "connections = 1",
                "c = client()\ntry: client()\nexcept smtplib.SMTPConnectError as e: print(e.smtp_code)", "421\n"
            ),
        ])
    func limits(limit: String, program: String, expected: String) async throws {
        #expect(try await play("[limits]\n\(limit)", program).output == expected)
    }
}
