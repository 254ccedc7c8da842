import FanmailBasics
import FanmailSettings
import SMTPCore

extension ListLook {
    private static let textLimit = 300

    init(_ document: TOMLDocument) throws(InputFailure) {
        from = try Self.from(document)
        accent = try Self.colour(document, "letter.accent")
        logo = try Self.picture(document, "letter.logo")
        logoDark = try Self.picture(document, "letter.logo-dark")
        if logoDark != nil, logo == nil {
            throw document.failure("letter.logo-dark", "needs `logo` too, for those who read upon light ground")
        }
        logoWidth = try document.integer("letter.logo-width", in: Self.logoWidths)
        if let logo, logo.hasPrefix("https://"), logoWidth == nil {
            throw document.failure("letter.logo", "is on the web; say how wide it is shown: logo-width = 160")
        }
        font = try Self.font(document)
        width = try document.integer("letter.width", in: Self.widths)
        if let logoWidth, logoWidth > (width ?? 600) {
            throw document.failure("letter.logo-width", "is wider than the letter, \(width ?? 600); make it smaller")
        }
    }

    private static func plain(_ document: TOMLDocument, _ key: String) throws(InputFailure) -> String? {
        guard let text = try document.string(key), !text.isEmpty else { return nil }
        guard text.utf8.count <= textLimit else {
            throw document.failure(key, "is longer than \(textLimit) octets; make it shorter")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw document.failure(key, "contains a control character; write one plain line")
        }
        return text
    }

    private static func from(_ document: TOMLDocument) throws(InputFailure) -> String? {
        guard let text = try plain(document, "letter.from") else { return nil }
        guard sender(text) != nil else {
            throw document.failure("letter.from", "is no sender; write one such as News <news@lists.example>")
        }
        return text
    }

    /// `News <news@lists.example>`, or the address alone.
    package var sender: (name: String?, address: String)? { from.flatMap(Self.sender) }

    private static func sender(_ text: String) -> (name: String?, address: String)? {
        guard text.hasSuffix(">"), let start = text.lastIndex(of: "<") else {
            return (try? Mailbox(parsing: text)).map { (nil, $0.address) }
        }
        let name = text[..<start].filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
        guard !name.contains("<"), !name.contains(">"),
            let mailbox = try? Mailbox(parsing: String(text[start...].dropFirst().dropLast()))
        else { return nil }
        return (name.isEmpty ? nil : name, mailbox.address)
    }

    private static func colour(_ document: TOMLDocument, _ key: String) throws(InputFailure) -> Colour? {
        guard let text = try document.string(key) else { return nil }
        guard let colour = Colour(text) else {
            throw document.failure(key, "is \(SettingSyntaxError.quoted(text)), no colour; write one such as #0b5cad")
        }
        return colour
    }

    /// The name of a file, or an address of the web.
    private static func picture(_ document: TOMLDocument, _ key: String) throws(InputFailure) -> String? {
        guard let text = try plain(document, key) else { return nil }
        if text.hasPrefix("https://"), text.utf8.count > 8 {
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"'\\^`|{}".utf8.contains($0) }) else {
                throw document.failure(key, "has a character that a URL cannot have; write it as %XX")
            }
            return text
        }
        guard !text.contains("://"), !text.utf8.contains(where: { "<>\"'\\{}?#%".utf8.contains($0) }) else {
            throw document.failure(key, "is neither a file nor an address that begins with https://")
        }
        return text
    }

    /// Families between commas; nothing that would end a declaration or an attribute.
    private static func font(_ document: TOMLDocument) throws(InputFailure) -> String? {
        guard let text = try plain(document, "letter.font") else { return nil }
        let families = text.split(separator: ",", omittingEmptySubsequences: false)
        let isPlain = families.allSatisfy { family in
            let name = family.filter { $0 != " " && $0 != "'" && $0 != "\"" }
            return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        guard isPlain else {
            throw document.failure("letter.font", "is no font; write families, such as Georgia, serif")
        }
        return text
    }
}
