import FanmailBasics

/// Why a text is not a mailbox: one reason, for a person.
public struct MailboxSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A clause such as `there is no @` or `the domain has an empty label`. Holds no control characters.
    public let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    public var description: String { reason }

    static let empty = Self("the address is empty")
    static let tooLong = Self("the address is longer than 254 octets")
    static let notUTF8 = Self("the address is not valid UTF-8")
    static let noAt = Self("there is no @")
    static let manyAts = Self("there is more than one @")
    static let emptyLocalPart = Self("there is nothing before the @")
    static let longLocalPart = Self("the local-part is longer than 64 octets")
    static let leadingDot = Self("the local-part begins with a dot")
    static let trailingDot = Self("the local-part ends with a dot")
    static let doubleDot = Self("the local-part has two dots in a row")
    static let openQuote = Self("the quoted local-part has no closing quote")
    static let textAfterQuote = Self("the quoted local-part is not followed by @")
    static let emptyDomain = Self("there is nothing after the @")
    static let emptyLabel = Self("the domain has an empty label")
    static let longLabel = Self("the domain has a label longer than 63 octets")
    static let hyphen = Self("the domain has a label that begins or ends with a hyphen")
    static let oneLabel = Self("the domain has only one label")
    static let numericTopLevel = Self("the top-level domain is a number")
    static let badLiteral = Self("the address literal is not a valid IPv4 or IPv6 address")
    static let badIDN = Self("the domain is not a valid internationalised domain name")

    /// A byte that has no place where it stands; `part` is `local-part` or `domain`.
    static func unexpected(_ byte: UInt8, in part: String) -> Self {
        switch byte {
        case 0x20: return Self("the \(part) contains a space")
        case 0x09: return Self("the \(part) contains a tab")
        case 0x0A, 0x0D: return Self("the \(part) contains a line break")
        case 0..<0x20, 0x7F:
            return Self("the \(part) contains a control character (0x\(Hex.upper(byte)))")
        default:
            let remedy = part == "domain" ? "" : " outside quotes"
            return Self("the \(part) contains \(Unicode.Scalar(byte))\(remedy)")
        }
    }

    /// A scalar beyond ASCII that nobody could see or tell apart.
    static func unusable(_ scalar: Unicode.Scalar) -> Self {
        let digits = Hex.padded(scalar.value, width: 4).uppercased()
        return Self("the local-part contains an invisible or unassigned character (U+\(digits))")
    }
}
