/// What stands within `<style>`, `<script>`, `<title>` and their like (HTML standard, 13.2.5.9 to .31): no tags but
/// the one that ends it.
enum RawText {
    static let elements: Set<String> = [
        "style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext",
    ]

    /// - Parameter bytes: from behind the start tag.
    /// - Returns: where the end tag begins; the end where there is none.
    static func end(of name: String, in bytes: ArraySlice<UInt8>) -> Int {
        if name == "plaintext" { return bytes.endIndex }
        if name == "script" { return endOfScript(bytes) }
        var at = bytes.startIndex
        while let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
            if isTag("/" + name, bytes[open...]) { return open }
            at = open + 1
        }
        return bytes.endIndex
    }

    /// Within `<!--` a `<script>` has its own end tag (13.2.5.20 to .31).
    private static func endOfScript(_ bytes: ArraySlice<UInt8>) -> Int {
        var (isEscaped, isDouble) = (false, false)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            switch bytes[at] {
            case UInt8(ascii: "<"):
                if !isEscaped, bytes[at...].starts(with: "<!--".utf8) {
                    isEscaped = true
                    // Its own dashes may be those before a >.
                    at += 2
                    continue
                }
                if !isDouble, isTag("/script", bytes[at...]) { return at }
                if isDouble, isTag("/script", bytes[at...]) {
                    isDouble = false
                } else if isEscaped, isTag("script", bytes[at...]) {
                    isDouble = true
                }
            case UInt8(ascii: "-") where isEscaped && bytes[at...].starts(with: "-->".utf8):
                (isEscaped, isDouble) = (false, false)
            default: break
            }
            at += 1
        }
        return bytes.endIndex
    }

    /// - Parameter bytes: begin with `<`.
    private static func isTag(_ name: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes.dropFirst()
        guard rest.prefix(name.utf8.count).map(\.lowercase).elementsEqual(name.utf8) else { return false }
        guard let next = rest.dropFirst(name.utf8.count).first else { return false }
        return next.isMarkupSpace || next == UInt8(ascii: "/") || next == UInt8(ascii: ">")
    }
}
