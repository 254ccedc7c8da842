import FanmailBasics
import FanmailDelivery
import Foundation
import ListStore
import SMTPClient
import SMTPCore
import SMTPProtocol
import Synchronization
import Testing

@testable import Fanmail

@Suite("A service that sends mailings", .timeLimit(.minutes(10)))
struct MailingServiceTests {
    private func service(_ office: PostOffice, most: Int = 8) -> MailingService {
        MailingService(store: office.store, most: most, office: { _ in office })
    }

    private func news(_ office: PostOffice, _ subject: String = "News") throws -> PreparedMailing {
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: subject, text: "Hello \(subject)!")
        return try office.prepare(letter.encoded(), named: "news")
    }

    private func queue(_ office: PostOffice, _ subject: String = "News") async throws -> Int64 {
        try await office.schedule(news(office, subject), MailingSchedule(sendAt: .now))
    }

    /// Waits until something holds.
    private func until(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test("What is queued while it runs is found, sent and finished; what is scheduled waits")
    func queued() async throws {
        try await Office.with(RecordingTransport()) { office, _ in
            let service = self.service(office)
            let running = Task { await service.run() }
            let later = try await office.schedule(
                news(office, "later"), MailingSchedule(sendAt: .now + .seconds(3600)))
            let ids = [try await queue(office, "a"), try await queue(office, "b")]
            try await until { try ids.allSatisfy { try office.store.mailing($0).state == .finished } }
            #expect(try office.store.mailing(ids[0]).totals.accepted == 3)
            #expect(try office.store.mailing(later).state == .scheduled)
            try office.store.reschedule(later, MailingSchedule(sendAt: .now))
            try await until { try office.store.mailing(later).state == .finished }
            service.stop()
            await running.value
        }
    }

    @Test("Once: what is due is worked to its end, however many, and the rest is told")
    func once() async throws {
        let transport = RecordingTransport { transaction in
            let later = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "later")
            var result = TransactionResult(ending: .answered(Reply(code: 250, status: nil, text: "ok")))
            for place in transaction.recipients.ids.indices
            where transaction.recipients.address(at: place).hasPrefix("ken@") {
                result.exceptions.append(.init(index: place, reply: later))
            }
            return result
        }
        try await Office.with(transport, { ($0.retry, $0.longestWait) = (.ofDays, .zero) }) { office, _ in
            var ids: [Int64] = []
            for subject in ["a", "b", "c"] { ids.append(try await queue(office, subject)) }
            let tally = try await service(office, most: 2).runOnce()
            #expect(tally.finished == 0 && tally.left == 3)
            for id in ids {
                let record = try office.store.mailing(id)
                #expect(record.totals.accepted == 2 && record.totals.deferred == 1 && record.standing == "paused")
            }
            // They are due in a quarter of a minute, not now.
            let open = try office.store.openMailings()
            #expect(open.count == 3 && open.allSatisfy { $0.due > .now && $0.due < .now + .seconds(15) })
            #expect(try await service(office).runOnce().left == 0)
        }
    }

    @Test("Stopped, it finishes open transactions, and another one goes on")
    func stopped() async throws {
        let later = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "later")
        let offers = Mutex(0)
        let transport = RecordingTransport { transaction in
            guard
                offers.withLock({
                    $0 += 1; return $0
                }) == 1
            else {
                return TransactionResult(ending: .answered(Reply(code: 250, status: nil, text: "ok")))
            }
            var result = TransactionResult(ending: .noRecipients)
            result.exceptions = transaction.recipients.ids.indices.map { .init(index: $0, reply: later) }
            return result
        }
        try await Office.with(transport, { $0.retry = RetrySchedule(pauses: [.seconds(1)], goesByAge: true) }) {
            office, _ in
            let service = self.service(office)
            let running = Task { await service.run() }
            let id = try await queue(office)
            try await until { offers.withLock { $0 } > 0 }
            service.stop()
            await running.value
            let record = try office.store.mailing(id)
            #expect(!record.isOwned && record.totals.recipients == 3)
            let next = self.service(office)
            let again = Task { await next.run() }
            try await until { try office.store.mailing(id).state == .finished }
            next.stop()
            await again.value
            #expect(try office.store.mailing(id).totals.accepted == 3)
        }
    }

    @Test("A mailing that cannot be sent waits, and holds up no other")
    func failing() async throws {
        try await Office.with(RecordingTransport()) { office, _ in
            let bad = try await queue(office, "bad")
            let asked = Mutex(0)
            let service = MailingService(
                store: office.store,
                office: { record in
                    guard record.id == bad else { return office }
                    asked.withLock { $0 += 1 }
                    throw FanmailFailure(.unavailable, "no relay")
                })
            let running = Task { await service.run() }
            let good = try await queue(office, "good")
            try await until { try office.store.mailing(good).state == .finished }
            service.stop()
            await running.value
            #expect(try office.store.mailing(bad).state == .scheduled && asked.withLock { $0 } == 1)
        }
    }

    @Test("What begins later is dated when it begins, and keeps a Date that its author wrote")
    func dated() async throws {
        let transport = RecordingTransport()
        try await Office.with(transport) { office, _ in
            let start = Timestamp.now
            let text = "From: ada@lists.example\r\nTo: announce@lists.example\r\nSubject: x\r\n"
            let date = "Date: Mon, 02 Nov 2026 09:00:00 +0000\r\n"
            for own in [false, true] {
                let prepared = try office.prepare(
                    Array("\(text)\(own ? date : "")\r\nHello \(own)\r\n".utf8), named: "m")
                let id = try await office.schedule(prepared, MailingSchedule(sendAt: .now))
                _ = try await service(office).runOnce()
                let message = String(decoding: try office.store.message(of: id), as: UTF8.self)
                #expect(message.contains(date) == own)
                #expect(message.components(separatedBy: "\r\nDate: ").count == 2)
                #expect(try office.store.mailing(id).startedAt >= start)
            }
        }
    }
}
