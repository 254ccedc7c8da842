/// A step on the way to the first mail transaction, and how long it took.
public struct OpeningStep: Sendable, Equatable {
    /// `connect`, `greeting`, `EHLO`, `STARTTLS`, `the TLS handshake`, `AUTH`.
    public let name: String
    /// From the end of the step before, or from the call.
    public let duration: Duration

    /// The name of the step that encrypts the connection.
    package static let handshake = "the TLS handshake"
}
