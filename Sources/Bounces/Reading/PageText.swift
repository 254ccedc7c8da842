/// What a page in HTML says, one pass over its octets: without tags, with line ends where a browser has them.
enum PageText {
    private static let lineTags: Set<String> = [
        "br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "pre", "ul", "ol", "hr", "blockquote", "dt",
        "dd",
        "title", "body",
    ]
    private static let hiddenTags: Set<String> = ["style", "script"]
    private static let entities: [String: String] = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "nbsp": " ", "apos": "'", "rsquo": "'", "lsquo": "'",
        "ndash": "-",
        "mdash": "-", "auml": "ä", "ouml": "ö", "uuml": "ü", "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à",
        "ntilde": "ñ", "oacute": "ó", "iacute": "í", "aacute": "á", "uacute": "ú", "ccedil": "ç", "atilde": "ã",
        "ecirc": "ê", "otilde": "õ", "commat": "@", "period": ".",
    ]

    static func read(_ page: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(page.count)
        var at = 0
        /// The tag whose content is not shown.
        var hidden: String?
        while at < page.count {
            let byte = page[at]
            if byte == UInt8(ascii: "<"), let tag = tag(page, at) {
                let start = at
                at = tag.end
                if let open = hidden {
                    if tag.name == "/" + open { hidden = nil }
                    continue
                }
                if tag.name == "a", let address = mailto(page[start..<tag.end]) { text += " <\(address)> ".utf8 }
                if hiddenTags.contains(tag.name) { hidden = tag.name }
                let name = tag.name.hasPrefix("/") ? String(tag.name.dropFirst()) : tag.name
                if lineTags.contains(name) {
                    text.append(0x0A)
                } else if name == "td" || name == "th" {
                    text.append(0x20)
                }
                continue
            }
            at += 1
            if hidden != nil { continue }
            if byte == UInt8(ascii: "&"), let (character, end) = entity(page, at) {
                text += character.utf8
                at = end
            } else {
                // A line end within a paragraph is a blank.
                text.append(byte)
            }
        }
        return text
    }

    /// Nil where it is none: an address in angle brackets, or a lone `<`.
    private static func tag(_ page: [UInt8], _ start: Int) -> (name: String, end: Int)? {
        let first = start + 1
        guard first < page.count,
            page[first].isLetter || page[first] == UInt8(ascii: "/") || page[first] == UInt8(ascii: "!")
        else { return nil }
        if page[first...].prefix(3).elementsEqual("!--".utf8) { return ("!--", comment(page, first + 3)) }
        var nameEnd = first + 1
        while nameEnd < page.count, page[nameEnd].isWordPart, nameEnd - first < 20 { nameEnd += 1 }
        // Attributes are not long; a tag that is not closed is none.
        let limit = min(page.count, start + 4_000)
        guard let close = page[nameEnd..<max(nameEnd, limit)].firstIndex(of: UInt8(ascii: ">")) else { return nil }
        if nameEnd < close, !page[nameEnd].isWhite, page[nameEnd] != UInt8(ascii: "/"), page[nameEnd] != 0x3A {
            return nil
        }
        return (String(decoding: page[first..<nameEnd].map(\.lowered), as: UTF8.self), close + 1)
    }

    /// Whom a link writes to: often the address stands nowhere else.
    private static func mailto(_ tag: ArraySlice<UInt8>) -> String? {
        guard let start = tag.place(of: "mailto:") else { return nil }
        let address = tag[(start + 7)...].prefix { !$0.isWhite && !"\"'?>&".utf8.contains($0) }
        let decoded = unescaped(address)
        return decoded.contains(UInt8(ascii: "@")) ? decoded[...].text : nil
    }

    /// Percent and two digits are an octet (RFC 6068, 2).
    private static func unescaped(_ link: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = link
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2, let octet = UInt8(rest.prefix(2).text, radix: 16),
                octet > 0x20, octet != 0x7F, octet != 0x3C, octet != 0x3E
            else {
                octets.append(byte)
                continue
            }
            octets.append(octet)
            rest = rest.dropFirst(2)
        }
        return octets
    }

    private static func comment(_ page: [UInt8], _ start: Int) -> Int {
        var at = start
        while at + 2 < page.count {
            if page[at] == UInt8(ascii: "-"), page[at + 1] == UInt8(ascii: "-"), page[at + 2] == UInt8(ascii: ">") {
                return at + 3
            }
            at += 1
        }
        return page.count
    }

    private static func entity(_ page: [UInt8], _ start: Int) -> (String, Int)? {
        guard let end = page[start..<min(page.count, start + 10)].firstIndex(of: UInt8(ascii: ";")), end > start else {
            return nil
        }
        let name = page[start..<end].text
        if let known = entities[name] { return (known, end + 1) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { (String(Character($0)), end + 1) }
    }
}
