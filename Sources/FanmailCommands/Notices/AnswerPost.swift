import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

/// Writes down what a list says to one person by itself, and sends it where a relay is named.
struct AnswerPost {
    /// What became of one notice.
    struct Sent {
        let notice: NoticeRecord
        /// accepted, refused, deferred, unknown; skipped: nobody is to mail the address.
        let outcome: String
        /// For a person; nothing in it can move the cursor.
        let text: String
    }

    static let waits = "waits for `fanmail inbox send`"

    let options: DeliveryOptions
    let store: Store

    /// Writes it down, and sends it at once where there is a relay.
    ///
    /// - Returns: how that went; what was not sent waits. Nil where the list's policy is not to say it.
    func send(
        _ kind: NoticeRecord.Kind, to mailbox: Mailbox, _ list: ListRecord, token: String?
    ) async throws -> (outcome: String, text: String)? {
        let office = try LetterCommand.office(options.global)
        guard let id = try Self.queue(kind, to: mailbox, list, token: token, office, options.configuration()) else {
            return nil
        }
        return try await sendNow(id, of: list)
    }

    /// Answers what a token did, as ``send(_:to:_:token:)``.
    func answer(_ effect: TokenEffect) async throws -> String? {
        let office = try LetterCommand.office(options.global)
        guard let id = try Self.queueAnswer(to: effect, office, options.configuration()) else { return nil }
        return try await sendNow(id, of: store.list(named: effect.list)).text
    }

    private func sendNow(_ id: Int64, of list: ListRecord) async throws -> (outcome: String, text: String) {
        guard try options.relay(of: [list]) != nil, let sent = try await sendDue(id).first else {
            return ("queued", Self.waits)
        }
        return (sent.outcome, sent.outcome == "deferred" ? "\(sent.text); \(Self.waits)" : sent.text)
    }

    /// Writes the welcome or the goodbye down.
    ///
    /// - Returns: its id; nil where nothing changed, or the list's policy is not to say it.
    static func queueAnswer(
        to effect: TokenEffect, _ office: PostOffice, _ settings: Configuration
    ) throws -> Int64? {
        let mailbox = try SubscriberCommand.mailbox(effect.address)
        let list = try office.store.list(named: effect.list)
        switch effect.result {
        case .unchanged: return nil
        case .unsubscribed: return try queue(.goodbye, to: mailbox, list, token: nil, office, settings)
        case .confirmed:
            let token = try office.store.token(.unsubscribe, for: mailbox, list: list, lasting: Store.leaveLifetime)
            return try queue(.welcome, to: mailbox, list, token: token, office, settings)
        }
    }

    private static func queue(
        _ kind: NoticeRecord.Kind, to mailbox: Mailbox, _ list: ListRecord, token: String?, _ office: PostOffice,
        _ settings: Configuration
    ) throws -> Int64? {
        let isWanted =
            switch kind {
            case .confirm, .stranger: true
            case .welcome: list.definition.welcome
            case .goodbye: list.definition.goodbye
            }
        guard isWanted else { return nil }
        let template = AnswerTemplate(kind: kind, mailbox: mailbox, list: list, token: token, settings: settings)
        return try office.store.queueNotice(kind, to: mailbox, list: list, message: template.message(office))
    }

    /// Sends what is due and has a relay to go to. What was deferred before it may be due again.
    ///
    /// - Parameter id: only this notice.
    func sendDue(_ id: Int64? = nil) async throws -> [Sent] {
        for stale in try store.dropStaleNotices() {
            let why = stale.isUnknown ? "its sender died; nobody knows whether it went" : "nobody took it for 3 days"
            Terminal.say("warning: a notice to \(stale.recipient) is given up: \(why)".escapedForTerminal)
        }
        var lists: [Int64: (list: ListRecord, relay: String)] = [:]
        for list in try store.lists() {
            if let relay = try options.relay(of: [list]) { lists[list.id] = (list, relay) }
        }
        var offices: [String: PostOffice] = [:]
        var results: [Sent] = []
        let start = Timestamp.now
        while let notice = try store.takeNotice(of: Set(lists.keys), id, dueBy: start) {
            guard let (list, url) = lists[notice.listID] else { continue }
            let office = try offices[url] ?? options.office(for: [list], store)
            offices[url] = office
            let (sent, isReached) = try await send(notice, office)
            try store.settle(notice, sent.outcome == "deferred" ? .deferred : .settled)
            results.append(sent)
            // A relay that is away is not asked for every notice.
            if !isReached { lists = lists.filter { $0.value.relay != url } }
        }
        return results
    }

    private func send(_ notice: NoticeRecord, _ office: PostOffice) async throws -> (Sent, isReached: Bool) {
        let mailbox = try SubscriberCommand.mailbox(notice.recipient)
        if let entry = try store.suppressions(of: mailbox).first(where: { $0.isInForce() }) {
            let text = "\(notice.recipient): skipped: suppressed (\(entry.reason))".escapedForTerminal
            return (Sent(notice: notice, outcome: "skipped", text: text), true)
        }
        do {
            let signed = try office.settings.dkim?.signed(notice.message, now: .now) ?? notice.message
            // Nothing comes back from the null reverse-path (RFC 3834, 3.3).
            let outcomes = try await office.settings.relay.send(
                signed, from: nil, to: [notice.recipient], configuration: office.settings.smtp)
            guard let outcome = outcomes.first else { throw FanmailFailure(.tryLater, "no reply") }
            let (word, isReached) =
                switch outcome.fate {
                case .accepted: ("accepted", true)
                case .refused: ("refused", true)
                case .deferred: ("deferred", true)
                case .unsent: ("deferred", false)
                case .unknown: ("unknown", true)
                }
            return (Sent(notice: notice, outcome: word, text: outcome.description), isReached)
        } catch {
            let text = "\(notice.recipient): not sent: \(error)".escapedForTerminal
            return (Sent(notice: notice, outcome: "deferred", text: text), true)
        }
    }
}
