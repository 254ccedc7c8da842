import FanmailBasics
package import ListStore
package import SMTPCore

/// What is known of one person, under every address that they had: what a person may ask for (GDPR, article 15).
package struct PersonDisclosure: Sendable {
    /// What was mailed to them, what came back, and what waits to be said to them; each the oldest first.
    package struct Mail: Sendable {
        package let mailings: [PersonMailing]
        package let bounces: [BounceRecord]
        package let confirmationRequests: [ConfirmationRequest]
        package let notices: [PersonNotice]

        init(_ addresses: [Mailbox], _ store: Store) throws {
            mailings = try addresses.flatMap(store.mailings(of:)).sortedStably { $0.mailing < $1.mailing }
            bounces = try addresses.flatMap(store.bounces(of:)).sortedStably { $0.at < $1.at }
            confirmationRequests = try addresses.flatMap(store.confirmationRequests(of:)).sortedStably { $0.at < $1.at }
            notices = try addresses.flatMap(store.notices(of:)).sortedStably { $0.at < $1.at }
        }
    }

    package let person: PersonRecord
    /// The same person's under the other addresses that they had.
    package let others: [PersonRecord]
    /// The entries of the suppression list that are in force for any of the addresses, each once.
    package let suppressions: [SuppressionRecord]
    package let subscriptions: [SubscriptionRecord]
    /// How subscriptions came and ended, the oldest first.
    package let history: [ConsentRecord]
    /// nil unless asked for.
    package let mail: Mail?

    /// - Parameter withMail: also mailings with their outcomes, bounces, and messages that wait.
    /// - Throws: ``FanmailFailure`` where nobody has this address; it says so when the address is suppressed.
    ///   `StoreFailure`.
    package init(of address: Mailbox, in store: Store, withMail: Bool = false) throws {
        guard let person = try store.person(address) else {
            let suppression = try store.suppressions(of: address).first { $0.isInForce() }
            let why = suppression.map { "; it is suppressed: \($0.reason)" } ?? ""
            throw FanmailFailure(.noInput, "\(address.address) is not known here\(why)".escapedForTerminal)
        }
        self.person = person
        others = try store.otherAddresses(of: address)
        let addresses = try [address] + others.map { try Mailbox(parsing: $0.address) }
        suppressions = try addresses.flatMap(store.suppressions(of:)).reduce(into: []) { entries, entry in
            if entry.isInForce(), !entries.contains(entry) { entries.append(entry) }
        }
        subscriptions = try addresses.flatMap(store.subscriptions(of:))
        history = try addresses.flatMap(store.consent(of:)).sortedStably { $0.at < $1.at }
        mail = try withMail ? Mail(addresses, store) : nil
    }
}
