/// An address in a message that a reader may follow.
public struct MessageLink: Sendable, Equatable {
    public let url: String
    /// It stands in the HTML, where it may be that of a picture; else in the plain text.
    public let isOfHTML: Bool
}
