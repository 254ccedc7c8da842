/// An enhanced mail system status code, `class.subject.detail` (RFC 3463, 2).
public struct EnhancedStatusCode: Hashable, Sendable, CustomStringConvertible {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    public let `class`: UInt8
    /// 0 to 999.
    public let subject: UInt16
    /// 0 to 999.
    public let detail: UInt16

    public init(_ class: UInt8, _ subject: UInt16, _ detail: UInt16) {
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    /// `nil` unless the text is a whole code of a known class, such as `5.1.1`.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// The same from bytes; nothing is allocated, since every reply passes here.
    @inlinable public init?(utf8 bytes: some Sequence<UInt8>) {
        var parts: (UInt16, UInt16, UInt16) = (0, 0, 0)
        var (part, digits) = (0, 0)
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, part < 2 else { return nil }
                parts = (parts.1, parts.2, 0)
                part += 1
                digits = 0
            } else {
                guard (0x30...0x39).contains(byte), digits < 3 else { return nil }
                parts.2 = parts.2 * 10 + UInt16(byte - 0x30)
                digits += 1
            }
        }
        guard part == 2, digits > 0, parts.0 == 2 || parts.0 == 4 || parts.0 == 5 else { return nil }
        self.init(UInt8(parts.0), parts.1, parts.2)
    }

    public var description: String {
        // Nearly all of them, and one is written for every envelope.
        guard self.class < 10, subject < 10, detail < 10 else { return "\(self.class).\(subject).\(detail)" }
        return String(unsafeUninitializedCapacity: 5) {
            ($0[0], $0[1], $0[3]) = (0x30 + self.class, UInt8(ascii: "."), UInt8(ascii: "."))
            ($0[2], $0[4]) = (0x30 + UInt8(subject), 0x30 + UInt8(detail))
            return 5
        }
    }
}
