/// `a.png 1x, b.png 2x` (HTML standard, 4.8.4.2.1).
enum SourceSet {
    /// Where its addresses stand.
    static func addresses(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var found: [Range<Int>] = []
        var at = 0
        while at < bytes.count {
            while at < bytes.count, bytes[at].isMarkupSpace || bytes[at] == UInt8(ascii: ",") { at += 1 }
            let start = at
            while at < bytes.count, !bytes[at].isMarkupSpace { at += 1 }
            var end = at
            while end > start, bytes[end - 1] == UInt8(ascii: ",") { end -= 1 }
            if end > start { found.append(start..<end) }
            // A comma at the address's end ends it all.
            guard end == at else { continue }
            var depth = 0
            while at < bytes.count, depth > 0 || bytes[at] != UInt8(ascii: ",") {
                if bytes[at] == UInt8(ascii: "(") { depth += 1 }
                if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
                at += 1
            }
        }
        return found
    }
}
