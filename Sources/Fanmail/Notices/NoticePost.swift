import Bounces
import Composition
import FanmailBasics
package import ListStore
import MailingLists
import SMTPClient
package import SMTPCore

/// Sends what lists say to one person by themselves, where there is a relay.
package struct NoticePost {
    package enum Outcome: String, Sendable {
        case accepted, refused, deferred, unknown
        /// Nobody is to mail the address.
        case skipped
    }

    /// What became of one notice.
    package struct Sent: Sendable {
        package let notice: NoticeRecord
        package let outcome: Outcome
        /// For a person; nothing in it can move the cursor.
        package let text: String
    }

    /// A notice that is not tried again.
    package struct GivenUp: Sendable, Equatable {
        package let recipient: String
        /// Its sender died, so that nobody knows whether it went; else nobody took it for days.
        package let isUnknown: Bool
    }

    package struct Round: Sendable {
        package var sent: [Sent] = []
        package var givenUp: [GivenUp] = []
    }

    /// What became of a notice that was written just now.
    package struct Posted: Sendable {
        /// Nil where it waits, for there is no relay, or another has taken it.
        package let sent: Sent?
        /// Others, which were found to be over.
        package let givenUp: [GivenUp]
    }

    private let writer: NoticeWriter
    private let relay: (ListRecord) throws -> String?
    private let office: (ListRecord) throws -> PostOffice

    private var store: Store { writer.store }

    /// - Parameters:
    ///   - relay: the URL of what takes a list's notices; nil for none.
    ///   - office: what sends a list's notices there; asked once for each relay, and not before there is something to send.
    package init(
        writer: NoticeWriter, relay: @escaping (ListRecord) throws -> String?,
        office: @escaping (ListRecord) throws -> PostOffice
    ) {
        self.writer = writer
        self.relay = relay
        self.office = office
    }

    /// Writes a notice down, and sends it at once where there is a relay.
    ///
    /// - Returns: how that went; nil where the list's policy is not to say it.
    package func post(
        _ kind: NoticeRecord.Kind, to mailbox: Mailbox, _ list: ListRecord, token: String?
    ) async throws -> Posted? {
        let id = try await store.apart { [writer] in try writer.write(kind, to: mailbox, list, token: token) }
        guard let id else { return nil }
        return try await sendNow(id, of: list)
    }

    /// Says what a token did, as ``post(_:to:_:token:)``; nil also where it did nothing.
    package func answer(_ effect: TokenEffect) async throws -> Posted? {
        let written = try await store.apart { [writer] in
            try writer.write(answerTo: effect).map { (id: $0, list: try writer.store.list(named: effect.list)) }
        }
        guard let written else { return nil }
        return try await sendNow(written.id, of: written.list)
    }

    /// Tells the owners of a mailing's lists what came back, those who were not told yet, at once where there is a relay.
    ///
    /// - Parameter commands: as ``NoticeWriter/warnOwners(of:commands:)``.
    /// - Returns: of each whom that is told, how it went.
    package func warnOwners(
        of mailing: Int64, commands: @escaping @Sendable (OwnerWarning, ListRecord) -> [String]
    ) async throws -> [(written: WrittenWarning, posted: Posted)] {
        let written = try await store.apart { [writer] in try writer.warnOwners(of: mailing, commands: commands) }
        var told: [(written: WrittenWarning, posted: Posted)] = []
        for one in written { told.append((one, try await sendNow(one.notice, of: one.list))) }
        return told
    }

    /// Writes down the letters of probes that have none yet; they are many at a mailing's end, and wait for a round.
    ///
    /// - Returns: how many.
    package func probe() async throws -> Int { try await store.apart { [writer] in try writer.writeProbes() } }

    private func sendNow(_ id: Int64, of list: ListRecord) async throws -> Posted {
        guard try relay(list) != nil else { return Posted(sent: nil, givenUp: []) }
        let round = try await sendDue(id)
        return Posted(sent: round.sent.first, givenUp: round.givenUp)
    }

    /// Sends what is due and has a relay to go to. What was deferred before it may be due again.
    ///
    /// - Parameter id: only this notice.
    package func sendDue(_ id: Int64? = nil) async throws -> Round {
        var round = Round()
        let all: [ListRecord]
        (round.givenUp, all) = try await store.apart { [store] in
            let stale = try store.dropStaleNotices()
            return (stale.map { GivenUp(recipient: $0.recipient, isUnknown: $0.isUnknown) }, try store.lists())
        }
        var lists: [Int64: (list: ListRecord, relay: String)] = [:]
        for list in all {
            if let relay = try relay(list) { lists[list.id] = (list, relay) }
        }
        var offices: [String: PostOffice] = [:]
        let start = Timestamp.now
        while let notice = try await take(of: Set(lists.keys), id, dueBy: start) {
            guard let (list, url) = lists[notice.listID] else { continue }
            let office = try offices[url] ?? office(list)
            offices[url] = office
            let (sent, isReached) = try await send(notice, of: list, office)
            let fate: NoticeFate =
                switch sent.outcome {
                case .accepted: .accepted
                case .deferred: .deferred
                case .refused, .unknown, .skipped: .settled
                }
            try await store.apart { [store] in try store.settle(notice, fate) }
            round.sent.append(sent)
            // A relay that is away is not asked for every notice.
            if !isReached { lists = lists.filter { $0.value.relay != url } }
        }
        return round
    }

    private func take(of lists: Set<Int64>, _ id: Int64?, dueBy moment: Timestamp) async throws -> NoticeRecord? {
        try await store.apart { [store] in try store.takeNotice(of: lists, id, dueBy: moment) }
    }

    /// Nothing comes back from the null reverse-path (RFC 3834, 3.3); a probe is sent to come back.
    private func reversePath(_ notice: NoticeRecord, _ list: ListRecord) async throws -> String? {
        guard let probe = notice.probe else { return nil }
        let path = try await store.apart { [store] in try store.reversePath(ofProbe: probe, list) }
        return path.address.isEmpty ? nil : path.address
    }

    private func send(
        _ notice: NoticeRecord, of list: ListRecord, _ office: PostOffice
    ) async throws -> (Sent, isReached: Bool) {
        func sent(_ outcome: Outcome, _ text: String) -> Sent { Sent(notice: notice, outcome: outcome, text: text) }
        let mailbox = try Mailbox(parsing: notice.recipient)
        let suppressions = try await store.apart { [store] in try store.suppressions(of: mailbox) }
        if let entry = suppressions.first(where: { $0.isInForce() }) {
            return (
                sent(.skipped, "\(notice.recipient): skipped: suppressed (\(entry.reason))".escapedForTerminal), true
            )
        }
        let settings = office.settings
        do {
            let signed = try settings.dkim?.signed(notice.message, now: .now) ?? notice.message
            let path = try await reversePath(notice, list)
            let outcomes =
                if let transport = settings.post(for: list.name) {
                    try await transport.send(signed, from: path, to: [notice.recipient])
                } else {
                    try await settings.relay.send(
                        signed, from: path, to: [notice.recipient], configuration: settings.smtp)
                }
            guard let outcome = outcomes.first else { throw FanmailFailure(.tryLater, "no reply") }
            if case .refused(let reply) = outcome.fate, let probe = notice.probe {
                let relay = settings.destination
                _ = try await store.apart { [store] in
                    let judge = TaughtRules.judge(ofDatabase: store.path) { _ in }
                    return try store.refuse(
                        probe: probe, recipient: mailbox, reply: reply, relay: relay, judge: judge)
                }
            }
            let (result, isReached): (Outcome, Bool) =
                switch outcome.fate {
                case .accepted: (.accepted, true)
                case .refused: (.refused, true)
                case .deferred: (.deferred, true)
                case .unsent: (.deferred, false)
                case .unknown: (.unknown, true)
                }
            return (sent(result, outcome.description), isReached)
        } catch {
            return (sent(.deferred, "\(notice.recipient): not sent: \(error)".escapedForTerminal), true)
        }
    }
}
