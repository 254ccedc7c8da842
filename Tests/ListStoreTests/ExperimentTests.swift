import Bounces
import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Letters that are compared: the shares and the rest are the audience, and nobody gets two copies or none.
@Suite(.timeLimit(.minutes(10)))
struct ExperimentTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        try store.execute("PRAGMA synchronous = OFF")
    }

    private func makeList(_ people: Int) throws -> ListRecord {
        let list = try store.makeList()
        try store.subscribe((1...people).map { "u\($0)@d\($0 % 5).example" }, to: list)
        return list
    }

    /// Picks a letter, and delivers it to the rest.
    private func deliverRest(_ experiment: Experiment, _ letter: Int = 0) async throws -> [String] {
        let rest = try store.pick(experiment.letters[letter].mailing)
        #expect(rest == experiment.rest)
        return try await store.resume(rest).deliver()
    }

    @Test(
        "Shares and rest are the audience, over two lists, whatever people do meanwhile",
        arguments: Array(UInt64(1)...20))
    func partition(seed: UInt64) async throws {
        var roster = try RandomRoster(store, seed: seed, people: 80)
        let suppressed = try Set(store.texts("SELECT address_key FROM suppression"))
        let expected = try roster.naive().flatMap { ids in
            try ids.flatMap { try store.texts("SELECT address FROM subscriber WHERE id = ?", [$0]) }
        }.filter { !suppressed.contains($0) }
        guard expected.count > 10 else { return }
        let (experiment, journals) = try store.startExperiment(
            roster.lists, [.hundredths(2000), .people(4), .hundredths(1000)], seed: Int64(seed))
        var changed: Set<String> = []
        var copies: [String] = []
        for journal in journals {
            copies += try await journal.deliver()
            if seed.isMultiple(of: 2) {
                for _ in 0..<5 { try roster.change() }
                changed = try Set(
                    store.texts("SELECT s.address FROM departure d JOIN subscriber s ON s.id = d.subscriber"))
                changed.formUnion(try store.texts("SELECT address_key FROM suppression"))
            }
            await journal.stop()
        }
        copies += try await deliverRest(experiment, 2)
        let addresses = copies.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(addresses.count == Set(addresses).count, "somebody got two copies")
        #expect(Set(addresses).isSubset(of: expected))
        #expect(Set(expected).subtracting(addresses).isSubset(of: changed), "somebody is lost")
        // Each of them stands once in the sums, too.
        let mailings = experiment.letters.map(\.mailing) + [try #require(experiment.rest)]
        let recipients = try mailings.reduce(0) { try $0 + store.totals($1).recipients }
        let audience = try roster.naive().joined().count
        #expect(seed.isMultiple(of: 2) || recipients == audience)
    }

    @Test("Killed and resumed, with the shares of before", arguments: 1...6 as ClosedRange<Int>)
    func killed(pages: Int) async throws {
        let list = try makeList(60)
        let (experiment, journals) = try store.startExperiment([list], [.people(20), .people(20)], limit: 3)
        var copies: [String] = []
        for (journal, letter) in zip(journals, experiment.letters) {
            var inHand: [CutEnvelope] = []
            for _ in 0..<pages { inHand += try await journal.cutNext() }
            let sent = try #require(inHand.first)
            #expect(await journal.armed(sent) == .open)
            journal.settle(.accepted(sent))
            try await journal.flush()
            copies += sent.recipients.ids.indices.map { sent.recipients.address(at: $0) + " \(list.id)" }
            store.abandon(letter.mailing)
            let next = try store.resume(letter.mailing)
            copies += try await next.deliver()
            try await next.finish(.finished, reason: nil, bounces: .wait)
            await journal.close()
        }
        #expect(copies.count == 40)
        copies += try await deliverRest(experiment)
        #expect(copies.count == 60 && Set(copies).count == 60)
    }

    @Test("Of a segment: whoever comes into it or leaves it between the shares and the pick counts as when it began")
    func segment() async throws {
        let list = try makeList(60)
        try store.execute("UPDATE subscriber SET language = 'fr' WHERE id % 2 = 0")
        try store.addSegment("french", filter: "language = 'fr'", to: list)
        let segment = try store.segment(named: "french", of: list)
        let (experiment, journals) = try store.startExperiment([list], [.people(5), .people(5)], segment: segment)
        var copies: [String] = []
        for journal in journals {
            copies += try await journal.deliver()
            try await journal.finish(.finished, reason: nil, bounces: .wait)
            try store.execute("UPDATE subscriber SET language = iif(language = 'fr', 'de', 'fr')")
        }
        try store.execute("UPDATE subscriber SET language = 'de'")
        #expect(try store.totals(try #require(experiment.rest)).pending == 20)
        copies += try await deliverRest(experiment)
        let french = try store.texts("SELECT address FROM subscriber WHERE id % 2 = 0").map { "\($0) \(list.id)" }
        #expect(copies.sorted() == french.sorted())
    }

    @Test(
        "Who moves to an address that has a part of its own gets one copy there",
        arguments: 1...12 as ClosedRange<Int64>)
    func moved(seed: Int64) async throws {
        let list = try makeList(12)
        let (experiment, journals) = try store.startExperiment([list], [.people(4), .people(4)], seed: seed)
        // New addresses, and those of others who are subscribed, too.
        for (from, to) in [
            ("u1@d1.example", "new@d9.example"), ("u2@d2.example", "u3@d3.example"), ("u4@d4.example", "u5@d0.example"),
        ] {
            _ = try store.move(Mailbox(parsing: from), to: Mailbox(parsing: to), by: nil)
        }
        var copies: [String] = []
        for journal in journals {
            copies += try await journal.deliver()
            await journal.stop()
        }
        copies += try await deliverRest(experiment)
        let active = try store.texts("SELECT address FROM subscription WHERE list = ? AND state = 'active'", [list.id])
        #expect(copies.sorted() == active.map { "\($0) \(list.id)" }.sorted())
    }

    @Test("The rest has the letter's octets, Message-ID and subject, and what each copy is made from")
    func picked() async throws {
        let list = try makeList(20)
        let (experiment, journals) = try store.startExperiment([list], [.people(5), .people(5)], prefix: "m")
        for journal in journals { await journal.stop() }
        let rest = try #require(experiment.rest)
        #expect(try store.mailing(rest).experiment == ExperimentPart(experiment: 1, letter: nil, waitsForPick: true))
        #expect(try store.mailing(rest).standing == "paused" && store.mailing(rest).reason == Store.waitsForPick)
        #expect(try store.totals(rest).pending == 10)
        let early = try #require(throws: StoreFailure.self) { _ = try store.resume(rest) }
        #expect(early.kind == .conflict && early.remedy?.code == .pickLetter)

        #expect(try store.pick(experiment.letters[1].mailing) == rest)
        #expect(try store.message(of: rest) == Array("m B".utf8))
        let record = try store.mailing(rest)
        #expect(record.subject == "Letter B" && record.messageID == "<m B@x.example>")
        #expect(record.experiment == ExperimentPart(experiment: 1, letter: nil, waitsForPick: false))
        #expect(record.standing == "interrupted")
        #expect(try store.experiment(of: rest)?.winner == experiment.letters[1].mailing)
        // Once more changes nothing; another one is refused.
        #expect(try store.pick(experiment.letters[1].mailing) == rest)
        let other = try #require(throws: StoreFailure.self) { try store.pick(experiment.letters[0].mailing) }
        #expect(other.kind == .conflict && other.message.contains("picked before"))
        #expect(try #require(throws: StoreFailure.self) { try store.pick(rest) }.kind == .conflict)
    }

    @Test("Where the rest was cancelled, or nobody is left, nothing is picked")
    func nothingToPick() async throws {
        let list = try makeList(20)
        let (experiment, journals) = try store.startExperiment([list], [.people(5), .people(5)])
        for journal in journals { await journal.stop() }
        let rest = try #require(experiment.rest)
        #expect(try store.cancel(rest))
        #expect(try store.totals(rest).skipped == 10)
        let cancelled = try #require(throws: StoreFailure.self) { try store.pick(experiment.letters[0].mailing) }
        #expect(cancelled.message.contains("cancelled"))
        let (all, others) = try store.startExperiment([list], [.hundredths(5000), .hundredths(5000)])
        for journal in others { await journal.stop() }
        #expect(all.rest == nil)
        #expect(try store.totals(all.letters[0].mailing).recipients == 10)
        let none = try #require(throws: StoreFailure.self) { try store.pick(all.letters[0].mailing) }
        #expect(none.message.contains("nobody is left"))
    }

    @Test("Nothing is written where a letter went to the list before, or a share cannot be drawn")
    func refused() async throws {
        let list = try makeList(20)
        let (_, journals) = try store.startExperiment([list], [.people(5), .people(5)], prefix: "m")
        for journal in journals { await journal.stop() }
        let before = try store.dump()
        #expect(throws: StoreFailure.self) { try store.startExperiment([list], [.people(5), .people(5)], prefix: "m") }
        #expect(throws: StoreFailure.self) { try store.startExperiment([list], [.people(15), .people(15)]) }
        #expect(try store.dump() == before)
        #expect(try store.numbers("SELECT count(*) FROM experiment") == [1])
    }

    @Test("What is known of each: bounces, complaints, and who left by themselves, of their own share alone")
    func results() async throws {
        let list = try makeList(20)
        let (experiment, journals) = try store.startExperiment([list], [.people(5), .people(5)], limit: 1)
        var members: [[String]] = []
        for journal in journals {
            let envelopes = try await journal.everything()
            members.append(envelopes.map { $0.recipients.address(at: 0) })
            for (place, envelope) in envelopes.enumerated() {
                #expect(await journal.armed(envelope) == .open)
                journal.settle(.accepted(envelope, except: place == 0 && members.count == 1 ? [.refused(0)] : []))
            }
            try await journal.finish(.finished, reason: nil, bounces: .wait)
        }
        for address in members[1].prefix(2) {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "link")
        }
        let stranger = try #require(
            try store.texts("SELECT address FROM subscriber").first { !members.joined().contains($0) })
        _ = try store.unsubscribe(Mailbox(parsing: stranger), list: list, source: "link")
        let results = try store.results(of: experiment)
        #expect(results.map(\.letter.name) == ["A", "B"])
        #expect(results.map(\.bounces) == [1, 0])
        #expect(results.map(\.complaints) == [0, 0])
        #expect(results.map(\.unsubscribed) == [0, 2])
        #expect(results.allSatisfy { $0.hasEnded && $0.totals.recipients == 5 })
    }

    @Test("A person's copy is found in the mailing of their share, also by a Message-ID that the rest has too")
    func attribution() async throws {
        let list = try makeList(20)
        let (experiment, journals) = try store.startExperiment([list], [.people(5), .people(5)])
        var of: [Int64: [String]] = [:]
        for (journal, letter) in zip(journals, experiment.letters) {
            of[letter.mailing] = try await journal.deliver().compactMap {
                $0.split(separator: " ").first.map(String.init)
            }
            await journal.stop()
        }
        let rest = try #require(experiment.rest)
        of[rest] = try await deliverRest(experiment).compactMap { $0.split(separator: " ").first.map(String.init) }
        for (mailing, addresses) in of {
            #expect(addresses.count == (mailing == rest ? 10 : 5))
            for address in addresses {
                let mailbox = try Mailbox(parsing: address)
                #expect(try store.latestMailing(of: mailbox) == mailing)
                var evidence = ReportEvidence()
                evidence.messageID = try store.mailing(mailing).messageID
                evidence.recipients = [
                    ReportedRecipient(
                        address: address, source: .field, action: .failed, remark: FailureRemark(text: ""))
                ]
                #expect(try store.attribute(evidence).found.map(\.person.mailing) == [mailing])
                let other = mailing == rest ? experiment.letters[0].mailing : rest
                let failure = try #require(throws: StoreFailure.self) { try store.story(of: mailbox, in: other) }
                #expect(failure.message.contains("by lot theirs is that of mailing \(mailing)"), "\(failure)")
            }
        }
    }
}
