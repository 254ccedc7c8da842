import FanmailMIME

/// Text that a list puts below the text of messages, in plain text and in HTML.
///
/// It is added to text that is shown, and to nothing else: never to what is signed or encrypted (multipart/signed,
/// multipart/encrypted, application/pkcs7-mime, PGP in the text), nor to attachments.
package struct MessageFooter: Sendable, Equatable {
    /// Lines end in LF.
    package let text: String
    /// A fragment.
    package let html: String
    /// The same within a letter of ours, as its small print.
    let block: String

    /// - Parameters:
    ///   - html: nil makes it from the text.
    ///   - words: what is shown of an address of the text, in HTML that is made from it.
    package init(text: String, html: String?, words: [String: String] = [:]) {
        self.text = text
        self.html = html ?? FooterMarkup(words: words).html(text)
        block = LetterStyle.footed(html ?? FooterMarkup(words: words).paragraph(text))
    }

    /// Below the plain text of a letter.
    var lines: String { "\n" + text + (text.utf8.last == 0x0A || text.isEmpty ? "" : "\n") }

    private static let deepest = 8
    private static let mostParts = 1000

    /// - Parameter message: header and body; every line ends in CRLF.
    /// - Returns: the message with the footer; nil where there is no place for it.
    package func added(to message: [UInt8]) -> [UInt8]? { added(to: message, isPart: false, depth: 0) }

    private func added(to entity: [UInt8], isPart: Bool, depth: Int) -> [UInt8]? {
        guard depth <= Self.deepest, let header = try? HeaderSection(entity) else { return nil }
        let fields = EntityFields(header)
        guard fields.fault == nil else { return nil }
        let disposition = header.first("Content-Disposition")?.value.lowercased() ?? ""
        guard !disposition.hasPrefix("attachment") else { return nil }
        switch (fields.type, fields.subtype) {
        case ("text", "plain"), ("text", "html"):
            guard var part = TextPart(entity, header, fields) else { return nil }
            guard part.add(fields.subtype == "html" ? html : text) else { return nil }
            return part.encoded(isPart: isPart)
        case ("multipart", "alternative"): return addedToParts(of: entity, header, fields, first: false, depth)
        // What is shown is in the first part; others are attachments, or images of it.
        case ("multipart", "mixed"), ("multipart", "related"):
            return addedToParts(of: entity, header, fields, first: true, depth)
        default: return nil
        }
    }

    private func addedToParts(
        of entity: [UInt8], _ header: HeaderSection, _ fields: EntityFields, first: Bool, _ depth: Int
    ) -> [UInt8]? {
        guard fields.isIdentity, let boundary = fields.boundary else { return nil }
        let body = entity[header.bodyStart...]
        let parts = Multipart.parts(of: body, boundary: boundary, most: Self.mostParts)
        var output: [UInt8] = []
        var at = 0
        for part in first ? parts.prefix(1) : parts[...] {
            guard let changed = added(to: Array(entity[part]), isPart: true, depth: depth + 1) else { continue }
            output += entity[at..<part.lowerBound]
            output += changed
            at = part.upperBound
        }
        guard at > 0 else { return nil }
        return output + entity[at...]
    }
}
