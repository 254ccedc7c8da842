import Composition
import FanmailBasics
import FanmailDelivery
import FanmailMIME
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPSink
import Synchronization
import Testing

@testable import Fanmail

/// A letter that says something else to each recipient, from its archive in the database to what a server takes.
@Suite("A personal letter", .timeLimit(.minutes(10)))
struct PersonalLetterTests {
    private static let text = """
        ---
        subject: Hello
        from: Ada <ada@lists.example>
        list: announce
        ---
        Dear {{subscriber.name|friend}}
        of {{attributes.city}}

        """

    private static func letter(_ text: String = text) throws -> Letter {
        let file = FileManager.default.temporaryDirectory.appending(path: "letter-\(UUID().uuidString).txt")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Letter(file: file.path, templates: nil)
    }

    @Test("An attribute is found as it is spelled in the file that it came from, and its own name goes first")
    func spelling() throws {
        let letter = try Self.letter(
            Self.text.replacing("{{attributes.city}}", with: "{{attributes.CITY}} {{attributes.Rank}}"))
        #expect(letter.attributeNames == ["CITY", "Rank"])
        let details = RecipientDetails(subscription: 1, attributes: #"{"city":"Paris","Rank":1,"rank":2}"#)
        let fields = RecipientFields(address: "ada@a.example", details: details, unsubscribeURL: nil, of: letter)
        #expect(fields.attributes["CITY"] == .string("Paris") && fields.attributes["Rank"] == .number(1))
    }

    private final class Mailbag: Sendable {
        let messages = Mutex<[String: [String]]>([:])

        func keep(_ message: KeptMessage) {
            let text = String(decoding: message.content, as: UTF8.self)
            messages.withLock { for path in message.forwardPaths { $0[path, default: []].append(text) } }
        }

        var all: [String: [String]] { messages.withLock { $0 } }
    }

    /// A store with a list and people, a sink, and an office between them.
    private func with(
        _ change: (inout SinkConfiguration) -> Void = { _ in }, policy: String = "",
        _ body: (PostOffice, Mailbag) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try Store.open(path: directory.appending(path: "fanmail.db").path, create: true)
        let list = """
            name = "announce"
            address = "announce@lists.example"
            owner = "ada@lists.example"
            [policy]
            \(policy)
            """
        try store.apply(ListDefinition.parse(list, file: "announce.toml"))
        let record = try store.list(named: "announce")
        for (address, name, city) in [
            ("ada@a.example", "Ada", "London"), ("ken@a.example", nil, "Kyoto"), ("mei@b.example", "Mei", "梅田"),
            ("zoe@b.example", "Zoë", nil),
        ] as [(String, String?, String?)] {
            let mailbox = try Mailbox(parsing: address)
            _ = try store.subscribe(mailbox, name: name, list: record, source: "test")
            guard let city else { continue }
            var change = PersonChange()
            change.set = [("city", .text(city))]
            _ = try store.edit(mailbox, change)
        }
        let bag = Mailbag()
        var configuration = SinkConfiguration()
        configuration.keeper = { message in
            bag.keep(message)
            return true
        }
        change(&configuration)
        let server = try await SinkServer.start(configuration)
        let office = PostOffice(
            store: store,
            settings: MailingSettings(
                relay: try Relay("smtp://127.0.0.1:\(server.port)"), connections: 2, retry: .none,
                guardLimits: .off))
        do {
            try await body(office, bag)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// What is below the header, decoded.
    private static func body(_ message: String) -> String {
        guard let end = message.firstRange(of: "\r\n\r\n") else { return "" }
        let body = String(message[end.upperBound...])
        guard message.contains("Content-Transfer-Encoding: base64") else { return body }
        let data = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Receivers count a mailing's complaints by it.
    private static func expectOneFeedbackID(_ bag: Mailbag, _ prepared: PreparedMailing) {
        let ids = bag.all.values.compactMap { $0.first?.firstMatch(of: /Feedback-ID: ([0-9a-f]{12}):/)?.1 }
        #expect(ids.count == 3 && Set(ids) == [prepared.message.sourceDigest.prefix(12)])
    }

    private static func expectTheirs(_ bag: Mailbag) {
        for (address, greeting) in [
            ("ada@a.example", "Dear Ada\r\nof London\r\n"), ("ken@a.example", "Dear friend\r\nof Kyoto\r\n"),
            ("mei@b.example", "Dear Mei\r\nof 梅田\r\n"),
        ] {
            #expect(bag.all[address]?.count == 1, "\(address)")
            #expect(bag.all[address]?.first.map(body) == greeting, "\(bag.all[address] ?? [])")
        }
    }

    @Test func aPlanSaysWhyItCostsAnEnvelopeEachAndWhoLacksWhat() async throws {
        try await with { office, _ in
            let plan = try office.plan(office.prepare(Self.letter(), named: "letter.md"))
            #expect(plan.envelopes == 4 && plan.individual == 4 && plan.envelopesIfShared == 1)
            #expect(
                plan.reasons == ["the letter asks for {{subscriber.name}} (line 6), {{attributes.city}} (line 7)"])
            #expect(plan.missing == [.init(field: "attributes.city", line: 7, subscribers: 1)])
        }
    }

    @Test func everybodyGetsTheirsAndWhomItCannotSpeakToGetsNone() async throws {
        try await with { office, bag in
            let prepared = try office.prepare(Self.letter(), named: "letter.md")
            let report = try await office.send(prepared).report()
            #expect(report.totals.accepted == 3 && report.totals.refused == 1)
            Self.expectTheirs(bag)
            #expect(bag.all["zoe@b.example"] == nil)
            let ids = bag.all.values.compactMap { $0.first?.firstMatch(of: /Message-ID: (\S+)/)?.1 }
            #expect(ids.count == 3 && Set(ids) == [Substring(prepared.message.messageID)])
            #expect(bag.all.values.allSatisfy { $0[0].contains("List-Id: <announce.lists.example>") })
            Self.expectOneFeedbackID(bag, prepared)
        }
    }

    @Test("What is long in a subject is folded; what no server takes is told by the plan, and costs its own copy")
    func longSubjects() async throws {
        try await with { office, bag in
            for (address, words) in [("ada@a.example", 700), ("ken@a.example", 3000)] {
                var change = PersonChange()
                change.set = [("city", .text(String(repeating: "Llanfair ", count: words) + "end"))]
                _ = try office.store.edit(Mailbox(parsing: address), change)
            }
            let letter = try Self.letter(
                Self.text.replacing("subject: Hello", with: "subject: \"News of {{attributes.city|home}}\""))
            let prepared = try office.prepare(letter, named: "letter.md")
            let warning = "1 subscriber has more than 8000 octets in what the letter's subject"
            #expect(try office.plan(prepared).warnings.map(\.what).contains { $0.hasPrefix(warning) })
            let report = try await office.send(prepared).report()
            #expect(report.totals.refused == 2, "\(report.totals)")
            #expect(bag.all.keys.sorted() == ["ada@a.example", "mei@b.example"])
            #expect(bag.all["ada@a.example"]?.first?.contains("Llanfair end\r\n") == true)
            var why: [String: String] = [:]
            try office.store.outcomes(of: report.mailing, outcome: .refused, limit: nil) { why[$0.address] = $0.text }
            #expect(why["ken@a.example"]?.contains("Subject: its value has more than 16,384 octets") == true, "\(why)")
        }
    }

    /// Two in a row are no objection of the relay's to the message, which would stop the others.
    @Test func copiesThatNoHostCanTakeWaitAndHoldNobodyUp() async throws {
        try await with({ $0.sizeLimit = 6000 }) { office, bag in
            for address in ["ada@a.example", "ken@a.example"] {
                var change = PersonChange()
                change.set = [("city", .text(String(repeating: "Llanfair ", count: 900)))]
                _ = try office.store.edit(Mailbox(parsing: address), change)
            }
            let report = try await office.send(office.prepare(Self.letter(), named: "letter.md")).report()
            #expect(report.end.reason == "some recipients are deferred")
            #expect(report.totals.deferred == 2 && report.totals.accepted == 1)
            #expect(bag.all.keys.sorted() == ["mei@b.example"])
        }
    }

    private static let greylist = FaultPlan.Rule(
        share: 1, reply: Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "later"), onlyFirst: true)

    @Test func aResumeMakesTheSameFromTheArchive() async throws {
        try await with({ $0.faults.rules = [Self.greylist] }) { office, bag in
            let prepared = try office.prepare(Self.letter(), named: "letter.md")
            let first = try await office.send(prepared).report()
            #expect(first.totals.deferred == 3 && bag.all.isEmpty)
            let report = try await office.resume(first.mailing).report()
            #expect(report.totals.accepted == 3)
            Self.expectTheirs(bag)
            Self.expectOneFeedbackID(bag, prepared)
        }
    }

    @Test func withALinkItIsTheirOwnToo() async throws {
        let policy = "unsubscribe-url = \"https://lists.example/{token}\"\none-click = \"large-receivers\""
        try await with(policy: policy) { office, bag in
            _ = try await office.send(office.prepare(Self.letter(), named: "letter.md")).report()
            Self.expectTheirs(bag)
            let links = bag.all.values.compactMap {
                $0.first?.firstMatch(of: /List-Unsubscribe: <https:\/\/lists.example\/([a-z2-7]{37})>/)?.1
            }
            #expect(Set(links).count == 3)
            #expect(bag.all.values.allSatisfy { $0[0].contains("\r\nList-Unsubscribe-Post: ") })
        }
    }
}
