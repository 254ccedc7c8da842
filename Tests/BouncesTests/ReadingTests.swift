import Bounces
import SMTPCore
import Testing

struct ReadingTests {
    @Test("Who is named, and what became of them", arguments: ReadingSample.all)
    func told(sample: ReadingSample) {
        let reading = sample.reading()
        #expect(ReadingSample.told(reading).sorted() == sample.told.sorted(), "\(reading.steps)")
        #expect(reading.nature == sample.nature, "\(reading.steps)")
        #expect(!reading.steps.isEmpty)
    }

    @Test(
        "Nobody has failed in other mail",
        arguments: ReadingSample.otherMail + ReadingSample.letters + ReadingSample.moreLetters
            + ReadingSample.strangers + ReadingSample.moreStrangers + ReadingSample.lettersWithReports)
    func nobody(sample: ReadingSample) {
        #expect(sample.reading().recipients.isEmpty)
    }

    @Test("What is said means the same in any words", arguments: ReadingSample.meaning)
    func means(sample: ReadingSample, failureClass: FailureClass) {
        let recipients = sample.reading().recipients
        #expect(!recipients.isEmpty)
        for one in recipients {
            let verdict = FailureJudge.verdict(one.remark)
            #expect(verdict.failureClass == failureClass, "\(verdict.rule) \(one.remark.text)")
            #expect(verdict.isHard == [.addressUnknown, .domainUnknown, .disabled].contains(failureClass))
        }
    }

    @Test("However lines end", arguments: ["\r\n", "\r"])
    func lineEnds(end: String) {
        for sample in ReadingSample.all {
            let message = Array(sample.message.replacing("\n", with: end).utf8)
            #expect(
                ReadingSample.told(BounceReading(reading: message)).sorted() == sample.told.sorted(), "\(sample.name)")
        }
    }

    @Test("In UTF-16, with and without a mark", arguments: [true, false])
    func wide(hasMark: Bool) {
        let units = Array(ReadingSample.servers[0].message.utf16)
        let mark: [UInt8] = hasMark ? [0xFE, 0xFF] : []
        let octets = units.reduce(into: mark) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
        #expect(ReadingSample.told(BounceReading(reading: octets)) == ReadingSample.servers[0].told)
    }

    @Test("Cut anywhere, it names nobody else, and nothing stops it")
    func truncated() {
        for sample in ReadingSample.all {
            let octets = Array(sample.message.utf8)
            for length in stride(from: 0, to: octets.count, by: 37) {
                let reading = BounceReading(reading: Array(octets[..<length]))
                #expect(reading.recipients.count <= 6)
            }
        }
    }

    @Test("Any octets are read") func anything() {
        var random = SystemRandomNumberGenerator()
        let seeds = ReadingSample.all.map { Array($0.message.utf8) }
        for _ in 0..<300 {
            var octets = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<20 {
                octets[Int.random(in: 0..<octets.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = BounceReading(reading: octets)
        }
        _ = BounceReading(reading: [])
        _ = BounceReading(reading: [0])
        _ = BounceReading(reading: [UInt8](repeating: 0x40, count: 100_000))
        _ = BounceReading(reading: [UInt8](repeating: 0x3C, count: 100_000))
    }

    @Test("A report made for any recipients reads back as it was made") func roundTrip() {
        let locals = ["a", "first.last", "a+b", "o'brien", "x_y-z", "\"a b\"", "=?q", "user%example.net", "1"]
        for count in [1, 2, 7, 100] {
            let made = (0..<count).map { "\(locals[$0 % locals.count])@h\($0).example.org" }
            let fields = made.map { "Final-Recipient: rfc822; \($0)\nAction: failed\nStatus: 5.1.1\n" }
            let message = """
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                \(fields.joined(separator: "\n"))
                --b--
                """
            let reading = BounceReading(reading: Array(message.utf8))
            #expect(reading.recipients.map(\.address) == made)
        }
    }

    @Test("What was said of each") func remarks() throws {
        let reading = try #require(ReadingSample.servers.first { $0.name == "qmail" }).reading()
        let (first, second) = (reading.recipients[0].remark, reading.recipients[1].remark)
        #expect(first.code == 550 && first.status == EnhancedStatusCode(5, 1, 1))
        #expect(first.text.contains("does not like recipient") && !first.text.contains("over quota"))
        #expect(first.domain == "example.jp" && first.action == .failed)
        #expect(second.text.contains("over quota") && second.code == nil)
        #expect(reading.recipients.allSatisfy { $0.source == .form })
    }

    @Test(
        "The diagnostic code, the status and the server",
        arguments: [
            ("smtp; 550 5.1.1 no such user", 550, "5.1.1", "550 5.1.1 no such user"),
            ("smtp;550-5.2.2 full\r\n 550 5.2.2 really", 550, "5.2.2", "550-5.2.2 full 550 5.2.2 really"),
            ("X-Postfix; unknown user: \"x\"", 0, "5.0.0", "unknown user: \"x\""),
            ("x-unix; 192.5.1.17 said no", 0, "5.0.0", "192.5.1.17 said no"),
            ("451 4.7.1 later", 0, "4.7.1", "451 4.7.1 later"),
        ])
    func diagnostic(value: String, code: Int, status: String, text: String) throws {
        let message = """
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net
            Original-Envelope-Id: token+2B1

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            Status: 5.0.0
            Remote-MTA: dns; mx.example.jp (192.0.2.7)
            Diagnostic-Code: \(value)
            """
        let reading = BounceReading(reading: Array(message.utf8))
        let remark = try #require(reading.recipients.first).remark
        #expect(remark.code.map(Int.init) ?? 0 == (status.hasPrefix("4") ? 451 : code))
        #expect(remark.status?.description == status)
        #expect(remark.text == text && remark.server == "mx.example.jp")
        #expect(reading.envelopeID == "token+1")
    }

    @Test("What is left of the message that came back") func returned() throws {
        let message = """
            Content-Type: multipart/report; boundary=b

            --b
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            --b
            Content-Type: text/rfc822-headers

            Return-Path: <news-bounces+token@list.example>
            Message-ID: <1@list.example>
            List-Id: The news <news.list.example>
            List-Unsubscribe: <https://list.example/u/1>,
             <mailto:leave@list.example?subject=1>
            Feedback-ID: 1:news:fanmail
            To: A <a@example.jp>
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
            --b--
            """
        let returned = try #require(BounceReading(reading: Array(message.utf8)).returned)
        #expect(returned.reversePath == "news-bounces+token@list.example")
        #expect(returned.messageID == "<1@list.example>" && returned.listID == "news.list.example")
        #expect(returned.unsubscribe == ["https://list.example/u/1", "mailto:leave@list.example?subject=1"])
        #expect(returned.feedbackID == "1:news:fanmail" && returned.to == ["a@example.jp"])
        #expect(returned.subject == "Grüße")
    }
}
