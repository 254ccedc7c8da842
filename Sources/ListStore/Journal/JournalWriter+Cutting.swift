import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore

extension JournalWriter {
    var db: Database {
        get throws {
            guard let connection else { throw DatabaseError(message: "no transaction") }
            return connection
        }
    }

    /// The list's, or with VERP the envelope's own.
    func reversePath(of list: Int64, envelope: Int64, _ members: RecipientBatch, cutAt: Timestamp) -> ReversePath {
        guard let list = lists.first(where: { $0.audience.list == list }) else { return .null }
        guard let key, members.count == 1, list.verp.has(members.ids[0]) else { return list.reversePath }
        return Store.reversePath(of: list.reversePath, envelope: envelope, cutAt: cutAt, key)
    }

    /// Whether it is a recipient's turn to have a reverse-path, and so an envelope, of their own.
    func hasTurn(_ subscriber: Int64, list: Int64) -> Bool {
        lists.first { $0.audience.list == list }?.audience.turn?.has(subscriber) ?? false
    }

    /// Whether a recipient gets an envelope of their own.
    func isIndividual(_ domain: String, list: Int64) -> Bool {
        lists.first { $0.audience.list == list }?.audience.individual.applies(to: domain) ?? false
    }

    /// Writes a page: its envelopes, its skipped, and how far the walk came.
    func cut(_ page: AudiencePage, position: Int) throws -> [CutEnvelope] {
        guard let list = lists.first(where: { $0.position == position })?.audience.list else { return [] }
        var envelopes = try page.cuts.map {
            try insert(
                $0.recipients, list: list, Marks(departure: page.departureMark, suppression: page.suppressionMark),
                domains: $0.domains.map { .init(start: $0.start, ordinal: $0.ordinal) },
                recipient: page.details.isEmpty ? nil : page.details[$0.recipients.ids[0]])
        }
        for (subscriber, reason) in page.skipped {
            try writeSkipped(subscriber, list: list, reason: reason, envelope: nil)
        }
        // Who left since the page was read is looked after here: somebody erased has a row already.
        if try marks().departure > page.departureMark {
            envelopes = try withoutDeparted(envelopes, list: list, since: page.departureMark)
        }
        let cursor = statements.cursor
        cursor.bind(mailing, at: 1)
        cursor.bind(Int64(position), at: 2)
        cursor.bind(page.cursor.domain, at: 3)
        cursor.bind(page.cursor.subscriber, at: 4)
        cursor.bind(page.isLast ? 1 : 0, at: 5)
        try cursor.run()
        try giveUp(page.left, list: list)
        if page.isLast { try Store.forgetEarlierValues(db) }
        return envelopes
    }

    private func insert(
        _ batch: RecipientBatch, list: Int64, _ marks: Marks, domains: [CutEnvelope.DomainRun],
        recipient: RecipientDetails?
    ) throws -> CutEnvelope {
        let cut = statements.cut
        let now = Timestamp.now
        let last = batch.count - 1
        let domain = batch.domain(at: 0)
        cut.bind(mailing, at: 1)
        cut.bind(nextNumber, at: 2)
        cut.bind(list, at: 3)
        cut.bind(Int64(batch.count), at: 4)
        cut.bind(now.milliseconds, at: 5)
        cut.bind(marks.departure, at: 6)
        cut.bind(domain, at: 7)
        cut.bind(batch.ids[0], at: 8)
        cut.bind(last == 0 ? domain : batch.domain(at: last), at: 9)
        cut.bind(batch.ids[last], at: 10)
        batch.jsonIDs().withUnsafeBufferPointer { cut.bind($0, at: 11) }
        try cut.run()
        defer { nextNumber += 1 }
        let id = cut.lastInsertedID
        return CutEnvelope(
            id: id, number: nextNumber, list: list, reversePath: reversePath(of: list, envelope: id, batch, cutAt: now),
            recipients: batch, attempt: 1, isRetry: false, departureMark: marks.departure,
            suppressionMark: marks.suppression, domainRuns: domains, recipient: recipient,
            route: routing?(domain, list) ?? .only)
    }
}
