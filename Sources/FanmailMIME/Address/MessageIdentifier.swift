/// The value of a Message-ID field (RFC 5322, 3.6.4).
public enum MessageIdentifier {
    /// The one identifier in a value, `<left@right>`, without comments and blanks around it; nil when it is none, or holds
    /// what mail programs would read in several ways: blanks, another `@`, an octet beyond ASCII.
    public static func read(_ value: String) -> String? {
        var id: String?
        for piece in FieldScanner(Array(value.utf8)[...]).pieces {
            switch piece.kind {
            case .comment where piece.raw.last == UInt8(ascii: ")"): continue
            case .angle where id == nil && isLawful(piece.raw): id = String(decoding: piece.raw, as: UTF8.self)
            default: return nil
            }
        }
        return id
    }

    /// A new one, `<digits@domain>`, with 130 random bits.
    public static func new(domain: String) -> String {
        let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)
        let random = (0..<26).map { _ in digits[Int.random(in: 0..<32)] }
        return "<\(String(decoding: random, as: UTF8.self))@\(domain)>"
    }

    private static func isLawful(_ raw: ArraySlice<UInt8>) -> Bool {
        guard raw.last == UInt8(ascii: ">"), raw.count <= 990 else { return false }
        let inner = raw.dropFirst().dropLast()
        guard let at = inner.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let (left, right) = (inner[..<at], inner[(at + 1)...])
        return (isDotAtom(left) || isQuoted(left)) && (isDotAtom(right) || isLiteral(right))
    }

    private static func isDotAtom(_ text: ArraySlice<UInt8>) -> Bool {
        text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 < 0x80 && $0.isPhraseText } }
    }

    private static func isQuoted(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 2 && text.first == UInt8(ascii: "\"") && text.last == UInt8(ascii: "\"")
            && text.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
    }

    private static func isLiteral(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 2 && text.first == UInt8(ascii: "[") && text.last == UInt8(ascii: "]")
            && text.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7F && !"[]\\<>".utf8.contains($0) }
    }
}
