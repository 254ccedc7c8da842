package import ListStore
import MailingLists
package import SMTPCore

/// Mail to the addresses that act: does what it asks for, leaving or confirming, and answers with the list's notice.
package struct Inbox {
    /// What a message was, and what was done.
    package enum Outcome: IncomingOutcome {
        /// A token was redeemed; with the notice that tells so, unless nothing changed or the list says nothing.
        case redeemed(TokenEffect, NoticePost.Posted?)
        /// Somebody wants to leave, and is not subscribed with the address they write from; with the notice that tells so,
        /// unless they were told within a day or are none who reads.
        case stranger(Mailbox, ListRecord, NoticePost.Posted?)
        /// It asks for nothing.
        case ignored(InboxReason)
        /// Somebody is to look at it.
        case notUnderstood(InboxReason)
        /// It lies in a Maildir, and cannot be read.
        case unreadable(String)

        package var isUnderstood: Bool {
            switch self {
            case .redeemed, .stranger, .ignored: true
            case .notUnderstood, .unreadable: false
            }
        }
    }

    /// What is done about a message, before anything is said in return.
    private enum Decision: Sendable {
        case redeemed(TokenEffect)
        case stranger(Mailbox, ListRecord, isToBeAnswered: Bool)
        case ignored(InboxReason)
        case notUnderstood(InboxReason)
    }

    private let store: Store
    private let notices: NoticePost

    package init(store: Store, notices: NoticePost) {
        self.store = store
        self.notices = notices
    }

    /// Takes one message.
    ///
    /// - Parameter recipients: those of its envelope, where they are known; else its header tells.
    /// - Throws: where the database or a notice's template fails; who left has left then all the same.
    package func take(_ message: [UInt8], recipients: [String] = []) async throws -> Outcome {
        let decision = try await store.apart { [store] in try Self.decide(message, recipients, store) }
        return switch decision {
        case .redeemed(let effect): .redeemed(effect, try await notices.answer(effect))
        case .stranger(let sender, let list, let isToBeAnswered):
            .stranger(
                sender, list, isToBeAnswered ? try await notices.post(.stranger, to: sender, list, token: nil) : nil)
        case .ignored(let reason): .ignored(reason)
        case .notUnderstood(let reason): .notUnderstood(reason)
        }
    }

    /// Takes all that came in, and tells of each.
    ///
    /// - Throws: ``IncomingMail/Failure``, and as ``take(_:recipients:)``.
    package func take(
        _ mail: IncomingMail, recipients: [String] = [], telling: (_ name: String, _ outcome: Outcome) throws -> Void
    ) async throws -> IncomingMail.Counts {
        try await mail.forEach(take: { try await take($0, recipients: recipients) }, telling: telling)
    }

    private static func decide(_ message: [UInt8], _ recipients: [String], _ store: Store) throws -> Decision {
        guard let incoming = IncomingMessage(message) else { return .notUnderstood(.noMessage) }
        switch incoming.origin {
        case .person: break
        case .machine(let mark): return .ignored(.machine(mark))
        case .report(let kind): return .ignored(.report(kind))
        }
        let texts = incoming.destinations(recipients, "Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
        let sender = incoming.sender
        var reason = InboxReason.noSignedAddress
        for token in texts.flatMap({ TokenAddress.tokens(in: $0) }).prefix(IncomingMessage.mostTokens).map(\.token) {
            do {
                return .redeemed(try store.redeem(token, source: "mail", sender: sender))
            } catch let failure as TokenFailure {
                reason = .token(failure)
            } catch let failure as StoreFailure where failure.kind == .stranger {
                guard let sender, let (list, fate) = try store.meetStranger(sender, token: token) else { continue }
                let mayAnswer = try fate == .isToBeAnswered && sender.isAnswerable && store.list(address: sender) == nil
                return .stranger(sender, list, isToBeAnswered: mayAnswer)
            } catch let failure as StoreFailure where failure.isAboutInput {
                guard sender != nil else { return .notUnderstood(.unknownSender(failure)) }
                reason = .impossible(failure)
            }
        }
        return .ignored(reason)
    }
}

extension Mailbox {
    /// A person may read what is sent there (RFC 3834, 2).
    fileprivate var isAnswerable: Bool {
        let name = localPart.lowercased()
        return !["mailer-daemon", "postmaster", "noreply", "no-reply", "do-not-reply", "donotreply"].contains(name)
            && !name.hasPrefix("owner-")
            && !["-request", "-owner", "-bounces", "-errors"].contains { name.hasSuffix($0) }
    }
}
