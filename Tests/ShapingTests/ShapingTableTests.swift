import FanmailBasics
import FanmailDelivery
import SMTPCore
import Testing

@testable import Shaping

/// What counts where several entries or rules are about a destination.
@Suite(.timeLimit(.minutes(10)))
struct ShapingTableTests {
    private static let text = """
        [[limits]]
        connections = 10
        messages = 100
        message-rate = "100/s"

        [[limits]]
        provider = "google"
        connections = 5
        tls = "required"

        [[limits]]
        mx = "mail.example.net"
        connections = 4
        [[limits]]
        mx = "example.net"
        connections = 3
        messages = 30

        [[limits]]
        domain = "example.org"
        connections = 2
        message-rate = ["5/second", "1000/day"]
        recipient-rate = "50/h"
        tls = "opportunistic"
        """

    private let table: ShapingTable

    init() throws { table = try ShapingFile.table(Self.text, file: "shaping.toml") }

    @Test(
        arguments: [
            (nil, [], nil, 10, 100), ("google", [], nil, 5, 100), ("yahoo", ["mx.example.com"], nil, 10, 100),
            ("google", ["mx.example.net"], nil, 3, 30), ("google", ["mx1.mail.example.net"], nil, 4, 30),
            (nil, ["example.net"], nil, 3, 30), (nil, ["MX.Example.NET."], nil, 3, 30),
            (nil, ["mx.badexample.net"], nil, 10, 100),
            // Every one of its hosts.
            (nil, ["mx1.mail.example.net", "mx2.example.net"], nil, 3, 30),
            (nil, ["mx1.mail.example.net", "mx2.example.com"], nil, 10, 100),
            ("google", ["mx.example.net"], "example.org", 2, 30), (nil, [], "sub.example.org", 10, 100),
        ] as [(String?, [String], String?, Int, Int)])
    func theMostParticularCounts(
        provider: String?, hosts: [String], domain: String?, connections: Int, messages: Int
    ) {
        let limits = table.limits(provider: provider, hosts: hosts, domain: domain)
        #expect(limits.connections == connections)
        #expect(limits.messages == messages)
    }

    @Test func aRateReplacesAllOfItsUnit() {
        #expect(table.limits(provider: nil, hosts: [], domain: nil).rates == [MailRate(.messages, 100, per: .second)])
        #expect(
            table.limits(provider: nil, hosts: [], domain: "example.org").rates == [
                MailRate(.messages, 5, per: .second), MailRate(.messages, 1000, per: .day),
                MailRate(.recipients, 50, per: .hour),
            ])
    }

    @Test func tlsIsALimitToo() {
        #expect(!table.limits(provider: nil, hosts: [], domain: nil).requiresTLS)
        #expect(table.limits(provider: "google", hosts: [], domain: nil).requiresTLS)
        #expect(!table.limits(provider: "google", hosts: [], domain: "example.org").requiresTLS)
    }

    @Test func aFileCountsBeforeWhatWasThere() throws {
        let file = try ShapingFile.table(
            """
            [[limits]]
            connections = 7
            message-rate = "none"
            [[limits]]
            provider = "google"
            connections = 1
            """, file: "mine.toml")
        let both = table.adding(file)
        let usual = both.limits(provider: nil, hosts: [], domain: nil)
        #expect(usual.connections == 7)
        #expect(usual.messages == 100)
        #expect(usual.rates.isEmpty)
        #expect(both.limits(provider: "google", hosts: [], domain: nil).connections == 1)
        // What is more particular counts, whoever wrote it.
        #expect(both.limits(provider: nil, hosts: [], domain: "example.org").connections == 2)
        let found = both.found(at: ShapingPlace(provider: "google"))
        #expect(
            found.map { "\($0.limit.kind.key) \($0.entry.key) \($0.entry.origin)" }
                == [
                    "connections provider google mine.toml:4", "messages everybody shaping.toml:1",
                    "messageRates everybody mine.toml:1", "tls provider google shaping.toml:6",
                ].map { $0.replacing("messageRates", with: "message-rate") })
    }

    // MARK: - Rules

    private static func rule(_ name: String, _ rest: String) -> String {
        "[[reaction]]\nname = \"\(name)\"\n\(rest)\n"
    }

    @Test func theFirstRuleThatFitsDecides() throws {
        let old = try ShapingFile.table(
            Self.rule("a", "words = \"go slower\"\naction = \"pause\"\nfor = \"1h\"")
                + Self.rule("b", "code = \"4xx\"\naction = \"slow-down\"\nfor = \"1m\"")
                + Self.rule("p", "provider = \"google\"\nwords = \"go slower\"\naction = \"skip-host\"\nfor = \"2m\"")
                + Self.rule("m", "mx = \"example.net\"\nwords = \"go slower\"\naction = \"none\""), file: "old.toml")
        func found(_ table: ShapingTable, _ line: String, _ place: ShapingPlace) -> String? {
            ShapingRule.reply(line).flatMap { table.rule(for: $0, at: place) }.map { "\($0.rule.name), \($0.key)" }
        }
        let nobody = ShapingPlace()
        #expect(found(old, "450 4.7.1 go slower", nobody) == "a, everybody")
        #expect(found(old, "450 4.7.1 busy", nobody) == "b, everybody")
        #expect(found(old, "550 5.7.1 busy", nobody) == nil)
        #expect(found(old, "450 4.7.1 go slower", ShapingPlace(provider: "google")) == "p, provider google")
        let host = ShapingPlace(provider: "google", hosts: ["mx.example.net"])
        #expect(found(old, "450 4.7.1 go slower", host) == "m, MX example.net")
        // One that leads to nothing keeps the others from it.
        let reply = try #require(ShapingRule.reply("450 4.7.1 go slower"))
        #expect(old.reaction(to: reply, provider: "google", hosts: host.hosts, domain: nil) == nil)
        let other = old.reaction(to: reply, provider: "google", hosts: [], domain: nil)
        #expect(other?.reaction == .skipHost(.seconds(120)))

        let new = try ShapingFile.table(
            Self.rule("c", "words = \"slower\"\naction = \"one-connection\"\nfor = \"1m\"")
                + Self.rule("b", "code = 450\naction = \"slow-down\"\nrate = \"2/minute\"\nfor = \"1m\""),
            file: "new.toml")
        let both = old.adding(new)
        #expect(found(both, "450 4.7.1 go slower", nobody) == "c, everybody")
        // One of the same name is gone.
        #expect(found(both, "421 4.7.1 busy", nobody) == nil)
        let busy = try #require(ShapingRule.reply("450 4.7.1 busy"))
        #expect(
            both.reaction(to: busy, provider: nil, hosts: [], domain: nil)?.reaction
                == .slowDown(MailRate(.messages, 2, per: .minute), for: .seconds(60)))
    }

    @Test func aReplyIsReadAsItIsFromAServer() throws {
        let reply = try #require(ShapingRule.reply("421 4.7.28 Gmail has"))
        #expect(reply == Reply(code: 421, status: EnhancedStatusCode(4, 7, 28), text: "Gmail has"))
        #expect(ShapingRule.reply("550 4.7.1 no") == Reply(code: 550, text: "4.7.1 no"))
        #expect(ShapingRule.reply("550") == Reply(code: 550, text: ""))
        #expect(ShapingRule.reply("250 2.0.0 Ok") == nil)
        #expect(ShapingRule.reply("Gmail has") == nil)
        #expect(ShapingRule.reply("") == nil)
    }

    @Test(arguments: ["100/s", "100/second", "10/m", "10/minute", "7/h", "7/hour", "1/d", "1/day"])
    func ratesAreRead(text: String) throws {
        let rate = try MailRateText.parse(text, of: .messages)
        #expect(try MailRateText.parse(MailRateText.format(rate), of: .messages) == rate)
        #expect(MailRateText.format(rate).hasPrefix(text))
    }

    @Test(arguments: ["", "/", "100", "100/", "100/week", "-1/s", "0/s", "1.5/s", "1/s/s", "9999999999/s", "x/s"])
    func otherTextsAreNoRates(text: String) {
        #expect(throws: SettingSyntaxError.self) { try MailRateText.parse(text, of: .messages) }
    }
}
