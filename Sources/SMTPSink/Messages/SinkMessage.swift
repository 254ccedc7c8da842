public import FanmailBasics
import NIOConcurrencyHelpers

/// A message that a sink holds, with its envelope beside it.
public final class SinkMessage: Sendable, Identifiable {
    /// A forward-path with the parameters of its RCPT.
    public struct Recipient: Sendable, Equatable {
        public let path: String
        /// As they were written, such as `NOTIFY=NEVER`.
        public let parameters: [String]

        /// A recipient.
        public init(path: String, parameters: [String] = []) {
            self.path = path
            self.parameters = parameters
        }
    }

    /// Higher than that of whatever came before; never used again.
    public let id: Int
    /// When it was taken.
    public let at: Timestamp
    /// What stood between the angle brackets of MAIL; empty for the null path.
    public let reversePath: String
    /// The parameters of MAIL, as they were written, such as `BODY=8BITMIME`.
    public let mailParameters: [String]
    /// In the order of RCPT.
    public let recipients: [Recipient]
    /// Who brought it.
    public let session: SessionFacts
    /// Without stuffed dots; header and body.
    public let octets: [UInt8]

    private let decoded = NIOLockedValueBox<MessageHeader?>(nil)
    /// Of its header, where that is held once it was decoded.
    private let headerOctets: Int

    /// A message.
    public init(
        id: Int, at: Timestamp, reversePath: String, mailParameters: [String] = [], recipients: [Recipient],
        session: SessionFacts = SessionFacts(), octets: [UInt8]
    ) {
        self.id = id
        self.at = at
        self.reversePath = reversePath
        self.mailParameters = mailParameters
        self.recipients = recipients
        self.session = session
        self.octets = octets
        headerOctets = Self.headerOctets(octets)
    }

    /// One that was kept.
    ///
    /// - Parameter octets: its body, read.
    convenience init(id: Int, _ message: KeptMessage, octets: [UInt8]) {
        let parameters = message.recipientParameters
        self.init(
            id: id, at: message.at, reversePath: message.reversePath, mailParameters: message.mailParameters,
            recipients: message.forwardPaths.enumerated().map { place, path in
                Recipient(path: path, parameters: place < parameters.count ? parameters[place] : [])
            }, session: message.session, octets: octets)
    }

    /// What it takes of the room: the message, its header once more, decoded, and envelope and session beside it.
    package var heldOctets: Int {
        octets.count + Self.decodedTimes * headerOctets + Self.octets(of: session) + Self.octets(of: reversePath)
            + Self.octets(of: mailParameters)
            + recipients.reduce(0) { $0 + Self.octets(of: $1.path) + Self.octets(of: $1.parameters) }
    }

    /// A header that is longer is decoded anew each time, rather than held.
    private static let longestHeld = 64 << 10
    /// Decoded it is about so many times as long, with the places of its fields in memory.
    static let decodedTimes = 3

    /// Octets of the header as far as it is held, up to its empty line.
    static func headerOctets(_ message: [UInt8]) -> Int {
        var isEmpty = true
        for (place, byte) in message.prefix(longestHeld).enumerated() {
            if byte == 0x0A {
                if isEmpty { return place }
                isEmpty = true
            } else if byte != 0x0D {
                isEmpty = false
            }
        }
        return message.count < longestHeld ? message.count : 0
    }

    /// With its place in memory.
    static func octets(of text: String) -> Int { text.utf8.count + 32 }

    static func octets(of texts: [String]) -> Int { texts.reduce(0) { $0 + octets(of: $1) } }

    static func octets(of session: SessionFacts) -> Int {
        octets(of: session.hello ?? "") + octets(of: session.user ?? "")
    }

    /// Octets of the message.
    public var size: Int { octets.count }

    /// Its header, decoded when it is first asked for.
    public var header: MessageHeader {
        if let known = decoded.withLockedValue({ $0 }) { return known }
        let header = MessageHeader(octets)
        if headerOctets > 0 { decoded.withLockedValue { $0 = header } }
        return header
    }

    /// What follows its header, as it came.
    package var body: ArraySlice<UInt8> { ReceivedEntity(octets).body }

    /// Its parts, decoded anew each time.
    public var content: MessageContent { MessageContent(octets) }

    /// The subject, decoded.
    public var subject: String { header.subject }

    /// The plain text; empty where there is none.
    public var text: String { content.text }

    /// The HTML; empty where there is none.
    public var html: String { content.html }

    /// The links of text and HTML, each once.
    public var links: [String] { content.links.map(\.url) }
}
