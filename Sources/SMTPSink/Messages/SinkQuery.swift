public import FanmailBasics

/// Which messages are meant: those of which all of it is true. Case does not matter anywhere.
public struct SinkQuery: Sendable, Equatable {
    /// From where on.
    public enum Mark: Sendable, Equatable {
        /// Behind the message of this id.
        case id(Int)
        /// Taken then or later.
        case time(Timestamp)
    }

    /// A thing that is true of a message, or not.
    public struct Condition: Sendable, Equatable {
        /// What is looked at.
        public enum Field: Sendable, Equatable {
            /// A forward-path of the envelope.
            case recipient
            /// The reverse-path, or an address or a name in From.
            case sender
            case subject
            /// The text that is read: plain text and HTML.
            case text
            /// Anything: envelope, header, text.
            case anything
            /// A header field of this name, in lower case: its value.
            case header(String)
            /// An attachment, whose name is looked at.
            case attachment
        }

        public let field: Field
        public let pattern: TextPattern
        /// It is not to be so.
        public let isNegated: Bool

        /// That some text fits a pattern.
        public init(_ field: Field, _ pattern: TextPattern, isNegated: Bool = false) {
            self.field = field
            self.pattern = pattern
            self.isNegated = isNegated
        }
    }

    public var conditions: [Condition] = []
    /// Only what came behind it.
    public var since: Mark?
    /// Only what was taken before then.
    public var before: Timestamp?

    /// Every message.
    public init() {}

    /// Whose envelope has a recipient that fits a pattern, with `*` for any characters.
    public init(to pattern: String) { conditions = [Condition(.recipient, .glob(pattern))] }

    /// Those that are looked at without decoding a body come first.
    var inOrderOfCost: [Condition] { conditions.filter { !$0.isCostly } + conditions.filter(\.isCostly) }

    /// Whether a message is meant.
    public func matches(_ message: SinkMessage) -> Bool {
        switch since {
        case .id(let id): if message.id <= id { return false }
        case .time(let time): if message.at < time { return false }
        case nil: break
        }
        if let before, message.at >= before { return false }
        let reading = Reading(message)
        return inOrderOfCost.allSatisfy { $0.isMet(by: reading) != $0.isNegated }
    }
}

/// A message that several conditions are asked of: its body is decoded for the first of them that wants it.
private final class Reading {
    let message: SinkMessage
    lazy var content = message.content

    init(_ message: SinkMessage) { self.message = message }
}

extension SinkQuery.Condition {
    fileprivate var isCostly: Bool {
        switch field {
        case .text, .anything, .attachment: true
        case .recipient, .sender, .subject, .header: false
        }
    }

    fileprivate func isMet(by reading: Reading) -> Bool {
        let message = reading.message
        return switch field {
        case .recipient: message.recipients.contains { pattern.matches($0.path) }
        case .sender:
            pattern.matches(message.reversePath)
                || message.header.from.contains { pattern.matches($0.address) || pattern.matches($0.name) }
        case .subject: pattern.matches(message.subject)
        case .text: Self.isRead(pattern, in: reading.content)
        case .header(let name): message.header.values(name).contains { pattern.matches($0) }
        case .attachment: reading.content.attachments.contains { pattern.matches($0.name) }
        case .anything:
            pattern.matches(message.reversePath) || message.recipients.contains { pattern.matches($0.path) }
                || message.header.fields.contains { pattern.matches($0.value) }
                || Self.isRead(pattern, in: reading.content)
        }
    }

    private static func isRead(_ pattern: TextPattern, in content: MessageContent) -> Bool {
        pattern.matches(content.text) || pattern.matches(content.html)
    }
}
