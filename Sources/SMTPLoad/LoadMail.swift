import FanmailBasics
public import SMTPProtocol

/// What a run sends, and to whom.
///
/// Every transaction has a Message-ID of its own, the `Date` of its second, and recipients whose numbers go up.
public struct LoadMail: Sendable {
    /// A header field of every message (RFC 5322, 2.2).
    public struct Field: Sendable, Equatable {
        public var name: String
        public var value: String

        /// Nil unless it is `Name: value` of printable ASCII, in a line of at most 998 octets with one space behind the
        /// colon.
        public init?(_ line: String) {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let name = line[..<colon]
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            guard !name.isEmpty, name.utf8.count + 2 + value.utf8.count <= 998,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
            else { return nil }
            self.name = String(name)
            self.value = String(value)
        }
    }

    /// The reverse-path; empty for the null one.
    public var sender = "bench@bench.example"
    /// Of a transaction.
    public var recipients = Distribution.fixed(1)
    /// Octets of a message, where none are given.
    public var size = Distribution.fixed(2048)
    /// Of the recipients, in turn.
    public var domains = ["bench.example"]
    /// A forward-path with `{n}` for a number that goes up, or `{i}` for one that counts within a transaction, instead of
    /// made-up ones at ``domains``.
    public var recipientPattern: String?
    /// Forward-paths to take in turn, instead of made-up ones.
    public var addresses: [String] = []
    /// Messages to take in turn, header and body, instead of made-up ones. Their Message-ID is replaced.
    public var messages: [[UInt8]] = []
    /// Fields of every message, in place of those that have the same name.
    public var fields: [Field] = []
    /// What reports are asked for where the server offers DSN, each transaction with an ENVID of its own; nil for none.
    public var dsn: DSNRequest?

    public init() {}

    /// - Throws: `LoadMailFailure` for the first of ``messages`` that cannot be sent, with its place among them, or for
    ///   ``fields`` that no message can have.
    public func check() throws(LoadMailFailure) {
        if messages.isEmpty {
            do { _ = try LoadTemplate(size: 0, from: sender, identity: "", fields: fields) } catch {
                throw LoadMailFailure(message: nil, reason: error.explanation.description)
            }
        }
        for (index, message) in messages.enumerated() {
            do { _ = try LoadTemplate(message, identity: "", fields: fields) } catch {
                throw LoadMailFailure(message: index, reason: error.explanation.description)
            }
        }
    }
}

/// A message of a ``LoadMail`` that cannot be sent.
public struct LoadMailFailure: Error {
    /// Its place among ``LoadMail/messages``; nil of one that is made up.
    public let message: Int?
    /// Where, what and why, without the message.
    public let reason: String
}
