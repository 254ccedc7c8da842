import Bounces
import FanmailBasics
import FanmailDelivery
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// An address is asked before bounces end its subscription.
@Suite(.timeLimit(.minutes(10)))
struct ProbeTests {
    private let store: Store
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private static func day(_ day: Double) -> Timestamp {
        Timestamp(milliseconds: Timestamp.now.milliseconds + Int64(day * 86_400_000))
    }

    private func list(_ hard: BouncePolicy.Hard = .score, threshold: Int = 200, probe: Bool = true) throws -> ListRecord
    {
        var policy = BouncePolicy()
        (policy.hard, policy.threshold, policy.probe) = (hard, threshold, probe)
        let list = try store.makeList(bounce: policy)
        try store.subscribe(["u1@a.example"], to: list)
        return list
    }

    private func bounce(
        _ list: ListRecord, _ day: Double, _ failureClass: FailureClass = .addressUnknown, hard: Bool = true,
        _ attribution: BounceAttribution = .verp
    ) throws -> BounceRecord {
        try #require(
            try store.log(
                BounceNote(
                    mailing: nil, list: list.id, subscriber: 1, recipient: "u1@a.example", code: 550, status: "5.1.1",
                    text: "no",
                    verdict: FailureVerdict(failureClass: failureClass, isHard: hard, status: nil, rule: "test"),
                    attribution: attribution), now: Self.day(day)))
    }

    private func states() throws -> [String] { try store.texts("SELECT state FROM subscription ORDER BY id") }
    private func outcomes() throws -> [String] {
        try store.texts("SELECT coalesce(outcome, 'open') FROM bounce_probe ORDER BY id")
    }
    private func events() throws -> [String] {
        try store.consent(of: Mailbox(parsing: "u1@a.example")).map(\.event.rawValue)
    }

    /// Writes the letter of the open probe, takes it for sending, and notes what became of it.
    @discardableResult
    private func send(_ list: ListRecord, _ fate: NoticeFate = .accepted, _ day: Double = 0) throws -> NoticeRecord {
        let probe = try #require(try store.probesToWrite().first)
        let id = try #require(try store.queue(probe, message: [0x61], now: Self.day(day)))
        let notice = try #require(
            try store.takeNotice(of: [list.id], id, dueBy: Self.day(day + 0.1), now: Self.day(day)))
        #expect(notice.kind == .probe && notice.probe == probe.id && notice.recipient == "u1@a.example")
        try store.settle(notice, fate, now: Self.day(day))
        return notice
    }

    @Test(
        "By the score or at once: the bounce ends nothing, and one probe is open", arguments: BouncePolicy.Hard.allCases
    )
    func opens(hard: BouncePolicy.Hard) throws {
        let list = try list(hard)
        let first = try bounce(list, 1)
        #expect(first.effect == .none && first.score == 100)
        #expect(try outcomes() == (hard == .atOnce ? ["open"] : []))
        for day in 2...3 {
            let later = try bounce(list, Double(day))
            #expect(later.effect == .none && later.score == day * 100)
        }
        #expect(try outcomes() == ["open"] && states() == ["active"])
        #expect(try events().filter { $0 == "probed" }.count == 1)
    }

    @Test("A list that does not probe has none, nor has a complaint")
    func none() throws {
        let plain = try list(.atOnce, probe: false)
        #expect(try bounce(plain, 1).effect == .ended)
        #expect(try outcomes().isEmpty && states() == ["bounced"])
    }

    @Test func aComplaintAsksNobody() throws {
        let list = try list(.atOnce)
        let note = BounceNote(
            mailing: nil, list: list.id, subscriber: 1, recipient: "u1@a.example",
            verdict: FailureVerdict(failureClass: .complaint, isHard: false, status: nil, rule: "complaint"),
            attribution: .verp)
        _ = try store.complain(note)
        #expect(try outcomes().isEmpty && states() == ["unsubscribed"])
    }

    @Test("It passes days after the letter went, not before, and the score begins anew")
    func passes() throws {
        let list = try list()
        _ = try bounce(list, 1)
        _ = try bounce(list, 2)
        try store.settleProbes(now: Self.day(100))
        #expect(try outcomes() == ["open"], "no letter went")
        try send(list, .accepted, 3)
        try store.settleProbes(now: Self.day(9.9))
        #expect(try outcomes() == ["open"])
        try store.settleProbes(now: Self.day(10.1))
        #expect(try outcomes() == ["passed"] && events().filter { $0 == "passed" }.count == 1)
        let next = try bounce(list, 8.5)
        #expect(next.score == 100 && next.effect == .none, "those before the probe count no more")
        _ = try bounce(list, 9.5)
        #expect(try outcomes() == ["passed", "open"])
    }

    @Test("Whoever looks late finds it passed, without a round between")
    func passesByItself() throws {
        let list = try list()
        _ = try bounce(list, 1)
        _ = try bounce(list, 2)
        try send(list, .accepted, 1.5)
        // Not stale yet.
        #expect(try bounce(list, 8.9).score == 100)
        #expect(try outcomes() == ["passed"] && states() == ["active"])
    }

    @Test("What comes back to its reverse-path ends the subscription; it can be taken back")
    func comesBack() throws {
        let list = try list()
        _ = try bounce(list, 1)
        _ = try bounce(list, 2)
        let notice = try send(list, .accepted, 3)
        let path = try store.reversePath(ofProbe: try #require(notice.probe), list).address
        var evidence = ReportEvidence()
        evidence.reversePathTokens = TokenAddress.bounceTokens(in: path)
        evidence.recipients = [
            ReportedRecipient(
                address: "else@b.example", source: .field, action: .failed,
                remark: FailureRemark(code: 550, status: nil, text: "User unknown"))
        ]
        let attribution = try store.attribute(evidence)
        let person = try #require(attribution.found.first?.person)
        #expect(person.subscriber == 1 && person.list == list.id && person.mailing == nil)
        #expect(person.attribution == .probe && person.attribution.confidence == 100)
        let soft = try bounce(list, 4, .full, hard: false, .probe)
        #expect(soft.effect == .none && soft.score == nil)
        #expect(try outcomes() == ["open"] && states() == ["active"])
        let hard = try bounce(list, 4, .addressUnknown, hard: true, .probe)
        #expect(hard.effect == .ended && hard.found == "probe" && hard.mailing == nil)
        #expect(try outcomes() == ["bounced"] && states() == ["bounced"])
        #expect(try store.texts("SELECT source FROM departure") == ["a probe"])
        var selection = BounceSelection()
        selection.subscriber = 1
        #expect(try store.forgive(selection, by: nil).subscriptions == 1)
        #expect(try states() == ["active"])
    }

    @Test("The relay's refusal ends it where the address is dead, else says nothing, and the next bounce asks again")
    func refused() throws {
        let list = try list()
        let mailbox = try Mailbox(parsing: "u1@a.example")
        _ = try bounce(list, 1)
        _ = try bounce(list, 2)
        let probe = try #require(try store.probesToWrite().first)
        let policy = Reply(code: 550, status: EnhancedStatusCode("5.7.1"), text: "blocked by policy, see our site")
        let said = try #require(try store.refuse(probe: probe.id, recipient: mailbox, reply: policy, relay: nil))
        #expect(said.effect == .none && said.score == nil)
        try send(list, .settled, 3)
        #expect(try outcomes().isEmpty && states() == ["active"])
        _ = try bounce(list, 4)
        let second = try #require(try store.probesToWrite().first)
        let dead = Reply(code: 550, status: EnhancedStatusCode("5.1.1"), text: "User unknown")
        #expect(try store.refuse(probe: second.id, recipient: mailbox, reply: dead, relay: nil)?.effect == .ended)
        #expect(try outcomes() == ["bounced"] && states() == ["bounced"])
        #expect(try store.refuse(probe: 99, recipient: mailbox, reply: dead, relay: nil) == nil)
    }

    @Test("Killed before the letter was written, or with it: the next who looks writes it, once")
    func crash() throws {
        let list = try list(.atOnce)
        _ = try bounce(list, 0)
        let probe = try #require(try store.probesToWrite().first)
        #expect(try store.queue(probe, message: [0x61]) != nil)
        #expect(try store.queue(probe, message: [0x61]) == nil)
        #expect(try store.probesToWrite().isEmpty && store.waitingNotices() == 1)
        _ = try store.takeNotice(of: [list.id], dueBy: Self.day(0.1))
        #expect(try store.dropStaleNotices(now: Self.day(1)).map(\.isUnknown) == [true])
        #expect(try store.probesToWrite() == [probe])
    }

    @Test("Who leaves meanwhile is asked nothing")
    func leaves() throws {
        let list = try list(.atOnce)
        _ = try bounce(list, 0)
        let probe = try #require(try store.probesToWrite().first)
        _ = try store.queue(probe, message: [0x61])
        let token = try store.token(.unsubscribe, for: probe.mailbox, list: list, lasting: .seconds(3600))
        _ = try store.redeem(token, source: "test")
        _ = try store.dropStaleNotices()
        #expect(try store.waitingNotices() == 0 && store.probesToWrite().isEmpty)
        try store.settleProbes()
        #expect(try outcomes().isEmpty)
        #expect(try bounce(list, 0, .addressUnknown, hard: true, .probe).effect == .none)
        #expect(try states() == ["unsubscribed"])
    }

    @Test("What is taken back asks nobody; nor do points that are gone with it")
    func forgiven() throws {
        let list = try list()
        _ = try bounce(list, 1)
        _ = try bounce(list, 2)
        #expect(try outcomes() == ["open"])
        var selection = BounceSelection()
        (selection.subscriber, selection.list, selection.before) = (1, list.id, Self.day(1.5))
        let plan = try store.forgive(selection, by: nil, isDryRun: true)
        #expect(plan == Forgiving(bounces: 1, probes: 1))
        #expect(try outcomes() == ["open"])
        #expect(try store.forgive(selection, by: nil) == plan)
        #expect(try outcomes().isEmpty && states() == ["active"])
    }

    @Test("A dry run counts each probe once, and none that stays", arguments: [0, 1, 2, 3, 4])
    func forgivingOnTrial(last: Int) throws {
        let list = try list()
        for day in 1...4 { _ = try bounce(list, Double(day)) }
        var selection = BounceSelection()
        (selection.subscriber, selection.before) = (1, Self.day(Double(last) + 0.5))
        let plan = try store.forgive(selection, by: nil, isDryRun: true)
        // The second was the one too many.
        #expect(plan == Forgiving(bounces: last, probes: last == 0 ? 0 : 1))
        #expect(try store.forgive(selection, by: nil) == plan)
        #expect(try outcomes() == (last == 0 ? ["open"] : []))
    }

    @Test("A copy's story has the probe that its bounce opened, or else the one that is out")
    func story() async throws {
        let list = try list(.atOnce)
        let mailbox = try Mailbox(parsing: "u1@a.example")
        func refused() async throws -> Int64 {
            let (mailing, journal) = try store.start([list])
            let envelope = try #require(try await journal.cutNext().first)
            #expect(await journal.armed(envelope) == .open)
            journal.settle(.accepted(envelope, except: [.refused(0)]))
            try await journal.finish(.finished, reason: nil, bounces: .apply)
            return mailing
        }
        let (first, second) = (try await refused(), try await refused())
        #expect(try outcomes() == ["open"])
        let probe = try #require(try store.story(of: mailbox, in: first).probe)
        #expect(probe.until == nil && probe.outcome == nil)
        #expect(try store.story(of: mailbox, in: second).probe == probe)
        try send(list)
        #expect(try store.story(of: mailbox, in: second).probe?.until != nil)
        _ = try bounce(list, 1, .addressUnknown, hard: true, .probe)
        #expect(try store.story(of: mailbox, in: first).probe?.outcome == .bounced)
        #expect(try store.story(of: mailbox, in: second).probe == nil)
    }

    @Test func erasureRemovesThem() throws {
        let list = try list(.atOnce)
        _ = try bounce(list, 0)
        _ = try store.queue(try #require(try store.probesToWrite().first), message: [0x61])
        _ = try store.erase(try Mailbox(parsing: "u1@a.example"), by: nil)
        #expect(try outcomes().isEmpty && store.waitingNotices() == 0)
    }
}
