import Bounces
import FanmailBasics
import Foundation
import SMTPCore
import Testing

@testable import Shaping

/// The table that comes with the program.
@Suite(.timeLimit(.minutes(10)))
struct ShapingTextsTests {
    @Test(arguments: ShapingTexts.all.map(\.name))
    func reads(name: String) throws {
        let text = try #require(ShapingTexts.all.first { $0.name == name }?.text)
        let table = try ShapingFile.table(text, file: name)
        #expect(!table.entries.isEmpty || !table.rules.isEmpty)
    }

    /// It takes each of its samples, none of the others, and none is in another's way.
    @Test func passesItsOwnLinter() {
        #expect(ShapingLint.findings(.standard).map(\.description) == [])
        #expect(ShapingTable.standard.rules.count >= 20)
        #expect(ShapingTable.standard.rules.allSatisfy { !$0.conditions.matching.isEmpty })
    }

    /// A comment right before each rule names where it is from, or the rule before does for both.
    @Test func saysItsSources() {
        for (name, text) in ShapingTexts.all {
            let paragraphs = text.split(separator: "\n\n").filter { $0.contains("[[reaction]]") }
            let uncommented = paragraphs.filter { !$0.hasPrefix("# ") }
            #expect(uncommented.count <= 1, "\(name)")
        }
    }

    @Test(arguments: [
        (
            "google",
            "connections 5, messages 50, idle 1m, message-rate 100/second, connection-rate 100/minute, tls required"
        ),
        ("outlook-com", "connections 5, messages 50, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("exchange-online", "connections 5, messages 50, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("yahoo", "connections 10, messages 20, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("apple", "connections 10, messages 5, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        (
            "orange",
            "connections 2, messages 100, idle 1m, message-rate 100/second, connection-rate 100/minute, tls required"
        ),
        ("mimecast", "connections 10, messages 100, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        (
            "comcast",
            "connections 25, messages 1000, idle 1m, message-rate 100/second, connection-rate 100/minute, tls required"
        ),
        ("gmx", "connections 4, messages 20, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("qq", "connections 4, messages 8, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("netease", "connections 4, messages 7, idle 1m, message-rate 100/second, connection-rate 100/minute"),
        ("yahoo-japan", "connections 2, messages 20, idle 1m, message-rate 10/second, connection-rate 100/minute"),
        (nil, "connections 10, messages 100, idle 1m, message-rate 100/second, connection-rate 100/minute"),
    ])
    func limitsOfReceivers(provider: String?, limits: String) {
        let found = ShapingTable.standard.found(at: ShapingPlace(provider: provider))
        #expect(found.map { "\($0.limit.kind.key) \($0.limit.text)" }.joined(separator: ", ") == limits)
    }

    @Test(arguments: [
        (
            "yahoo", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints",
            "yahoo-tss04: nothing is offered for 2h"
        ),
        ("yahoo", "421 4.7.0 [TSS05] Messages from 192.0.2.1", "yahoo-tss05: nothing is offered for 4h"),
        (
            "google", "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail\noriginating from your IP",
            "google-unusual-rate: no more than 10/minute for 30m, then back gradually"
        ),
        (
            "outlook-com", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. (S3150).",
            "outlook-block-list: nothing is offered for 2h"
        ),
        (
            "exchange-online", "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77713)",
            "outlook-busy: no more than 1/minute for 15m, then back gradually"
        ),
        ("apple", "451 4.7.1 [BS02] try again later", "apple-limit: nothing is offered for 15m"),
        ("apple", "421 [HCM1] Message limit exceeded", "apple-limit: nothing is offered for 15m"),
        // Whoever runs Postfix, also where a provider is known that says something of its own.
        (
            nil, "450 4.7.1 Error: too much mail from 192.0.2.1",
            "too-much-mail: half as fast for 15m, then back gradually"
        ),
        (
            "google", "421 4.3.2 System not accepting network messages",
            "host-stops: this host is left alone for 5m"
        ),
        // How many connections are too many is found by the window.
        (nil, "421 4.7.0 mx Error: too many connections from 192.0.2.1", nil),
        // Of a recipient, of a message, of one transaction: not the destination's.
        ("google", "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents", nil),
        ("google", "451 4.3.0 Multiple destination domains per transaction is unsupported. Please try again.", nil),
        (nil, "452 4.2.2 Mailbox full", nil), (nil, "452 4.5.3 Too many recipients", nil),
        (nil, "250 2.0.0 too many connections", nil),
        // Somebody else's words.
        (nil, "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred", nil),
    ])
    func reactionsOfReceivers(provider: String?, line: String, wanted: String?) throws {
        let code = try #require(UInt16(line.prefix(3)))
        let reply = ShapingRule.reply(line) ?? Reply(code: code, text: String(line.dropFirst(4)))
        let found = ShapingTable.standard.reaction(to: reply, provider: provider, hosts: [], domain: nil)
        #expect(found.map { "\($0.rule.name): \($0.reaction.text)" } == wanted)
    }

    /// What a recipient's wait ended with repeats the receiver's words: a pause must not prolong itself.
    @Test func itsOwnWordsLeadToNothing() throws {
        for rule in ShapingTable.standard.rules {
            for (key, sample) in rule.keys.flatMap({ key in rule.conditions.matching.map { (key, $0) } }) {
                let reply = try #require(ShapingRule.reply(sample))
                let place = ShapingPlace(key)
                #expect(ShapingTable.standard.rule(for: reply, at: place)?.rule.name == rule.name)
                for status in [EnhancedStatusCode(4, 4, 7), EnhancedStatusCode(5, 4, 7)] {
                    let told = Reply(
                        code: reply.code, status: status, text: "expired after 4 days; the last reply: \(reply.summary)"
                    )
                    #expect(ShapingTable.standard.rule(for: told, at: place) == nil, "\(sample)")
                }
            }
        }
    }

    /// They are those that stand where they are made.
    @Test func knowsItsOwnWords() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
        var text = ""
        for module in ["SMTPClient", "SMTPProtocol", "FanmailDelivery", "Fanmail"] {
            let folder = sources.appending(path: module)
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                if file.pathExtension == "swift" { text += try String(contentsOf: file, encoding: .utf8) }
            }
        }
        try #require(!text.isEmpty)
        for sample in OwnWords.samples {
            #expect(text.contains(sample.phrase), "\(sample.phrase)")
            #expect(sample.text.contains(sample.phrase), "\(sample.text)")
        }
    }
}
