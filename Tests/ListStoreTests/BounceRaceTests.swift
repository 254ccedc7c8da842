import Bounces
import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Reports that are logged while a mailing ends, while somebody takes bounces back, or while somebody is erased.
@Suite(.timeLimit(.minutes(10)))
struct BounceRaceTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func list(_ count: Int, holdPercent: Int = 0) throws -> ListRecord {
        var policy = BouncePolicy()
        policy.holdPercent = holdPercent
        let list = try store.makeList(bounce: policy)
        try store.subscribe((1...count).map { "u\($0)@a.example" }, to: list)
        return list
    }

    private func note(_ list: ListRecord, _ mailing: Int64, _ subscriber: Int64) -> BounceNote {
        BounceNote(
            mailing: mailing, list: list.id, subscriber: subscriber, recipient: "u\(subscriber)@a.example", code: 550,
            status: "5.1.1", text: "no",
            verdict: FailureVerdict(failureClass: .addressUnknown, isHard: true, status: nil, rule: "test"),
            attribution: .verp, digest: "\(subscriber)")
    }

    /// A mailing to all that is not over.
    private func begin(_ list: ListRecord) async throws -> (mailing: Int64, journal: SQLiteJournal) {
        let (mailing, journal) = try store.start([list], limit: 1000)
        for envelope in try await journal.everything() {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(.accepted(envelope))
        }
        return (mailing, journal)
    }

    /// As with others of its provider's.
    private func hold(_ id: Int64) throws { try store.pool.writeWithoutTransaction { try Store.holdLate(id, $0) } }

    @Test("Whatever is logged while a mailing ends is judged: by its end, or by itself")
    func lastMoment() async throws {
        let list = try list(20)
        let (mailing, journal) = try await begin(list)
        let other = try scratch.open(create: false)
        async let ended: Void = journal.finish(.finished, reason: nil, bounces: .apply)
        var logged: [BounceRecord] = []
        // As many as a process logs while the mailing ends.
        for subscriber in Int64(1)...20 {
            logged.append(try #require(try other.log(note(list, mailing, subscriber))))
        }
        try await ended
        #expect(logged.count == 20)
        #expect(try store.texts("SELECT DISTINCT effect FROM bounce") == ["ended"])
        #expect(try store.counts(of: list) == [.bounced: 20])
        #expect(try store.numbers("SELECT count(*) FROM departure") == [20])
    }

    @Test("Between the last look at what waits and the end nothing is left waiting", arguments: BounceEffect.allForEnds)
    func between(effect: BounceEffect) async throws {
        let list = try list(5)
        let (mailing, journal) = try await begin(list)
        // As the journal ends; in between a report comes.
        _ = try await journal.perform("bounces") { try $0.conclude(effect) }
        _ = try store.log(note(list, mailing, 1))
        #expect(try store.texts("SELECT effect FROM bounce") == ["pending"])
        _ = try await journal.perform("finish") { try $0.finish(.finished, reason: nil, bounces: effect) }
        #expect(try store.texts("SELECT effect FROM bounce") == [effect == .apply ? "ended" : "held"])
        await journal.close()
    }

    @Test("What was taken back meanwhile is not held") func forgivenMeanwhile() async throws {
        let list = try list(20)
        let (mailing, journal) = try await begin(list)
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        let id = try #require(try store.log(note(list, mailing, 1))?.id)
        var selection = BounceSelection()
        selection.mailing = mailing
        #expect(try store.forgive(selection, by: "ada").subscriptions == 1)
        try hold(id)
        #expect(try store.texts("SELECT effect FROM bounce") == ["forgiven"])
        #expect(try store.counts(of: list) == [.active: 20])
    }

    @Test("Reports and forgiving at one moment: each bounce is one or the other, and so is its subscription")
    func forgiving() async throws {
        let list = try list(200)
        let (mailing, journal) = try await begin(list)
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        let other = try scratch.open(create: false)
        let notes = (Int64(1)...200).map { note(list, mailing, $0) }
        async let logged: Void = OwnThread.run("reports") { for note in notes { _ = try other.log(note) } }
        var selection = BounceSelection()
        selection.mailing = mailing
        for _ in 0..<20 { _ = try store.forgive(selection, by: "ada") }
        try await logged
        _ = try store.forgive(selection, by: "ada")
        #expect(try store.lines("SELECT effect, count(*) FROM bounce GROUP BY effect") == ["forgiven 200"])
        #expect(try store.counts(of: list) == [.active: 200])
        // Read again, none counts a second time.
        for note in notes { #expect(try other.log(note) == nil) }
    }

    @Test("Who was erased since they were looked for is logged no more") func erased() async throws {
        let list = try list(20)
        let (mailing, journal) = try await begin(list)
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        let found = note(list, mailing, 1)
        _ = try store.erase(try Mailbox(parsing: "u1@a.example"), by: nil)
        #expect(try store.log(found) == nil)
        var complaint = found
        complaint.verdict = FailureVerdict(failureClass: .complaint, isHard: false, status: nil, rule: "complaint")
        #expect(try store.complain(complaint) == nil)
        #expect(try store.numbers("SELECT count(*) FROM bounce") == [0])
    }

    @Test("A large provider's reports are held at the very one that makes them many", arguments: [150, 600])
    func exactly(people: Int) async throws {
        let list = try list(people, holdPercent: 20)
        let (mailing, journal) = try await begin(list)
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        // What others have logged meanwhile.
        let strangers = try store.makeList("other")
        try store.subscribe((1...40).map { "s\($0)@b.example" }, to: strangers)
        let enough = people / 5
        for number in 1...enough {
            if number % 7 == 0, number / 7 <= 40 {
                _ = try store.log(note(strangers, mailing, Int64(people + number / 7)))
            }
            let record = try #require(try store.log(note(list, mailing, Int64(number))))
            #expect(record.effect == (number < enough ? .ended : .held), "\(number)")
        }
        #expect(try store.heldEvents().map(\.bounces) == [enough])
        #expect(try store.counts(of: list) == [.active: people])
    }
}

extension BounceEffect {
    /// With which nothing is to wait at a mailing's end.
    fileprivate static let allForEnds: [BounceEffect] = [.apply, .hold]
}
