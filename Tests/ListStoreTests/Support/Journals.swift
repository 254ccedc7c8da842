import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB
import SMTPCore

@testable import ListStore

extension Store {
    /// Begins a mailing; each message is another one unless it is named.
    func start(
        _ lists: [ListRecord], limit: Int = 2, message: String = UUID().uuidString, again: Bool = false,
        segment: SegmentRecord? = nil
    ) throws -> (mailing: Int64, journal: SQLiteJournal) {
        try begin(
            NewMailing(
                message: Array(message.utf8), messageID: "<\(message)@x.example>", digest: message,
                sourceDigest: message, subject: "A letter", author: "owner@lists.example", relay: "relay.example",
                lists: lists.map(\.id), maxRecipients: limit, segment: segment), again: again)
    }

    func resume(_ mailing: Int64, resendUnknown: Bool = false, limit: Int = 2) throws -> SQLiteJournal {
        try takeOver(mailing, resendUnknown: resendUnknown, relay: "relay.example", maxRecipients: limit)
    }

    /// Takes the lock away as the end of its process would; the journal behind it does not learn of it.
    func abandon(_ mailing: Int64) { unlink("\(path).mailing-\(mailing).lock") }

    /// The envelopes of a mailing as `number state outcome attempt members`.
    func envelopes(of mailing: Int64) throws -> [String] {
        try lines(
            """
            SELECT number, state, outcome, attempt, members FROM envelope
            WHERE mailing = ? ORDER BY number
            """, [mailing])
    }

    /// The recipients of a mailing with a row of their own, and those who wait for another attempt, as
    /// `subscriber outcome reason attempts next`.
    func statuses(of mailing: Int64) throws -> [String] {
        try lines(
            """
            SELECT subscriber, outcome, reason, attempts, NULL FROM exception WHERE mailing = ?1
            UNION ALL SELECT j.value, 'deferred', NULL, e.attempt - 1, nullif(e.not_before, \(Timestamp.never.milliseconds))
            FROM envelope e JOIN json_each(e.members) j
            WHERE e.mailing = ?1 AND e.state = 'cut' AND e.attempt > 1 AND e.is_retry = 0
                AND NOT EXISTS (SELECT 1 FROM exception x WHERE x.mailing = e.mailing AND x.subscriber = j.value)
            ORDER BY 1
            """, [mailing])
    }

    /// Everything that a journal writes, to see that nothing changed.
    func dump() throws -> [String] {
        try ["mailing", "mailing_list", "envelope", "exception", "bounce", "departure", "subscription"].flatMap {
            table in
            try pool.read { db in
                try Row.fetchAll(db, sql: "SELECT '\(table)', * FROM \(table)").map { "\($0)" }
            }
        }
    }
}

/// What a gate said, in a form that can be compared.
enum Verdict: Equatable {
    case open, membersChanged, notOwner, cancelled, storage(String), other

    init(_ decision: ContentGate.Decision) {
        switch decision {
        case .open: self = .open
        case .closed(let error as JournalFailure): self.init(error)
        case .closed: self = .other
        }
    }

    init(_ failure: JournalFailure) {
        switch failure.kind {
        case .membersChanged: self = .membersChanged
        case .notOwner: self = .notOwner
        case .cancelled: self = .cancelled
        case .storage: self = .storage(failure.message)
        default: self = .other
        }
    }

    /// What a call failed with; open when it did not.
    static func of(_ call: () async throws -> Void) async -> Verdict {
        do {
            try await call()
            return .open
        } catch {
            return (error as? JournalFailure).map(Verdict.init) ?? .other
        }
    }
}

extension SQLiteJournal {
    /// Arms an envelope and waits for the answer.
    func armed(_ envelope: CutEnvelope) async -> Verdict {
        let gate = ContentGate()
        arm(envelope, gate: gate)
        return Verdict(await gate.decided())
    }

    /// Cuts until the audience is exhausted.
    func everything() async throws(JournalFailure) -> [CutEnvelope] {
        var all: [CutEnvelope] = []
        while true {
            let page = try await cutNext()
            guard !page.isEmpty else { return all }
            all += page
        }
    }

    /// Plays the mailing to its end: whatever can be armed is accepted.
    ///
    /// - Returns: the addresses that got a copy, each with its list.
    func deliver(_ inHand: [CutEnvelope] = []) async throws -> [String] {
        var copies: [String] = []
        var envelopes = try await inHand + everything()
        while true {
            if envelopes.isEmpty { envelopes = try await cutDue(at: .now + .seconds(3600)) }
            guard let envelope = envelopes.popLast() else { return copies.sorted() }
            switch await armed(envelope) {
            case .open:
                copies += envelope.recipients.ids.indices.map {
                    "\(envelope.recipients.address(at: $0)) \(envelope.list)"
                }
                settle(.accepted(envelope))
                try await flush()
            case .membersChanged:
                if let again = try await readMembersAgain(envelope) { envelopes.append(again) }
            default: return copies + ["not armed"]
            }
        }
    }

    /// Ends its thread, whatever becomes of the mailing.
    func stop() async { try? await finish(.paused, reason: nil, bounces: .wait) }
}

extension Settlement {
    static let at = Timestamp(milliseconds: 1_000_000)

    init(
        _ envelope: CutEnvelope, _ verdict: Verdict, except statuses: [RecipientStatus] = []
    ) {
        self.init(
            envelope: envelope, verdict: verdict, statuses: statuses, relay: "relay.example", at: Self.at)
    }

    static func accepted(_ envelope: CutEnvelope, except statuses: [RecipientStatus] = []) -> Settlement {
        Settlement(envelope, .done(.accepted, .accepted), except: statuses)
    }
}

extension Settlement.RecipientStatus {
    static func refused(_ index: Int) -> Self {
        .init(index: index, outcome: .refused, reply: .noSuchUser, nextAttempt: nil, charged: true)
    }

    static func deferred(_ index: Int, until next: Timestamp?, charged: Bool = true) -> Self {
        .init(index: index, outcome: .deferred, reply: .tryLater, nextAttempt: next, charged: charged)
    }
}

extension Reply {
    static let accepted = Reply(code: 250, status: EnhancedStatusCode(2, 0, 0), text: "Ok")
    static let noSuchUser = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "No such user")
    static let tryLater = Reply(code: 451, status: EnhancedStatusCode(4, 3, 0), text: "Later")
}
