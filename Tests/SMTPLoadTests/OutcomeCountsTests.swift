import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("What became of recipients is counted once")
struct OutcomeCountsTests {
    private static let (ok, later, no) = (
        Reply(code: 250, text: "ok"), Reply(code: 450, text: "later"), Reply(code: 550, text: "no")
    )
    private static let lost = SMTPFailure(.closed, "closed")

    private static func result(
        _ ending: TransactionResult.Ending, _ replies: [Reply] = [], overflow: [Int] = []
    ) -> TransactionResult {
        TransactionResult(
            ending: ending, exceptions: replies.enumerated().map { .init(index: $0, reply: $1) }, overflow: overflow)
    }

    private static let cases: [(TransactionResult, [Int])] = [
        (result(.answered(ok)), [5, 0, 0, 0, 0]), (result(.answered(ok), [later, no]), [3, 1, 1, 0, 0]),
        (result(.answered(no), [later]), [0, 4, 1, 0, 0]), (result(.refused(later)), [0, 0, 5, 0, 0]),
        (result(.noRecipients, [no, no, no, later, later]), [0, 3, 2, 0, 0]),
        (result(.unsent(lost), [no]), [0, 1, 0, 4, 0]),
        // With LMTP, where the connection was lost behind some of the replies.
        (result(.unknown(lost), [ok, no]), [1, 1, 0, 0, 3]),
        (result(.answered(ok), overflow: [3, 4]), [3, 0, 2, 0, 0]), (result(.withheld), [0, 0, 0, 0, 0]),
    ]

    @Test("in the sums, in the parts of a scenario, and in the seconds of a run", arguments: cases)
    func counted(result: TransactionResult, expected: [Int]) {
        var (counts, statistics, tally) = (OutcomeCounts(), LoadStatistics(), ScenarioTally())
        counts.note(result, recipients: 5)
        statistics.note(result, recipients: 5, time: 1000, begun: 0, ended: 0)
        tally.note(result, recipients: 5, octets: 100, time: 1000)
        let all = [counts.accepted, counts.refused, counts.deferred, counts.unsent, counts.unknown]
        #expect(all == expected && statistics.outcomes == counts && tally.outcomes == counts)
        #expect(statistics.series.intervals[0].accepted == expected[0])
        #expect(statistics.series.intervals[0].notAccepted == expected.dropFirst().reduce(0, +))
        #expect(tally.octets == (expected[0] > 0 ? 100 : 0))
        var twice = counts
        twice.add(counts)
        #expect(twice.accepted == 2 * expected[0] && twice.notAccepted == 2 * counts.notAccepted)
    }

    @Test("Each reply is counted for those that it was the answer for") func codes() {
        var statistics = LoadStatistics()
        let refusal = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no")
        statistics.note(Self.result(.answered(Self.ok), [refusal]), recipients: 5, time: 1, begun: 0, ended: 0)
        #expect(statistics.codes == ["250": 4, "550 5.1.1": 1] && statistics.lastBadReply?.text == "no")
    }

    @Test("What was sent is told with what became of each, also of those whom LMTP had answered before it ended")
    func sent() throws {
        var batch = RecipientBatch()
        for place in 0..<5 { batch.append(id: Int64(place), address: "user\(place)@b.example") }
        let transaction = MailTransaction(
            reversePath: .null, recipients: batch, content: try EncodedContent(Array("A: b\r\n\r\n".utf8)))
        let whole = SentTransaction.all(
            Self.result(.answered(Self.ok), [Self.no, Self.later], overflow: [4]), transaction, id: "x")
        #expect(whole.count == 1 && whole[0].outcome == .accepted && whole[0].exceptions == [0, 1, 4])
        let lost = SentTransaction.all(Self.result(.unknown(Self.lost), [Self.ok, Self.no]), transaction, id: "x")
        #expect(lost.map(\.outcome) == [.unknown, .accepted])
        #expect(lost[0].recipients == (1..<5).map { "user\($0)@b.example" } && lost[0].exceptions == [0])
        #expect(lost[1].recipients == ["user0@b.example"] && lost[1].exceptions == [] && lost[1].id == "x")
    }
}
