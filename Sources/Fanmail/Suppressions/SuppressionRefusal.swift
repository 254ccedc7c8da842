import FanmailBasics
package import ListStore
package import SMTPCore
import SubscriberFiles

/// Nobody is subscribed by hand, nor moved, whose address is suppressed: whoever means it lifts that first.
package struct SuppressionRefusal: Error {
    package let address: Mailbox
    /// What suppresses the address; it is in force.
    package let entry: SuppressionRecord

    /// - Parameter leavesOutDomain: whether an entry for all of a domain is none that counts.
    /// - Throws: ``SuppressionRefusal`` where the address is suppressed; `StoreFailure`.
    package static func check(_ address: Mailbox, in store: Store, leavesOutDomain: Bool = false) throws {
        let entry = try store.suppressions(of: address).first {
            $0.isInForce() && !(leavesOutDomain && $0.form.kind == .domain)
        }
        if let entry { throw SuppressionRefusal(address: address, entry: entry) }
    }
}

extension FanmailFailure {
    /// With what lifts it as its remedy.
    package init(_ refusal: SuppressionRefusal) {
        let entry = refusal.entry
        self.init(
            .unusableInput,
            "\(refusal.address.address) is suppressed (\(entry.reason)) since \(entry.createdAt.rfc3339)",
            remedy: .lift(suppression: entry.form.text))
    }
}
