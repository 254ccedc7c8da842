import Bounces
import FanmailBasics
import FanmailDelivery
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// When a list's owner is told that much of a mailing came back.
@Suite(.timeLimit(.minutes(10)))
struct OwnerWarningTests {
    private let store: Store
    private let scratch: Scratch
    private let owner = Mailbox(trustedLocalPart: "owner", domain: "lists.example")

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func list(_ count: Int, percent: Int? = nil) throws -> ListRecord {
        var policy = BouncePolicy()
        if let percent { policy.warnPercent = percent }
        let list = try store.makeList(bounce: policy)
        try store.subscribe((1...count).map { "u\($0)@a.example" }, to: list)
        return list
    }

    /// A mailing to all, whose first so many are refused for good at SMTP time.
    private func refuse(_ count: Int, of list: ListRecord, end: MailingState = .finished) async throws -> Int64 {
        let (mailing, journal) = try store.start([list], limit: 100)
        let envelope = try #require(try await journal.cutNext().first)
        #expect(await journal.armed(envelope) == .open)
        journal.settle(.accepted(envelope, except: (0..<count).map { .refused($0) }))
        #expect(try store.ownerWarnings(of: mailing).isEmpty, "nothing while it is being sent")
        try await journal.finish(end, reason: nil, bounces: .apply)
        return mailing
    }

    private func note(
        _ list: ListRecord, _ mailing: Int64, subscriber: Int64, _ failureClass: FailureClass = .full,
        confidence: Int = 90
    ) -> BounceNote {
        BounceNote(
            mailing: mailing, list: list.id, subscriber: subscriber, recipient: "u\(subscriber)@a.example", code: 452,
            status: "4.2.2", text: "full",
            verdict: FailureVerdict(failureClass: failureClass, isHard: false, status: nil, rule: "test"),
            attribution: BounceAttribution("envelope-id", confidence: confidence))
    }

    @Test(
        "From 30 of 100 on, and from ten on; as a list wants it",
        arguments: [
            (12, 40, nil, true), (11, 40, nil, false), (12, 41, nil, false), (10, 10, nil, true), (9, 9, nil, false),
            (40, 40, 0, false), (40, 40, 100, true), (39, 40, 100, false), (10, 100, 10, true), (10, 100, 11, false),
        ] as [(Int, Int, Int?, Bool)])
    func share(refused: Int, recipients: Int, percent: Int?, isWarned: Bool) async throws {
        let list = try list(recipients, percent: percent)
        let mailing = try await refuse(refused, of: list)
        let warnings = try store.ownerWarnings(of: mailing)
        guard isWarned else { return #expect(warnings.isEmpty) }
        let warning = try #require(warnings.first)
        #expect(warnings.count == 1 && warning.list == list.id && warning.subject == "A letter")
        #expect(warning.bounces == refused && warning.recipients == recipients)
        #expect(warning.percent == refused * 100 / recipients)
        #expect(warning.reasons.map(\.bounces) == [refused] && warning.reasons.first?.provider == "a.example")
    }

    @Test("Once for a mailing and a list; whoever is late queues nothing, and the next mailing is told anew")
    func once() async throws {
        let list = try list(20)
        let mailing = try await refuse(10, of: list)
        #expect(try store.mailingsToWarnOf() == [mailing])
        let warning = try #require(try store.ownerWarnings(of: mailing).first)
        // Many of one provider's: they are held, and that is told.
        #expect(warning.held.map(\.bounces) == [10])
        #expect(try store.queue(warning, to: owner, message: [0x61]) != nil)
        #expect(try store.queue(warning, to: owner, message: [0x61]) == nil)
        #expect(try store.waitingNotices() == 1)
        #expect(try store.ownerWarnings(of: mailing).isEmpty)
        let given = try store.givenWarnings(of: mailing)
        #expect(given.map(\.list) == ["announce"] && given.map(\.bounces) == [10] && given.map(\.recipients) == [20])
        let next = try await refuse(10, of: list)
        #expect(try store.ownerWarnings(of: next).count == 1)
        #expect(try store.givenWarnings(of: next).isEmpty)
    }

    @Test("Reports that come later cross it; guesses and complaints do not, nor the same person twice")
    func later() async throws {
        let list = try list(20)
        let mailing = try await refuse(9, of: list)
        #expect(try store.ownerWarnings(of: mailing).isEmpty)
        _ = try store.log(note(list, mailing, subscriber: 19, confidence: 49))
        _ = try store.complain(note(list, mailing, subscriber: 18, .complaint))
        _ = try store.log(note(list, mailing, subscriber: 1, .expired))
        #expect(try store.ownerWarnings(of: mailing).isEmpty)
        _ = try store.log(note(list, mailing, subscriber: 20))
        let warning = try #require(try store.ownerWarnings(of: mailing).first)
        #expect(warning.bounces == 10)
        #expect(Set(warning.reasons.map(\.failureClass)).isSuperset(of: ["full"]))
    }

    @Test("What was taken back does not count, and a list that is gone has nobody to be told")
    func takenBack() async throws {
        let list = try list(20)
        let mailing = try await refuse(10, of: list)
        var selection = BounceSelection()
        (selection.mailing, selection.subscriber) = (mailing, 1)
        #expect(try store.ownerWarnings(of: mailing).count == 1)
        #expect(try store.forgive(selection, by: nil).bounces == 1)
        #expect(try store.ownerWarnings(of: mailing).isEmpty)
        let other = try await refuse(10, of: list)
        #expect(try store.ownerWarnings(of: other).count == 1)
        try store.execute("UPDATE list SET removed_at = 1")
        #expect(try store.ownerWarnings(of: other).isEmpty)
    }

    @Test("A mailing that a guard paused is told of too")
    func paused() async throws {
        let list = try list(20)
        let mailing = try await refuse(15, of: list, end: .paused)
        #expect(try store.ownerWarnings(of: mailing).map(\.bounces) == [15])
    }
}
