/// What a message of their own says of the one recipient of an envelope.
package struct RecipientDetails: Sendable, Equatable {
    /// The id of the subscription through which they get it.
    package let subscription: Int64
    package let name: String?
    /// A language tag (BCP 47).
    package let language: String?
    /// A JSON object.
    package let attributes: String?

    package init(subscription: Int64, name: String? = nil, language: String? = nil, attributes: String? = nil) {
        self.subscription = subscription
        self.name = name
        self.language = language
        self.attributes = attributes
    }
}
