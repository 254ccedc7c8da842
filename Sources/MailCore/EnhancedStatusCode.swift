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
        var parts: [UInt16] = []
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard (1...3).contains(part.count), parts.count < 3 else { return nil }
            var value: UInt16 = 0
            for byte in part {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + UInt16(byte - 0x30)
            }
            parts.append(value)
        }
        guard parts.count == 3, parts[0] == 2 || parts[0] == 4 || parts[0] == 5 else { return nil }
        self.init(UInt8(parts[0]), parts[1], parts[2])
    }

    public var description: String { "\(self.class).\(subject).\(detail)" }
}
