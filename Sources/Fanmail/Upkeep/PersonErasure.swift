package import ListStore
package import SMTPCore
package import SubscriberFiles

/// Forgets a person everywhere, under every address that they had; the counts stay, and a hash of each address on the
/// suppression list. It cannot be undone.
package struct PersonErasure: Sendable {
    /// What an erasure did.
    package struct Report: Sendable {
        /// What was removed; nil where nobody has the address.
        package let erasure: Erasure?
        /// All that were meant, the one that was given first.
        package let addresses: [Mailbox]
        /// Under which the given address stands on the suppression list now, in any case.
        package let hash: SuppressedForm
    }

    /// A file that has to be written anew, all of it, since old copies of the bytes stand in its free space. Whoever wants
    /// to write waits so long.
    package struct Rewriting: Sendable, Equatable {
        /// Octets, about: a disk that is not slow writes the file and its log in that time.
        private static let octetsInASecond: Int64 = 50 << 20

        package let octets: Int64
        /// About, 1 or more.
        package var seconds: Int { Int(max(1, octets / Self.octetsInASecond)) }
    }

    package let address: Mailbox
    /// All that are meant: the given one, then the others that the person had. They are what to ask about before.
    package let addresses: [String]
    private let store: Store

    /// Looks up who is meant, and changes nothing.
    package init(of address: Mailbox, in store: Store) throws(StoreFailure) {
        self.address = address
        self.store = store
        addresses = [address.address] + (try store.otherAddresses(of: address)).map(\.address)
    }

    /// - Parameters:
    ///   - by: whose doing it is, for the history of consent.
    ///   - rewriting: called before the file is written anew, where it has to be.
    package func run(
        by: String?, rewriting: (Rewriting) -> Void = { _ in }
    ) throws(StoreFailure) -> Report {
        let erasure = try store.erase(address, by: by) { rewriting(Rewriting(octets: $0)) }
        return Report(
            erasure: erasure, addresses: erasure?.addresses ?? [address], hash: AddressHash.form(of: address))
    }
}
