import Bounces
import FanmailBasics
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Probes that come back when their time is over, that are many, or that a score of mailings opens.
@Suite(.timeLimit(.minutes(10)))
struct LateProbeTests {
    private let store: Store
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private static func day(_ day: Double) -> Timestamp {
        Timestamp(milliseconds: Timestamp.now.milliseconds + Int64(day * 86_400_000))
    }

    private func list(_ hard: BouncePolicy.Hard = .atOnce, people: Int = 1) throws -> ListRecord {
        var policy = BouncePolicy()
        (policy.hard, policy.threshold, policy.probe) = (hard, 200, true)
        let list = try store.makeList(bounce: policy)
        try store.subscribe((1...people).map { "u\($0)@a.example" }, to: list)
        return list
    }

    /// - Parameter probe: that came back.
    @discardableResult
    private func bounce(
        _ list: ListRecord, _ day: Double, subscriber: Int64 = 1, of probe: Int64? = nil
    ) throws -> BounceRecord {
        try #require(
            try store.log(
                BounceNote(
                    mailing: nil, list: list.id, subscriber: subscriber, recipient: "u\(subscriber)@a.example",
                    code: 550, status: "5.1.1", text: "no",
                    verdict: FailureVerdict(failureClass: .addressUnknown, isHard: true, status: nil, rule: "test"),
                    attribution: probe == nil ? .verp : .probe, probe: probe), now: Self.day(day)))
    }

    private var states: [String] { get throws { try store.texts("SELECT state FROM subscription ORDER BY id") } }
    private var outcomes: [String] {
        get throws { try store.texts("SELECT coalesce(outcome, 'open') FROM bounce_probe ORDER BY id") }
    }

    /// Writes the letter of the open probe, and has a relay take it.
    private func send(_ list: ListRecord, _ day: Double) throws -> Int64 {
        let probe = try #require(try store.probesToWrite().first)
        let id = try #require(try store.queue(probe, message: [0x61], now: Self.day(day)))
        let notice = try #require(
            try store.takeNotice(of: [list.id], id, dueBy: Self.day(day + 0.1), now: Self.day(day)))
        try store.settle(notice, .accepted, now: Self.day(day))
        return probe.id
    }

    @Test(
        "What comes back when its time is over ends nothing: the address is asked once more",
        arguments: [false, true])
    func late(isSettled: Bool) throws {
        let list = try list()
        try bounce(list, 1)
        let first = try send(list, 2)
        if isSettled { try store.settleProbes(now: Self.day(9.5)) }
        let late = try bounce(list, 10, of: first)
        #expect(late.effect == .none && late.score == 100)
        #expect(try states == ["active"] && outcomes == ["passed", "open"])
        let second = try send(list, 11)
        #expect(try bounce(list, 12, of: second).effect == .ended)
        #expect(try states == ["bounced"] && outcomes == ["passed", "bounced"])
    }

    @Test("By the score it is one bounce of several") func lateByScore() throws {
        let list = try list(.score)
        for day in 1...2 { try bounce(list, Double(day)) }
        let first = try send(list, 2)
        #expect(try bounce(list, 10, of: first).score == 100)
        #expect(try states == ["active"] && outcomes == ["passed"])
        try bounce(list, 11)
        #expect(try states == ["active"] && outcomes == ["passed", "open"])
    }

    @Test("A former probe that comes back does not answer the one that is out") func former() throws {
        let list = try list()
        try bounce(list, 1)
        let first = try send(list, 2)
        try store.settleProbes(now: Self.day(9.5))
        try bounce(list, 10)
        let second = try send(list, 10)
        #expect(try bounce(list, 11, of: first).effect == .none)
        #expect(try states == ["active"] && outcomes == ["passed", "open"])
        #expect(try bounce(list, 11, of: second).effect == .ended)
    }

    @Test("Which probe came back is told by its token") func token() throws {
        let list = try list()
        try bounce(list, 1)
        let first = try send(list, 2)
        var evidence = ReportEvidence()
        evidence.reversePathTokens = TokenAddress.bounceTokens(
            in: try store.reversePath(ofProbe: first, list).address)
        evidence.recipients = [
            ReportedRecipient(address: "u1@a.example", source: .field, action: .failed, remark: FailureRemark(text: ""))
        ]
        #expect(try store.attribute(evidence).found.first?.person.probe == first)
    }

    @Test("Where mailings are counted, the one too many asks, and what has passed begins anew") func mailings() throws {
        var policy = BouncePolicy.scored
        (policy.mailings, policy.probe) = (.init(count: 3, days: 30), true)
        let list = try store.makeList(bounce: policy)
        try store.subscribe(["u1@a.example"], to: list)
        for day in 1...3 {
            #expect(try bounce(list, Double(day)).score == day * 100)
            // Twice of a day is once.
            #expect(try bounce(list, Double(day)).score == day * 100)
            #expect(try outcomes == (day == 3 ? ["open"] : []))
        }
        let first = try send(list, 4)
        #expect(try bounce(list, 12).score == 100)
        #expect(try bounce(list, 13, of: first).score == 200)
        #expect(try outcomes == ["passed"] && states == ["active"])
        #expect(try bounce(list, 14).effect == .none)
        #expect(try outcomes == ["passed", "open"])
        let second = try send(list, 15)
        #expect(try bounce(list, 16, of: second).effect == .ended)
        #expect(try states == ["bounced"])
    }

    @Test("More than fit one step are written, pass, and are withdrawn, each once") func many() throws {
        let count = 2 * Store.probesOfStep + 50
        let list = try list(people: count)
        for person in 1...count { try bounce(list, -1, subscriber: Int64(person)) }
        var (seen, last) = ([Int64](), Int64(0))
        while let end = try store.probesToWrite(after: last).last {
            for probe in try store.probesToWrite(after: last) {
                seen.append(probe.id)
                #expect(try store.queue(probe, message: [0x61]) != nil)
                #expect(try store.queue(probe, message: [0x61]) == nil)
            }
            last = end.id
        }
        #expect(seen.count == count && Set(seen).count == count)
        #expect(try store.waitingNotices() == count)
        while let notice = try store.takeNotice(of: [list.id], dueBy: Self.day(0.1)) {
            try store.settle(notice, .accepted)
        }
        try store.settleProbes(now: Self.day(6.9))
        #expect(try Set(outcomes) == ["open"])
        // Those who left by themselves are withdrawn, the others have passed.
        let gone = count / 2
        for person in 1...gone {
            _ = try store.unsubscribe(Mailbox(parsing: "u\(person)@a.example"), list: list, source: "test")
        }
        try store.settleProbes(now: Self.day(7.1))
        #expect(try outcomes == Array(repeating: "passed", count: count - gone))
    }
}
