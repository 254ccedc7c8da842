import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// A mailing that goes out later is sent by nobody before, and goes to whoever is subscribed when it begins.
@Suite(.timeLimit(.minutes(10)))
struct SchedulingTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    private static let past = Timestamp.now + .seconds(-60)
    private static let future = Timestamp.now + .seconds(3600)

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...4).map { "u\($0)@a.example" }, to: list)
    }

    private func new(_ message: String = "news", notAfter: Timestamp? = nil) -> NewMailing {
        var new = NewMailing(
            message: Array(message.utf8), messageID: "<\(message)@x.example>", digest: message, sourceDigest: message,
            subject: "A letter", author: "owner@lists.example", relay: "relay.example", lists: [list.id],
            maxRecipients: 2)
        new.notAfter = notAfter
        return new
    }

    private func schedule(_ at: Timestamp, notAfter: Timestamp? = nil, _ message: String = "news") throws -> Int64 {
        try store.schedule(
            new(message, notAfter: notAfter), again: false, MailingSchedule(sendAt: at, zone: "Europe/Berlin"))
    }

    private func begin(_ mailing: Int64) throws -> SQLiteJournal {
        try store.takeOver(
            mailing, resendUnknown: false, relay: "relay.example", maxRecipients: 2,
            message: StartedMessage(bytes: Array("dated and signed".utf8), at: .now))
    }

    private func conflict(_ word: String, _ body: () throws -> Void, at place: SourceLocation = #_sourceLocation) throws
    {
        let failure = try #require(throws: StoreFailure.self, sourceLocation: place, performing: body)
        #expect(failure.kind == .conflict && failure.message.contains(word), "\(failure)", sourceLocation: place)
    }

    @Test("It says so, and counts who is subscribed at the moment of asking") func standing() throws {
        let mailing = try schedule(Self.future)
        var record = try store.mailing(mailing)
        #expect(record.state == .scheduled && record.standing == "scheduled" && record.isUnbegun && !record.isOwned)
        #expect(record.schedule == MailingSchedule(sendAt: Self.future, zone: "Europe/Berlin"))
        #expect(record.totals.pending == 4 && record.totals.recipients == 4)
        try store.subscribe(["u5@a.example"], to: list)
        record = try store.mailing(mailing)
        #expect(record.totals.pending == 5)
    }

    @Test("Nothing is kept for it of what people were before a change") func earlierValues() throws {
        let mailing = try schedule(Self.future)
        let kept = try store.write { db in
            try db.execute(sql: "UPDATE mailing_list SET filter = 'tag = a' WHERE mailing = ?", arguments: [mailing])
            try db.execute(sql: "UPDATE subscriber SET name = 'Ada'")
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM subscriber_before")
        }
        #expect(kept == 0)
    }

    @Test("It goes to whoever is subscribed when it begins, with the message that is made then") func audience()
        async throws
    {
        let mailing = try schedule(Self.past)
        try store.subscribe(["late@a.example"], to: list)
        _ = try store.unsubscribe(Mailbox(parsing: "u1@a.example"), list: list, source: "test")
        let journal = try begin(mailing)
        let copies = try await journal.deliver()
        #expect(Set(copies.map { String($0.split(separator: " ")[0]) }).count == 4)
        #expect(copies.contains { $0.contains("late@a.example") } && !copies.contains { $0.contains("u1@a.example") })
        #expect(try store.message(of: mailing) == Array("dated and signed".utf8))
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        let record = try store.mailing(mailing)
        #expect(record.state == .finished && !record.isUnbegun && record.schedule == nil)
        #expect(record.totals.accepted == 4 && record.totals.skipped == 0)
    }

    @Test("Nobody begins it before its time, and it begins once") func notBefore() async throws {
        let mailing = try schedule(Self.future)
        try conflict("is scheduled for") { _ = try begin(mailing) }
        #expect(try store.mailing(mailing).state == .scheduled)
        #expect(!MailingLock.isHeld(database: store.path, mailing: mailing))
        try store.reschedule(mailing, MailingSchedule(sendAt: Self.past))
        let journal = try begin(mailing)
        await journal.close()
        // Its message is made already.
        let failure = try #require(throws: StoreFailure.self) { _ = try begin(mailing) }
        #expect(failure.kind == .locked)
        await (try store.resume(mailing)).close()
    }

    @Test("It is paused and cancelled as any other, and a cancelled one that never began is in nobody's way")
    func pausedAndCancelled() async throws {
        let mailing = try schedule(Self.future)
        #expect(try store.pause(mailing))
        #expect(try store.mailing(mailing).standing == "paused" && store.openMailings().isEmpty)
        try conflict("paused already") { try store.pause(mailing) }
        #expect(try store.cancel(mailing))
        let record = try store.mailing(mailing)
        #expect(record.state == .cancelled && record.totals.skipped == 4)
        try conflict("cancelled already") { try store.reschedule(mailing, MailingSchedule(sendAt: Self.future)) }
        _ = try schedule(Self.future)
        try conflict("went to this list before") { _ = try schedule(Self.future) }
    }

    @Test("One that is paused in its midst is rescheduled, and goes on with its own audience") func midst() async throws
    {
        let (mailing, journal) = try store.start([list], limit: 2)
        try conflict("is being sent") { try store.reschedule(mailing, MailingSchedule(sendAt: Self.future)) }
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        journal.settle(.accepted(page[0]))
        try await journal.finish(.paused, reason: RunEnd.pausedByHand.reason, bounces: .wait)
        try store.subscribe(["late@a.example"], to: list)
        try store.reschedule(mailing, MailingSchedule(sendAt: Self.past))
        #expect(try store.mailing(mailing).state == .scheduled)
        let next = try store.resume(mailing)
        #expect(try await next.deliver().count == 2)
        try await next.finish(.finished, reason: nil, bounces: .apply)
        #expect(try store.mailing(mailing).totals.accepted == 4)
        try conflict("finished already") { try store.reschedule(mailing, MailingSchedule(sendAt: Self.future)) }
    }

    @Test("Its end is told to whoever sends it, and who has no copy gets none") func expired() async throws {
        let (mailing, journal) = try store.start([list], limit: 2)
        #expect(await journal.requested() == nil)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        journal.settle(.accepted(page[0], except: [.refused(1)]))
        try await journal.flush()
        try await store.pool.write {
            try $0.execute(sql: "UPDATE mailing SET not_after = ?", arguments: [Self.past.milliseconds])
        }
        #expect(await journal.requested() == .expire)
        #expect(try !store.expire(mailing))
        let end = RunEnd.expired
        try await journal.finish(end.state, reason: end.reason, bounces: end.bounceEffect)
        let record = try store.mailing(mailing)
        #expect(record.state == .cancelled && record.reason == end.reason)
        #expect(record.totals.accepted == 1 && record.totals.refused == 1 && record.totals.skipped == 2)
        // Nothing went wrong: what the refusal says of its address counts.
        #expect(try store.texts("SELECT effect FROM bounce") == ["ended"])
    }

    @Test("Where nobody sends it when it ends, whoever comes to it ends it") func expiredUnseen() throws {
        let mailing = try schedule(Self.past, notAfter: Self.past + .seconds(1))
        #expect(try store.openMailings().map(\.id) == [mailing])
        try conflict("is over") { _ = try begin(mailing) }
        #expect(try store.mailing(mailing).state == .cancelled && store.mailing(mailing).totals.skipped == 4)
        #expect(try store.openMailings().isEmpty && !store.expire(mailing))
        try conflict("not to go out after") {
            let other = try schedule(Self.past, notAfter: Self.future, "other")
            try store.reschedule(other, MailingSchedule(sendAt: Self.future + .seconds(1)))
        }
    }

    @Test("What goes on by itself, and from when on") func open() async throws {
        let later = try schedule(Self.future, "later")
        let queued = try schedule(Self.past, "queued")
        let (deferred, journal) = try store.start([list], limit: 4, message: "deferred")
        let (left, other) = try store.start([list], limit: 4, message: "left")
        let (guarded, third) = try store.start([list], limit: 4, message: "guarded")
        let (crashed, fourth) = try store.start([list], limit: 4, message: "crashed")
        // Whoever sends them sees to them.
        #expect(try store.openMailings().map(\.id) == [queued, later])
        for (journal, next) in [(journal, Self.future + .seconds(60)), (other, Timestamp.never)] {
            let page = try await journal.cutNext()
            #expect(await journal.armed(page[0]) == .open)
            journal.settle(Settlement(page[0], .putBack(notBefore: next, charged: true, .tryLater)))
            try await journal.finish(.paused, reason: RunEnd.deferred.reason, bounces: .apply)
        }
        let words = RunEnd.messageRefused("554 no").reason
        try await third.finish(.paused, reason: words, bounces: .wait)
        store.abandon(crashed)
        let open = try store.openMailings()
        #expect(Set(open.map(\.id)) == [later, queued, deferred, left, crashed] && !open.contains { $0.id == guarded })
        #expect(open.filter(\.isLeft).map(\.id) == [left])
        #expect(open.first?.id == queued && open.last?.id == deferred)
        #expect(open.filter { $0.due <= .now }.count == 3)
        await fourth.close()
    }

    @Test("A patient owner leaves who is deferred their time, and takes who nobody was going to try again")
    func patience() async throws {
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        for (envelope, next) in zip(page, [Self.future, Timestamp.never]) {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(Settlement(envelope, .putBack(notBefore: next, charged: true, .tryLater)))
        }
        try await journal.finish(.paused, reason: RunEnd.deferred.reason, bounces: .apply)
        let patient = try store.takeOver(
            mailing, resendUnknown: false, relay: "relay.example", maxRecipients: 2, isPatient: true)
        #expect(try await patient.cutDue(at: .now).flatMap(\.recipients.ids).count == 2)
        #expect(try await patient.nextDue() == Self.future)
        await patient.close()
        let impatient = try store.resume(mailing)
        #expect(try await impatient.nextDue().map { $0 <= .now } == true)
        await impatient.close()
    }
}
