/// Finds links in the text and the HTML of somebody else: by their form, without a tree.
enum LinkScanner {
    private static let schemes = ["https://", "http://", "mailto:"].map { Array($0.utf8) }
    private static let attributes = ["href", "src", "action", "background", "poster"]

    /// Those that begin with one of the schemes and go on to white space or a bracket.
    static func links(inText text: String) -> [String] {
        let bytes = Array(text.utf8)
        var links: [String] = []
        var at = 0
        while at < bytes.count {
            guard let scheme = schemes.first(where: { starts(bytes, at, with: $0) }) else {
                at += 1
                continue
            }
            var end = at + scheme.count
            while end < bytes.count, bytes[end] > 0x20, !"<>\"`".utf8.contains(bytes[end]) { end += 1 }
            // What closes a sentence is not the link's, nor is a bracket that it does not open.
            let isOpened = bytes[at..<end].contains(0x28)
            while end > at + scheme.count {
                let last = bytes[end - 1]
                guard ".,;:!?'*_]".utf8.contains(last) || last == 0x29 && !isOpened else { break }
                end -= 1
            }
            if end > at + scheme.count { links.append(String(decoding: bytes[at..<end], as: UTF8.self)) }
            at = max(end, at + 1)
        }
        return links
    }

    /// The values of the attributes that hold addresses; those of the document itself (`#`, `cid:`) are left out.
    static func links(inHTML html: String) -> [String] {
        var links: [String] = []
        eachTag(of: Array(html.utf8)) { tag in
            for (name, value) in tag where attributes.contains(name) {
                let url = unescaped(value).drop { $0.isWhitespace }
                let shown = String(url.reversed().drop { $0.isWhitespace }.reversed())
                if schemes.contains(where: { starts(Array(shown.utf8), 0, with: $0) }) { links.append(shown) }
            }
        }
        return links
    }

    /// What a reader sees of HTML, roughly: without tags, styles and scripts.
    ///
    /// - Parameter first: so many of its octets are looked at.
    static func words(ofHTML html: String, first: Int) -> String {
        let bytes = Array(html.utf8.prefix(first))
        var text: [UInt8] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at] == 0x3C else {
                text.append(bytes[at])
                at += 1
                continue
            }
            let hidden = ["style", "script", "title"].first { starts(bytes, at + 1, with: Array($0.utf8)) }
            // One that nobody closes goes on to the end, as in a browser.
            if let hidden { at = place(of: Array("</\(hidden)".utf8), in: bytes, from: at) ?? bytes.count }
            at = (bytes[at...].firstIndex(of: 0x3E) ?? bytes.count - 1) + 1
            text.append(0x20)
        }
        return unescaped(String(decoding: text, as: UTF8.self))
    }

    // MARK: - HTML

    /// Hands over the attributes of each tag, names in lower case: of one at a time, since a message may have millions.
    private static func eachTag(of bytes: [UInt8], _ body: ([(name: String, value: String)]) -> Void) {
        var at = 0
        while let open = bytes[at...].firstIndex(of: 0x3C) {
            at = open + 1
            if starts(bytes, at, with: Array("!--".utf8)) {
                at = place(of: Array("-->".utf8), in: bytes, from: at) ?? bytes.count
                continue
            }
            guard at < bytes.count, isLetter(bytes[at]) else { continue }
            while at < bytes.count, !isBlank(bytes[at]), bytes[at] != 0x3E { at += 1 }
            body(attributes(of: bytes, &at))
        }
    }

    private static func attributes(of bytes: [UInt8], _ at: inout Int) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        while at < bytes.count, bytes[at] != 0x3E {
            let start = at
            while at < bytes.count, !isBlank(bytes[at]), bytes[at] != 0x3D, bytes[at] != 0x3E { at += 1 }
            let name = String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
            while at < bytes.count, isBlank(bytes[at]) { at += 1 }
            guard at < bytes.count, bytes[at] == 0x3D else {
                if at == start { at += 1 }
                continue
            }
            at += 1
            while at < bytes.count, isBlank(bytes[at]) { at += 1 }
            guard at < bytes.count else { break }
            let quote = bytes[at]
            let isQuoted = quote == 0x22 || quote == 0x27
            if isQuoted { at += 1 }
            let first = at
            while at < bytes.count, isQuoted ? bytes[at] != quote : bytes[at] > 0x20 && bytes[at] != 0x3E { at += 1 }
            found.append((name, String(decoding: bytes[first..<at], as: UTF8.self)))
            if isQuoted, at < bytes.count { at += 1 }
        }
        return found
    }

    /// The references that stand in addresses.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        var text = text
        for (reference, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/"),
            ("&#61;", "="), ("&nbsp;", " "), ("&#38;", "&"), ("&amp;", "&"),
        ] {
            text = text.replacing(reference, with: character)
        }
        return text
    }

    // MARK: - Octets

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x2F }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Without regard to case; the word is in lower case.
    private static func starts(_ bytes: [UInt8], _ at: Int, with word: [UInt8]) -> Bool {
        guard at + word.count <= bytes.count else { return false }
        return word.indices.allSatisfy { place in
            let byte = bytes[at + place]
            return byte == word[place] || (0x41...0x5A).contains(byte) && byte | 0x20 == word[place]
        }
    }

    private static func place(of word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while let next = bytes[at...].firstIndex(of: word[0]) {
            if starts(bytes, next, with: word) { return next }
            at = next + 1
        }
        return nil
    }
}
