import FanmailBasics
import FanmailDelivery
import SMTPCore
import Testing

@testable import ListStore

/// How a mailing went, told by time, by reply and by domain: each way the sums are those of the recipients.
@Suite("The course of a mailing", .timeLimit(.minutes(10)))
struct MailingCourseTests {
    private func check(_ history: History) throws {
        var expected = OutcomeCount()
        var byDomain: [String: OutcomeCount] = [:]
        try history.store.outcomes(of: history.mailing, outcome: nil, limit: nil) { record in
            // What is armed has no owner when a view is asked.
            let outcome = record.isUnderWay ? Outcome.unknown : record.outcome
            guard let outcome else { return }
            expected.add(1, outcome)
            byDomain[String(record.address.drop { $0 != "@" }.dropFirst()), default: OutcomeCount()].add(1, outcome)
        }
        let course = try history.store.course(of: history.mailing)
        var sums = (time: OutcomeCount(), replies: OutcomeCount())
        for step in course.overTime.steps { sums.time += step.value }
        for (reply, told) in course.replies { sums.replies.add(told.recipients, reply.outcome) }
        #expect(sums.time == expected && sums.replies == expected)
        #expect(Dictionary(uniqueKeysWithValues: course.domains.map { ($0.name, $0.count) }) == byDomain)
        #expect(course.others == OutcomeCount())
    }

    @Test("After a random history every way of counting agrees", arguments: Array(UInt64(1)...12))
    func randomHistory(seed: UInt64) async throws {
        let scratch = try Scratch()
        let history = try History(scratch.open(), seed: seed)
        for _ in 0..<3 {
            try await history.run(steps: 60)
            try await history.journal.flush()
            try check(history)
        }
        await history.journal.stop()
        try check(history)
    }

    @Test("Of very many domains the largest are named, and the others are counted") func manyDomains() {
        var course = MailingCourse()
        let reply = MailingCourse.Reply(outcome: .accepted, code: 250, status: "2.0.0")
        for number in 0..<60_000 {
            course.add(
                number % 1000 == 0 ? 50 : 1, reply, nil, at: Timestamp(milliseconds: 0), in: "d\(number).example")
        }
        let named = course.domains
        #expect(named.count < 20_000)
        #expect(named.prefix(60).allSatisfy { $0.count.accepted == 50 } && named[60].count.accepted == 1)
        #expect(named.reduce(course.others.accepted) { $0 + $1.count.accepted } == 60_000 + 60 * 49)
    }

    @Test("The first of the sample's envelopes that was accepted is shown") func sample() async throws {
        let scratch = try Scratch()
        let history = try History(scratch.open(), seed: 3)
        #expect(try history.store.sampleRecipients(of: history.mailing, limit: 5).isEmpty)
        try await history.run(steps: 120)
        try await history.journal.flush()
        let shown = try history.store.sampleRecipients(of: history.mailing, limit: 5)
        #expect(!shown.isEmpty && shown.count <= 5)
        await history.journal.stop()
    }
}
