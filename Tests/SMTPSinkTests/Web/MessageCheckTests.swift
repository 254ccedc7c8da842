import Composition
import FanmailBasics
import FanmailDNS
import FanmailWeb
import TestSupport
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

@Suite("What is said of a sink's message")
struct MessageCheckTests {
    private static let head = """
        From: Ada <ada@x.example>
        To: ken@x.example
        Subject: Hello
        Date: Mon, 23 Nov 2026 09:00:00 +0000
        Message-ID: <1@x.example>
        """

    private static func message(
        _ header: String, _ body: String = "text\n", from: String = "ada@x.example", to: [String] = ["ken@x.example"],
        parameters: [String] = []
    ) -> SinkMessage {
        SinkMessage(
            id: 1, at: Timestamp(rfc3339: "2026-11-23T09:00:05Z") ?? .now, reversePath: from,
            mailParameters: parameters, recipients: to.map { .init(path: $0) },
            octets: Array("\(header)\n\n\(body)".replacing("\n", with: "\r\n").utf8))
    }

    private static func checks(_ message: SinkMessage, _ level: AddressCheck.Level) -> [String] {
        MessageCheck.all(of: MessageView(message)).filter { $0.level == level }.map {
            "\($0.subject): \($0.verdict)"
        }
    }

    @Test("Addresses of a list's field are told whole, also with commas in them") func ways() {
        let field = "List-Unsubscribe: <https://x.example/u?ids=1,2>, <mailto:l@x.example?subject=a,b>"
        let whole = MessageJSON(message: Self.message("\(Self.head)\n\(field)"), isRead: false).whole
        #expect(
            whole["ListUnsubscribe"]?["Links"]?.text
                == JSONValue(["https://x.example/u?ids=1,2", "mailto:l@x.example?subject=a,b"]).text)
    }

    @Test("Of a message that is long as much is looked at as is shown") func long() {
        let blanks = String(repeating: " ", count: 70_000)
        #expect(Self.message(Self.head, "\(blanks)late\n").content.snippet().isEmpty)
        #expect(Self.message(Self.head, "early\(blanks)late\n").content.snippet() == "early")
        let letter = String(repeating: "<p>words</p>\n", count: 400_000)
        let content = Self.message("\(Self.head)\nContent-Type: text/html", letter).content
        let shown = MessageFrame(content: content, isDark: false, loadsPictures: false).response.body.count
        #expect((MessageFrame.longest..<MessageFrame.longest + 4096).contains(shown))
    }

    @Test("A lawful message has nothing bad") func lawful() {
        let message = Self.message(Self.head)
        #expect(Self.checks(message, .bad) == [])
        #expect(Self.checks(message, .warning).map { $0.prefix(4) } == ["DKIM"])
    }

    @Test(
        "What is wrong with a header is told",
        arguments: [
            ("From: Ada <ada@x.example>\n", "", "From: there is none"),
            ("From: Ada <ada@x.example>", "From: nobody", "names no"),
            ("Date: Mon, 23 Nov 2026 09:00:00 +0000\n", "", "Date: there is none"),
            ("Date: Mon, 23 Nov 2026 09:00:00 +0000", "Date: yesterday", "is no date"),
            ("Message-ID: <1@x.example>", "Message-ID: 1@x.example", "has not the form"),
            ("Subject: Hello", "Subject: Hello\nSubject: again", "Subject: stands there 2 times"),
            ("Subject: Hello", "Subject: Hello\nBcc: mei@x.example", "Bcc: the field went out"),
            ("Subject: Hello", "Subject: Grüße", "without SMTPUTF8"),
            ("Subject: Hello", "Subject: Hello\nno field", "Header: "),
            ("Subject: Hello", "Subject: Hello\nList-Id: announce", "List-Id: has not the form"),
            ("Subject: Hello", "Subject: Hello\nPrecedence: bulk", "List-Unsubscribe: there is none"),
            (
                "Subject: Hello", "Subject: Hello\nList-Unsubscribe: https://x.example/",
                "no address between angle brackets"
            ),
            (
                "Subject: Hello",
                "Subject: Hello\nList-Unsubscribe: <mailto:a@x.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "wants an https: page"
            ),
        ])
    func headers(old: String, new: String, part: String) {
        let message = Self.message(Self.head.replacing(old, with: new))
        let bad = Self.checks(message, .bad)
        #expect(bad.contains { $0.contains(part) }, "\(bad)")
    }

    @Test("A list that one click leaves is well, where it is signed") func lists() {
        let fields = """

            List-Id: News <news.x.example>
            List-Unsubscribe: <https://x.example/u>, <mailto:leave@x.example>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            """
        let message = Self.message(Self.head + fields)
        #expect(
            Self.checks(message, .good).contains { $0.hasPrefix("List-Unsubscribe: one click, at https://x.example/u") }
        )
        #expect(Self.checks(message, .bad) == [])
        let signed = "\nDKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=k; h=from; bh=AAAA; b=AAAA"
        let bad = Self.checks(Self.message(Self.head + fields + signed), .bad)
        #expect(
            bad.contains { $0.contains("RFC 8058, 4") } && bad.contains { $0.contains("changed after it was signed") })
    }

    @Test("Siblings are of one organization or not, which the DNS tells where it may be asked") func siblings()
        async throws
    {
        let signed = "DKIM-Signature: v=1; a=rsa-sha256; d=mail.x.example; s=k; h=from; bh=AAAA; b=AAAA"
        let octets = "From: Ada <ada@news.x.example>\n\(signed)\n\ntext\n".replacing("\n", with: "\r\n")
        let message = SinkMessage(
            id: 1, at: .now, reversePath: "a@bounces.x.example", recipients: [], octets: Array(octets.utf8))
        @Sendable func said(_ keys: SignatureKeys) -> String {
            SignatureChecks(message, keys: keys).checks.map(\.verdict).filter { $0.contains("From, as DMARC") }.joined()
        }
        #expect(said(SignatureKeys()).contains("only the DNS knows whether mail.x.example speaks for news.x.example"))
        #expect(EnvelopeComparison(message).rows.first?.meaning.contains("only the DNS knows") == true)
        for (records, part) in [
            (["_dmarc.x.example": [["v=DMARC1; p=none"]]], ""),
            (["_dmarc.x.example": [["v=DMARC1; p=none; psd=y"]]], "no signature speaks for"),
        ] {
            let names = try NameServer(records)
            let resolver = try #require(Resolver(server: "127.0.0.1:\(names.port)"))
            let keys = SignatureKeys(resolver: resolver, patience: .seconds(120))
            let text = await OwnThread.run("dns") { said(keys) }
            #expect(part.isEmpty ? text.isEmpty : text.contains(part), "\(text)")
            names.stop()
        }
        // A public suffix, or a top-level domain, is nobody's.
        #expect(DMARCAlignment(author: "x.example", signer: "y.example") == .notAligned)
    }

    @Test("A header of too many fields is told for what it is, and nothing is said of what was not looked at")
    func manyFields() {
        let many = Self.head + String(repeating: "\nX-Field: x", count: 1_000)
        let message = Self.message(many + "\nDKIM-Signature: v=1; d=x.example; s=k; h=from; bh=AAAA; b=AAAA")
        let all = MessageCheck.all(of: MessageView(message))
        let header = all.filter { $0.subject == "Header" }.map(\.verdict).joined()
        #expect(header.contains("more than 1000 fields") && header.contains("nor its signatures"), "\(header)")
        #expect(!all.contains { ["DKIM", "From", "Date", "Message-ID", "Subject", "Envelope"].contains($0.subject) })
        #expect(all.contains { $0.level == .good } == false && all.first?.level == .bad)
    }

    @Test("A signature is verified by the key that is given, or that of the DNS, and it is said what was and what not")
    func verifying() async throws {
        let key = try DKIMKey.generate(.ed25519)
        let signer = DKIMSigner([.init(domain: "x.example", selector: "k", key: key)])
        let octets = try signer.signed(Self.message(Self.head, "text\n").octets, now: .now)
        @Sendable func verdict(_ octets: [UInt8], _ keys: SignatureKeys) -> String {
            let message = SinkMessage(
                id: 1, at: .now, reversePath: "a@x.example", recipients: [.init(path: "b@x.example")], octets: octets)
            let checks = MessageCheck.all(of: MessageView(message), keys: keys)
            let found = checks.first { $0.subject == "DKIM" && $0.verdict.hasPrefix("by d=") }
            return found.map { "\($0.level.rawValue): \($0.verdict)" } ?? "none"
        }
        func changed(_ text: String, _ other: String) -> [UInt8] {
            Array(String(decoding: octets, as: UTF8.self).replacing(text, with: other).utf8)
        }
        let text = DKIMRecord(of: key).text
        let given = SignatureKeys(given: ["K._domainkey.X.example": try DKIMPublicKey(record: text)])
        let good = verdict(octets, given)
        #expect(good.hasPrefix("good: by d=x.example s=k") && good.contains("the body is as it was signed (bh=)"))
        #expect(good.contains("the signature holds by its key as it was given"), "\(good)")
        let subject = verdict(changed("Subject: ", "Subject: Re: "), given)
        #expect(
            subject.hasPrefix("bad: ") && subject.contains("the body is as it was signed (bh=); the signature does"))
        let body = verdict(changed("\r\n\r\ntext", "\r\n\r\nother"), given)
        #expect(body.hasPrefix("bad: ") && body.contains("changed after it was signed (bh=); the signature holds"))
        #expect(
            verdict(octets, SignatureKeys()).contains("its key was not asked for, so the signature is not verified"))
        let other = SignatureKeys(given: ["l._domainkey.x.example": try DKIMPublicKey(record: text)])
        #expect(verdict(octets, other).hasPrefix("warning: "))
        #expect(verdict(octets, other).contains("not verified: no key of k._domainkey.x.example was given"))

        let names = try NameServer(["k._domainkey.x.example": [[text]]])
        defer { names.stop() }
        let resolver = try #require(Resolver(server: "127.0.0.1:\(names.port)"))
        let asking = SignatureKeys(resolver: resolver, patience: .seconds(120))
        let stranger = DKIMSigner([.init(domain: "x.example", selector: "gone", key: key)])
        let unknown = try stranger.signed(Self.message(Self.head, "text\n").octets, now: .now)
        // It waits for the name server.
        let (found, missing) = await OwnThread.run("dns") { (verdict(octets, asking), verdict(unknown, asking)) }
        #expect(found.contains("holds by its key of the DNS"), "\(found)")
        #expect(missing.contains("not verified: there is no gone._domainkey.x.example in the DNS"), "\(missing)")
    }

    @Test("What is wrong with a body is told") func bodies() {
        let html = "\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8"
        let big = String(repeating: "<p>words words words</p>\n", count: 5_000)
        let message = Self.message(Self.head + html, "<script>x</script><img src='https://x.example/a.png'>\(big)")
        let (bad, warning) = (Self.checks(message, .bad), Self.checks(message, .warning))
        #expect(bad.contains("Pictures: 1 picture without alternative text (alt)"), "\(bad)")
        #expect(bad.contains("HTML: mail programs remove <script>"), "\(bad)")
        #expect(warning.contains { $0.hasPrefix("Size: the HTML has 123 KiB") }, "\(warning)")
        #expect(warning.contains { $0.hasPrefix("Alternatives: HTML without plain text") })
        let long = Self.checks(Self.message(Self.head, String(repeating: "x", count: 999) + "\n"), .bad)
        #expect(long == ["Lines: line 7 is longer than 998 octets: servers cut it (RFC 5322, 2.1.1)"])
        #expect(Self.checks(Self.message(Self.head, String(repeating: "x", count: 998) + "\n"), .bad) == [])
        let eight = Self.message(Self.head, "Grüße\n")
        #expect(Self.checks(eight, .warning).contains { $0.contains("BODY=8BITMIME") })
        let declared = Self.message(Self.head, "Grüße\n", parameters: ["BODY=8BITMIME"])
        #expect(!Self.checks(declared, .warning).contains { $0.contains("BODY=8BITMIME") })
        let bare = SinkMessage(
            id: 1, at: .now, reversePath: "", recipients: [],
            octets: Array("From: a@x.example\r\n\r\none\ntwo\r\n".utf8))
        #expect(Self.checks(bare, .bad).contains { $0.contains("line 3 does not end in CRLF") })
    }

    @Test("Header and envelope stand beside each other, and what differs is marked") func comparison() {
        let message = Self.message(
            Self.head + "\nCc: mei@x.example", from: "bounces@mail.other.example",
            to: ["KEN@x.example", "hidden@x.example"])
        let comparison = EnvelopeComparison(message)
        #expect(
            comparison.rows.map { [$0.header, $0.envelope] } == [
                ["From: Ada <ada@x.example>", "MAIL FROM:<bounces@mail.other.example>"],
                ["To: ken@x.example", "RCPT TO:<KEN@x.example>"], ["", "RCPT TO:<hidden@x.example>"],
                ["Cc: mei@x.example", ""],
            ])
        #expect(comparison.rows.map(\.differs) == [true, false, true, true])
        #expect(comparison.checks.count == 2)
        let same = EnvelopeComparison(Self.message(Self.head))
        #expect(same.checks == [] && same.rows.allSatisfy { !$0.differs })
        let many = EnvelopeComparison(Self.message(Self.head, to: (0..<500).map { "u\($0)@x.example" }))
        #expect(many.rows.count + many.more == 502 && many.more > 390)
    }

    @Test("Tests ask for it, too") func overHTTP() async throws {
        try await SinkDesk.run { desk in
            try desk.send(raw: HostileMessage.text(port: 9), to: ["ken@x.example"])
            let answer = try await desk.web.get("/api/v1/message/1/checks").json
            #expect(
                answer["Checks"]?.all.contains { $0["Level"]?.string == "bad" && $0["Subject"]?.string == "HTML" }
                    == true)
            let links = try #require(answer["Links"]).all.map { link in
                ["URL", "Level", "Text"].map { link[$0]?.string }
            }
            #expect(links.contains(["https://evil.example/", "bad", "https://bank.example/"]), "\(links)")
            #expect(try await desk.web.get("/api/v1/message/7/checks").status == 404)
        }
    }
}
