extension Mailbox {
    /// Reads an address with something beyond ASCII in it (RFC 6531, 3.3).
    ///
    /// What stands beyond ASCII is judged here; the rest is judged by the scanner, on a likeness in which every such
    /// character is a letter.
    init(parsingUnicode text: String) throws(MailboxSyntaxError) {
        guard text.utf8.count <= 1024 else { throw .tooLong }
        let scalars = text.unicodeScalars
        guard let at = Self.endOfLocalPart(scalars) else { throw .noAt }
        let local = IDN.composed(String(scalars[..<at]))
        for scalar in local.unicodeScalars where !scalar.isASCII && !scalar.isUsableInLocalPart {
            throw .unusable(scalar)
        }
        var domain = String(scalars[scalars.index(after: at)...])
        if domain.utf8.contains(where: { $0 >= 0x80 }) {
            guard !domain.utf8.contains(UInt8(ascii: "@")) else { throw .manyAts }
            guard let labels = IDN.aLabels(domain) else { throw .badIDN }
            domain = labels
        }
        let likeness = String(String.UnicodeScalarView(local.unicodeScalars.map { $0.isASCII ? $0 : "u" }))
        let checked = try Mailbox(parsing: "\(likeness)@\(domain)")
        guard local.utf8.count <= AddressScanner.localPartLimit else { throw .longLocalPart }
        guard local.utf8.count + 1 + checked.domain.utf8.count <= AddressScanner.addressLimit else { throw .tooLong }
        self.init(trustedLocalPart: local, domain: checked.domain)
    }

    /// Where the `@` behind the local-part stands: the first one outside quotes.
    private static func endOfLocalPart(_ scalars: String.UnicodeScalarView) -> String.Index? {
        var quoted = false
        var index = scalars.startIndex
        while index < scalars.endIndex {
            switch scalars[index] {
            case "\"": quoted.toggle()
            case "\\" where quoted:
                scalars.formIndex(after: &index)
                if index == scalars.endIndex { return nil }
            case "@" where !quoted: return index
            default: break
            }
            scalars.formIndex(after: &index)
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// Neither invisible nor without a meaning: nothing of that kind belongs in an address.
    fileprivate var isUsableInLocalPart: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        // What was no character became this one on the way.
        default: self != "\u{FFFD}"
        }
    }
}
