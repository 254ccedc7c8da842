import FanmailMIME
import Testing

@testable import Composition

@Suite("What becomes of a field because of its name")
struct FieldRuleTests {
    private static let given =
        "From: a@b.example\r\nTo: announce@lists.example\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n"
        + "Message-ID: <m@b.example>\r\n"

    /// How a name may be written.
    private static func spellings(_ rule: FieldRule) -> [String] {
        let name = rule.name.replacing("*", with: "unseen")
        return [name, name.uppercased(), "\(name) ", "\(name)\t"]
    }

    @Test(arguments: FieldRule.all.indices)
    func everyRow(index: Int) throws {
        let rule = FieldRule.all[index]
        #expect(rule.name == rule.name.lowercased() && !rule.source.isEmpty)
        for name in Self.spellings(rule) {
            for list in [Sample.announce, Sample.plain] {
                // What is dropped when empty is lawful with something in it, and may stand once.
                let value = rule.fate == .droppedWhenEmpty ? "" : " x@y.example,\n\t<mailto:z@y.example>"
                let others = Self.given.split(separator: "\r\n").filter {
                    rule.fate != .droppedWhenEmpty || !$0.lowercased().hasPrefix("\(rule.name):")
                }.map { $0 + "\r\n" }.joined()
                let message = try Sample.finalMessage("\(name):\(value)\nA: 1\n\(others)\nbody\n", lists: [list])
                let header = try HeaderSection(message.bytes)
                let plain = name.filter { $0 != " " && $0 != "\t" }
                let kept = header.all(plain).map(\.value)
                let isOurs =
                    list.addsHeaders && message.changes.replaced.map { $0.lowercased() } == [plain.lowercased()]
                switch rule.fate {
                case .dropped:
                    #expect(kept.isEmpty, "\(name)")
                    #expect(message.changes.removed == (rule.name == "bcc" ? [] : [plain]))
                case .lists where !list.addsHeaders, .travelled:
                    #expect(kept.count == 1 && kept[0].contains("x@y.example"), "\(name)")
                case .lists:
                    #expect(!kept.contains { $0.contains("y.example") }, "\(name)")
                    #expect(kept.isEmpty != isOurs && message.changes.removed == (isOurs ? [] : [plain]), "\(name)")
                case .droppedWhenEmpty: #expect(!kept.contains(""), "\(name)")
                }
                #expect(header.first("A")?.value == "1" && message.bytes.suffix(8).elementsEqual("\r\nbody\r\n".utf8))
            }
        }
    }

    @Test(arguments: [
        "Subject", "X-Mailer", "Organization", "X-Priority", "Importance", "Auto-Submitted", "References", "Comments",
        "X-Bcc-Not", "Lines-Of-Code", "Receivedly", "Thread-Topic", "Autocrypt", "X-Auto-Response-Suppress", "Listing",
    ])
    func othersStay(name: String) throws {
        for list in [Sample.announce, Sample.plain] {
            let value = name == "Auto-Submitted" ? "no" : "<1@x.example>"
            let message = try Sample.finalMessage(Self.given + "\(name): \(value)\n\nbody\n", lists: [list])
            #expect(try HeaderSection(message.bytes).first(name)?.value == value)
            #expect(message.changes.removed.isEmpty && message.changes.replaced.isEmpty)
        }
    }

    @Test func aNewsletterOutOfTheInboxLeavesAsOurs() throws {
        let received = """
            Return-Path: <bounce-17@esp.example>
            Delivered-To: me@home.example
            Received: by mx.home.example for <me@home.example>; Mon, 23 Nov 2026 08:00:01 +0000
            ARC-Seal: i=1; a=rsa-sha256; d=home.example; cv=none; b=AAAA
            Authentication-Results: mx.home.example; dkim=pass
            DKIM-Signature: v=1; a=rsa-sha256; d=esp.example; h=from; bh=AAAA; b=AAAA
            From: News <news@lists.example>
            To: announce@lists.example
            Subject: Autumn
            Date: Mon, 23 Nov 2026 08:00:00 +0000
            Message-ID: <m@esp.example>
            List-Unsubscribe: <https://esp.example/u/me>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            List-Id: <17.esp.example>
            Feedback-ID: 17:esp
            Status: RO

            body

            """
        let message = try Sample.finalMessage(received, lists: [Sample.announce])
        let text = String(decoding: message.bytes, as: UTF8.self)
        #expect(!text.contains("home.example") && !text.contains("esp.example/") && !text.contains("17:esp"), "\(text)")
        #expect(text.hasPrefix("From: News <news@lists.example>\r\nTo: announce@lists.example\r\nSubject: Autumn\r\n"))
        #expect(text.contains("\r\nList-Unsubscribe: <mailto:announce-leave@lists.example?subject=unsubscribe>\r\n"))
        #expect(!text.contains("List-Unsubscribe-Post"))
        #expect(
            message.changes.removed == [
                "Return-Path", "Delivered-To", "Received", "ARC-Seal", "Authentication-Results", "DKIM-Signature",
                "List-Unsubscribe-Post", "Status",
            ])
        #expect(message.changes.replaced == ["List-Unsubscribe", "List-Id", "Feedback-ID"])
    }

    @Test("What the final message would lose is refused where a letter says it") func sameNames() throws {
        for rule in FieldRule.all where rule.fate == .dropped || rule.fate == .lists {
            let name = rule.name.replacing("*", with: "unseen")
            let text = LetterFolder.front("headers:\n  \(name): x\n") + "x\n"
            #expect(try LetterFolder.failure(text)?.reason.contains("headers: \(name) ") == true, "\(name)")
        }
    }
}
