package import ListStore
import MailingLists
package import SMTPCore

/// Subscribes one address by hand: at once, or once its owner has confirmed. Nobody past a suppression, whoever calls.
package struct ManualSubscription: Sendable {
    package enum Outcome: Sendable, Equatable {
        case subscribed
        /// Nothing was done, but for what is known of the person.
        case alreadySubscribed
        /// It is pending; the owner is to be asked with this token, for the `asked`-th time within a day.
        case waits(token: String, asked: Int)
    }

    /// How long a token confirms.
    private static let patience = Duration.seconds(7 * 86_400)

    package let address: Mailbox
    package let list: ListRecord
    private let store: Store
    package var name: String?
    /// Language, tags and attributes; nil where nothing is said of them.
    package var details: PersonChange?
    /// Where the consent comes from, how it was given, and who says so, for its history.
    package var source = "command line"
    package var how: String?
    package var by: String?

    /// Looks whether it can be done, and changes nothing.
    ///
    /// - Throws: ``SuppressionRefusal``; `StoreFailure`.
    package init(of address: Mailbox, to list: ListRecord, in store: Store) throws {
        (self.address, self.list, self.store) = (address, list, store)
        try SuppressionRefusal.check(address, in: store)
    }

    /// - Parameter confirming: whether the owner is asked first; nil for the list's policy.
    /// - Throws: `StoreFailure`, also where the owner was asked too often.
    package func run(confirming: Bool? = nil) throws(StoreFailure) -> Outcome {
        let outcome = confirming ?? list.definition.doubleOptIn ? try waiting() : try subscribed()
        if let details { _ = try store.edit(address, details) }
        return outcome
    }

    private func subscribed() throws(StoreFailure) -> Outcome {
        let result = try store.subscribe(address, name: name, list: list, source: source, how: how, by: by)
        return result == .added ? .subscribed : .alreadySubscribed
    }

    private func waiting() throws(StoreFailure) -> Outcome {
        guard let asked = try store.askToConfirm(address, name: name, list: list, source: source, by: by) else {
            return .alreadySubscribed
        }
        let token = try store.token(.confirm, for: address, list: list, lasting: Self.patience)
        return .waits(token: token, asked: asked)
    }
}
