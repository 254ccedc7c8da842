public import FanmailBasics

/// A copy that was taken.
public struct RecordedCopy: Sendable {
    public let at: Timestamp
    public let connection: Int
    /// Counted over the sink's life.
    public let transaction: Int
    public let reversePath: String
    public let forwardPath: String
    /// Of the message after dot-unstuffing, as 16 hex digits.
    public let digest: String
    /// Octets of the message.
    public let size: Int
    /// The ENVID of MAIL, as it was written (RFC 3461, 4.4).
    public let token: String?
    /// The message's Message-ID field, when it stands in its first 16 KiB.
    public let messageID: String?
    /// The subject, decoded, when it stands there.
    public let subject: String?
    /// The values of ``SinkConfiguration/recordedFields``, decoded, in the order of the message.
    public let fields: [MessageField]
    /// The links of the message, where ``SinkConfiguration/recordsLinks`` asks for them.
    public let links: [String]
}
