import FanmailBasics

/// The encoding of values in ESMTP parameters.
package enum XText {
    /// What an xtext stands for (RFC 3461, 4). A `+` without two hexadecimal digits behind it is taken as it is.
    package static func decoded(_ text: String) -> String {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = Array(rest.prefix(2))
            if byte == UInt8(ascii: "+"), digits.count == 2, let value = Hex.octet(digits[0], digits[1]) {
                octets.append(value)
                rest = rest.dropFirst(2)
            } else {
                octets.append(byte)
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "=")
    }

    /// Whether they are the same in xtext.
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.allSatisfy { isPlain($0) } }

    /// xtext (RFC 3461, 4): what is not printable, `+` and `=` become `+` and two hexadecimal digits.
    static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            if isPlain(byte) {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "+"))
                text.append(Hex.upperDigit(byte >> 4))
                text.append(Hex.upperDigit(byte & 0xF))
            }
        }
    }

    /// How many octets they are in xtext.
    static func length(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.reduce(0) { $0 + (isPlain($1) ? 1 : 3) }
    }

    /// An address as the original recipient: `rfc822;` and xtext, or `utf-8;` and utf-8-addr-xtext, whose scalars beyond
    /// ASCII are `\x{…}` (RFC 6533, 3).
    static func appendAddress(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        guard bytes.contains(where: { $0 > 0x7F }) else {
            text.append(contentsOf: "rfc822;".utf8)
            return append(bytes, to: &text)
        }
        text.append(contentsOf: "utf-8;".utf8)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.isASCII, isPlain(UInt8(scalar.value)), scalar != "\\" {
                text.append(UInt8(scalar.value))
            } else {
                text.append(contentsOf: "\\x{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
            }
        }
    }
}
