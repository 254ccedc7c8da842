import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

struct SurveyTests {
    @Test("A plan's numbers are those of the mailing that follows", arguments: Array(UInt64(1)...15), [1, 7, 100])
    func plan(seed: UInt64, limit: Int) async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let roster = try RandomRoster(store, seed: seed)
        let survey = try store.survey(roster.lists, envelopeSize: limit)
        let (mailing, journal) = try store.start(roster.lists, limit: limit)
        let envelopes = try await journal.everything()
        await journal.stop()

        #expect(survey.recipients == envelopes.map(\.recipients.count).reduce(0, +))
        #expect(try survey.suppressed == store.totals(mailing).skipped)
        let naive = try roster.naive()
        let onOther = try store.numbers(
            "SELECT count(*) FROM subscription WHERE list = ? AND state = 'active'", [roster.lists[1].id])[0]
        #expect(survey.onSeveralLists == Int(onOther) - naive[1].count)
        #expect(survey.sample?.recipients.ids == envelopes.first?.recipients.ids)
        #expect(survey.sample?.list == envelopes.first?.list)

        var domains: [String: Int] = [:]
        for envelope in envelopes {
            for index in envelope.recipients.ids.indices {
                domains[envelope.recipients.domain(at: index), default: 0] += 1
            }
        }
        #expect(Dictionary(uniqueKeysWithValues: survey.domains.map { ($0.domain, $0.recipients) }) == domains)
        #expect(survey.domains.map(\.recipients) == survey.domains.map(\.recipients).sorted(by: >))
    }

    @Test("Suppressions on one list do not shorten the next", arguments: [(1, 4), (2, 2), (100, 2)])
    func envelopes(limit: Int, expected: Int) throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let lists = [try store.makeList("one"), try store.makeList("other")]
        try store.subscribe(["a@x.example", "b@x.example", "c@x.example"], to: lists[0])
        try store.subscribe(["d@x.example", "e@x.example"], to: lists[1])
        try store.execute(
            "INSERT INTO suppression (address_key, reason, created_at) VALUES ('a@x.example', 'asked', 1)")
        let survey = try store.survey(lists, envelopeSize: limit)
        #expect(survey.envelopes == expected)
        #expect(survey.recipients == 4)
        #expect(survey.suppressed == 1)
    }
}
