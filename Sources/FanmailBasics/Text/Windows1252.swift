/// The charset that most of what says nothing of itself, or ISO-8859-1, is written in (WHATWG Encoding, 9). Every octet
/// is a character, so that nothing is lost.
package enum Windows1252 {
    /// Of 0x80 to 0x9F; all others are those of ISO-8859-1.
    private static let special = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

    package static func scalar(_ octet: UInt8) -> Unicode.Scalar {
        (0x80...0x9F).contains(octet) ? special[Int(octet) - 0x80] : Unicode.Scalar(octet)
    }

    package static func text(_ octets: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for octet in octets { text.append(scalar(octet)) }
        return String(text)
    }
}
