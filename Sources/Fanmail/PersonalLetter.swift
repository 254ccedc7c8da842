package import Delivery

/// A letter that says something else to each recipient, as a mailing needs it.
package protocol PersonalLetter: Sendable {
    /// All that it is made from, so that a resume makes the same messages.
    var archive: [UInt8] { get }
    /// What it asks of a recipient, in the order of first use.
    var personalFields: [PersonalField] { get }
    /// The message as it might look to somebody, its header in earnest: it names the lists.
    func sample() throws -> [UInt8]
    /// The message to one recipient, without list fields and signatures. The same for the same recipient.
    func message(for recipient: PersonalRecipient) throws -> [UInt8]
}

/// A placeholder that depends on the recipient.
package struct PersonalField: Sendable, Equatable {
    /// `subscriber.name`, `attributes.city`.
    package let name: String
    /// Where it first stands in the letter, from 1.
    package let line: Int
    package let hasDefault: Bool

    package init(name: String, line: Int, hasDefault: Bool) {
        self.name = name
        self.line = line
        self.hasDefault = hasDefault
    }
}

/// Who a copy is for.
package struct PersonalRecipient: Sendable {
    package let address: String
    package let details: RecipientDetails
    /// The page that ends their subscription; nil where the list has none.
    package let unsubscribeURL: String?
    package let token: String
}
