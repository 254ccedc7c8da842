import FanmailMIME

/// A part of a message that holds no others.
public struct MessagePart: Sendable, Equatable {
    /// What it is to whoever reads the message.
    public enum Role: String, Sendable {
        /// Text that is read.
        case text
        /// The same as HTML.
        case html
        /// Shown within the HTML, which names it by ``MessagePart/contentID``.
        case inline
        case attachment
    }

    /// As IMAP counts: `1`, or `2.1` within the second (RFC 9051, 6.4.5).
    public let number: String
    /// In lower case, such as `text/html`.
    public let type: String
    /// As it says; nil where it does not.
    public let charset: String?
    /// The file's name, decoded; empty where there is none.
    public let name: String
    /// Without its angle brackets; empty where there is none (RFC 2392).
    public let contentID: String
    public let role: Role
    /// Its octets, without their transfer encoding.
    public let octets: [UInt8]

    /// What it says to a reader, in its charset; its lines end in LF.
    public var text: String {
        CharsetText.decode(octets[...], charset).replacing("\r\n", with: "\n")
    }
}
