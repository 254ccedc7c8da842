/// Octets as hexadecimal digits, two each (RFC 4648, 8).
///
/// Small enough to be inlined, since others call it for each octet of what they encode.
package enum Hex {
    /// The octets in lower case, as digests are written.
    @inlinable
    package static func encode(_ octets: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * octets.underestimatedCount)
        for octet in octets {
            digits.append(digit(octet >> 4))
            digits.append(digit(octet & 0xF))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// One octet in upper case, as percent-encoding and quoted-printable have it (RFC 3986, 2.1; RFC 2045, 6.7).
    package static func upper(_ octet: UInt8) -> String {
        String(decoding: [upperDigit(octet >> 4), upperDigit(octet & 0xF)], as: UTF8.self)
    }

    /// A number in lower case, with zeros before it up to a width.
    package static func padded(_ number: some FixedWidthInteger & UnsignedInteger, width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Strict: digits in either case and nothing else, no sign among them, which Swift's own numbers would take.
    ///
    /// - Returns: nil for an odd number of digits, or anything that is none.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for byte in text.utf8 {
            guard let value = value(of: byte) else { return nil }
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? octets : nil
    }

    /// The octet that two digits stand for.
    @inlinable
    package static func octet(_ high: UInt8, _ low: UInt8) -> UInt8? {
        guard let high = value(of: high), let low = value(of: low) else { return nil }
        return high << 4 | low
    }

    /// What a digit stands for, in either case; nil when it is none.
    @inlinable
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    /// - Parameter value: below 16.
    @inlinable
    package static func digit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }

    /// - Parameter value: below 16.
    @inlinable
    package static func upperDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x37) }
}
