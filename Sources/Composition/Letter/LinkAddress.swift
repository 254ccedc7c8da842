/// An address that a reader's own data gives to a link or a picture.
enum LinkAddress {
    /// Schemes that take a reader somewhere, or to somebody, and run nothing.
    private static let schemes: Set<String> = [
        "http", "https", "mailto", "tel", "sms", "geo", "webcal", "xmpp", "sip", "sips", "ftp", "ftps",
    ]

    /// The address, or `#` where its scheme is one that programs run (`javascript:`, `data:`), or one that is not known.
    ///
    /// It is judged as a browser would read it: without blanks and controls (URL Standard, 4.4), and also as it would be
    /// with its character references resolved, since mail is read by programs that do this twice.
    static func harmless(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "&") }) else { return text }
        let plain = CharacterReference.resolved(text)
        return isHarmless(text) && isHarmless(plain) && isHarmless(CharacterReference.resolved(plain)) ? text : "#"
    }

    private static func isHarmless(_ text: String) -> Bool {
        var scheme = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case ":": return schemes.contains(scheme)
            case "/", "?", "#": return true
            case _
            where scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.generalCategory == .control:
                continue
            default: scheme.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return true
    }
}
