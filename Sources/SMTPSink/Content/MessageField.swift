/// A header field as a person reads it.
public struct MessageField: Sendable, Equatable {
    /// As it is written.
    public let name: String
    /// Unfolded, and decoded (RFC 2047).
    public let value: String

    /// A field of this name and value.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
