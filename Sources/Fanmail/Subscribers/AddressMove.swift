package import ListStore
package import SMTPCore

/// Gives a subscriber another address: the new one joins what the old one leaves, and both stay one person's.
package struct AddressMove: Sendable {
    package enum Refusal: Error, Equatable {
        /// Both addresses are one, however they are spelled.
        case sameAddress
        /// Nobody has the old one.
        case unknown
    }

    package let old: Mailbox
    package let new: Mailbox
    private let store: Store

    /// Looks whether it can be done, and changes nothing.
    ///
    /// - Throws: ``Refusal``; ``SuppressionRefusal`` of either address; `StoreFailure`.
    package init(from old: Mailbox, to new: Mailbox, in store: Store) throws {
        guard old.key != new.key else { throw Refusal.sameAddress }
        (self.old, self.new, self.store) = (old, new, store)
        // A new address is no way round the wish of its owner; the wish about a domain stays behind with it.
        try SuppressionRefusal.check(old, in: store, leavesOutDomain: true)
        try SuppressionRefusal.check(new, in: store)
    }

    /// - Parameter by: whose doing it is, for the history of consent.
    /// - Returns: the names of the lists that the new address is on for it.
    /// - Throws: ``Refusal/unknown``; `StoreFailure`.
    package func run(by: String?) throws -> [String] {
        guard let lists = try store.move(old, to: new, by: by) else { throw Refusal.unknown }
        return lists
    }
}
