import FanmailMIME
import SMTPCore

/// Somebody's address, with or without their name, as a ``MailMessage`` writes it.
///
/// Taken as it is; what cannot be written is told when the message is encoded.
public struct MailAddress: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// As people read it, in any script; nil for none.
    public var name: String?
    /// `local-part@domain`.
    public var address: String

    /// From its parts: whatever the name holds stays a name.
    public init(name: String?, address: String) {
        self.name = name
        self.address = address
    }

    /// As people write it (RFC 5322, 3.4): `ken@example.org`, `Ada <ada@lists.example>`, `"Lovelace, Ada" <ada@…>`.
    public init(_ text: String) {
        if let list = try? AddressList(text), list.entries.count == 1, list.groups.isEmpty {
            self.init(name: list.entries[0].displayName.map(EncodedWord.decode), address: list.entries[0].address)
        } else {
            self.init(name: nil, address: text)
        }
    }

    /// As ``init(_:)``.
    public init(stringLiteral text: String) { self.init(text) }

    /// Name and address, for people.
    public var description: String { name.map { "\($0) <\(address)>" } ?? address }

    /// - Parameter field: the header field that it is for.
    func mailbox(_ field: String) throws(HeaderValueFailure) -> Mailbox {
        do {
            return try Mailbox(parsing: address)
        } catch {
            throw HeaderValueFailure(
                field: field, reason: "\(address.debugDescription) is no address: \(error); write name <local@domain>")
        }
    }
}
