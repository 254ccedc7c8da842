/// What a letter of two octets in UTF-8 is written as, where case and accents do not count.
enum LetterFolding {
    /// By scalar, up to the end of Cyrillic: one octet or two; (0, 0) is nothing at all.
    static let table: [(UInt8, UInt8)] = {
        let plain: [Unicode.Scalar: String] = {
            var plain: [Unicode.Scalar: String] = [:]
            for (base, letters) in bases { for letter in letters.unicodeScalars { plain[letter] = base } }
            return plain
        }()
        return (0..<0x530).map { number in
            guard number >= 0x80, let scalar = Unicode.Scalar(UInt32(number)) else { return (0, 0) }
            // A dotted capital I becomes two scalars.
            let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            let octets = Array((plain[lower] ?? String(lower)).utf8)
            return (octets.first ?? 0, octets.count > 1 ? octets[1] : 0)
        }
    }()

    private static let bases: [(String, String)] = [
        ("a", "àáâãäåāăąǎ"), ("a", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįıǐ"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏőơǒ"), ("o", "œ"),
        ("r", "ŕŗř"), ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųưǔ"), ("w", "ŵ"), ("y", "ýÿŷ"),
        ("z", "źżž"), (" ", "\u{A0}"), ("\"", "«»"), ("'", "´ʼ"), ("", "\u{AD}"),
        // Greek and Cyrillic.
        ("α", "ά"), ("ε", "έ"), ("η", "ή"), ("ι", "ίϊΐ"), ("ο", "ό"), ("υ", "ύϋΰ"), ("ω", "ώ"), ("σ", "ς"), ("е", "ё"),
    ]
}
