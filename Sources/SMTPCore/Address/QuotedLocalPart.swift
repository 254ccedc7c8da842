/// The quoted form of a local-part (RFC 5321, 4.1.2: `Quoted-string`).
enum QuotedLocalPart {
    /// The shortest spelling with the same meaning: `"ada"` is `ada`, `"a\b"` is `"ab"`. Other text is given back as it is.
    ///
    /// Octets beyond ASCII count as atom text (RFC 6531, 3.3).
    static func canonical(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        guard bytes.first == quote, bytes.count > 2 else { return Array(bytes) }
        var content: [UInt8] = []
        var escaped = false
        for byte in bytes.dropFirst().dropLast() {
            if byte == backslash, !escaped {
                escaped = true
            } else {
                content.append(byte)
                escaped = false
            }
        }
        if isDotString(content) { return content }
        var result = [quote]
        for byte in content {
            if byte == quote || byte == backslash { result.append(backslash) }
            result.append(byte)
        }
        result.append(quote)
        return result
    }

    private static func isDotString(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0 >= 0x80 || $0.isAtomText }
        }
    }
}
