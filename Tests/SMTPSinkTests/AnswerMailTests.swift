import Foundation
import Synchronization
import Testing

@testable import SMTPSink

@Suite("Mail that comes back, sent by Python's smtplib and read by Python's parser", .timeLimit(.minutes(10)))
struct AnswerMailTests {
    /// Sends, and returns what the second program says of each answer.
    private func answers(to send: String, faults: String, copies: Int) async throws -> [String] {
        let answers = Mutex<[KeptMessage]>([])
        try await Sink.run({
            $0.extensions = SinkConfiguration.everyExtension
            $0.faults = try FaultFile.parse(faults, file: "f.toml")
            $0.answerer = { answer in
                answers.withLock { $0.append(answer) }
                return true
            }
        }) { server, _ in
            let result = Python.run(
                "import smtplib\nc = smtplib.SMTP('127.0.0.1', \(server.port), timeout=30)\n"
                    + "M = 'Subject: x\\nMessage-ID: <1@x>\\n\\nhello\\n'\n" + send)
            #expect(result.status == 0, "\(result.output)")
            #expect(server.counts.copies == copies)
            #expect(server.counts.answers == answers.withLock { $0.count })
        }
        return answers.withLock { $0 }.map { answer in
            #expect(answer.reversePath.isEmpty && answer.forwardPaths == ["me@x.example"])
            #expect(!answer.content.split(separator: 0x0A).contains { $0.last != 0x0D })
            let result = Python.run(
                """
                import base64, email, email.policy
                m = email.message_from_bytes(base64.b64decode('\(Data(answer.content).base64EncodedString())'))
                parts = m.get_payload()
                print(m.get_content_type(), m.get_param('report-type'), m['To'], m['Auto-Submitted'], m.defects)
                print([p.get_content_type() for p in parts])
                report = parts[1].get_payload()
                for block in report if isinstance(report, list) else []:
                    print([(k, v) for k, v in block.items() if not k.endswith('-Date')])
                if isinstance(report, str): print([l for l in report.splitlines() if not l.startswith('Arrival')])
                print(repr(parts[2].as_string().split('\\n\\n', 1)[1]))
                """)
            #expect(result.status == 0)
            return result.output
        }
    }

    private static let gone =
        "[[fault]]\nat = \"afterwards\"\ndomain = \"gone.example\"\nreply = \"550 5.1.1 no such\"\n"

    @Test("A DSN names who failed and who is delayed, with what the client asked for", .enabled(if: Python.isUsable))
    func statusNotification() async throws {
        let later = "[[fault]]\nat = \"afterwards\"\ndomain = \"late.example\"\nreply = \"451 later\"\n"
        let found = try await answers(
            to: """
                c.ehlo()
                c.mail('me@x.example', ['RET=HDRS', 'ENVID=a+2Bb'])
                c.rcpt('a@gone.example', ['NOTIFY=FAILURE', 'ORCPT=rfc822;A+2B1@old.example'])
                c.rcpt('b@gone.example', ['NOTIFY=NEVER'])
                c.rcpt('c@late.example')
                c.rcpt('d@good.example')
                print(c.data(M))
                """, faults: Self.gone + later, copies: 4)
        #expect(
            found == [
                """
                multipart/report delivery-status <me@x.example> auto-replied []
                ['text/plain', 'message/delivery-status', 'text/rfc822-headers']
                [('Reporting-MTA', 'dns; sink.example'), ('Original-Envelope-Id', 'a+b')]
                [('Original-Recipient', 'rfc822; A+1@old.example'), ('Final-Recipient', 'rfc822; a@gone.example'), \
                ('Action', 'failed'), ('Status', '5.1.1'), ('Diagnostic-Code', 'smtp; 550 5.1.1 no such')]
                [('Final-Recipient', 'rfc822; c@late.example'), ('Action', 'delayed'), ('Status', '4.0.0'), \
                ('Diagnostic-Code', 'smtp; 451 later')]
                'Subject: x\\nMessage-ID: <1@x>\\n'

                """
            ])
    }

    @Test("RET=FULL brings the message back whole", .enabled(if: Python.isUsable))
    func full() async throws {
        let found = try await answers(
            to: "c.sendmail('me@x.example', ['a@gone.example'], M, mail_options=['RET=FULL'])", faults: Self.gone,
            copies: 1)
        #expect(found.count == 1)
        #expect(found.first?.contains("'message/rfc822']") == true)
        #expect(found.first?.contains("Message-ID: <1@x>\\n\\nhello") == true)
    }

    @Test("A complaint comes for each recipient that complains", .enabled(if: Python.isUsable))
    func complaint() async throws {
        let found = try await answers(
            to: "c.sendmail('me@x.example', ['a@x', 'b@y', 'c@y'], M)",
            faults: "[[fault]]\nat = \"afterwards\"\ndomain = \"y\"\ncomplaint = \"abuse\"\n", copies: 3)
        #expect(found.count == 2)
        for (answer, path) in zip(found, ["b@y", "c@y"]) {
            #expect(answer.hasPrefix("multipart/report feedback-report <me@x.example> auto-replied []\n"))
            #expect(answer.contains("['text/plain', 'message/feedback-report', 'message/rfc822']"))
            for part in [
                "('Feedback-Type', 'abuse')", "('Version', '1')", "('Original-Rcpt-To', '<\(path)>')", "\\n\\nhello",
            ] {
                #expect(answer.contains(part), "\(part) in \(answer)")
            }
        }
    }

    @Test("Nothing comes back for the null reverse-path, and for who asked for nothing", .enabled(if: Python.isUsable))
    func never() async throws {
        let found = try await answers(
            to: """
                c.sendmail('<>', ['a@gone.example'], M)
                c.sendmail('me@x.example', ['a@gone.example'], M, rcpt_options=['NOTIFY=DELAY'])
                c.sendmail('me@x.example', ['a@gone.example'], M, rcpt_options=['NOTIFY=NEVER'])
                """, faults: Self.gone, copies: 3)
        #expect(found.isEmpty)
    }

    @Test("xtext is read, and nothing in it becomes a line of its own")
    func xtext() {
        #expect(AnswerRequest.decoded("a+3Db+2B+") == "a=b++")
        #expect(AnswerRequest.decoded("a+0D+0ABcc: b") == "a??Bcc: b")
        #expect(AnswerRequest.decoded("+C3+A9") == "é")
        #expect(AnswerRequest.decoded("a++3D") == "a+=" && AnswerRequest.decoded("+-1") == "+-1")
    }

    @Test(
        "What cannot come afterwards is told",
        arguments: [
            ("at = \"afterwards\"", "either `reply`"),
            ("at = \"afterwards\"\nreply = \"550 x\"\ndelay = \"1s\"", "either"),
            ("complaint = \"abuse\"", "\"afterwards\" only"),
            ("at = \"afterwards\"\ncomplaint = \"abus\"", "did you mean \"abuse\"?"),
        ])
    func mistakes(fault: String, part: String) {
        #expect {
            try FaultFile.parse("[[fault]]\n\(fault)\n", file: "f.toml")
        } throws: { error in
            "\(error)".contains(part)
        }
    }
}
