/// What a reader finds in HTML: its words, and the addresses that it leads to or loads.
package struct ShownHTML: Sendable {
    /// A link or a picture.
    package struct Address: Sendable, Hashable {
        package let isPicture: Bool
        /// With its character references resolved.
        package let target: String
        /// The words of a link, or what a picture is said to show; nil where nothing is said.
        package let text: String?
    }

    /// In the order of their places, each once.
    package private(set) var addresses: [Address] = []
    /// Its words, in one line.
    package private(set) var text = ""
    /// What begins on a line of its own: paragraphs, rows, items.
    package private(set) var blocks = 0

    private static let blockNames: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "br", "hr", "blockquote", "pre", "div", "ul", "ol",
        "table",
    ]

    /// A link that is open: where it leads, and where its words begin.
    private var link: (target: String, start: Int)?
    private var words: [UInt8] = []
    private var known: Set<Address> = []

    package init(_ html: String) {
        let bytes = Array(html.utf8)
        var isTitle = false
        for token in HTMLTokenizer.tokens(bytes) {
            if token.name == "title" { isTitle = token.kind == .startTag }
            switch token.kind {
            case .text where !isTitle: words += CharacterReference.resolved(bytes[token.range])
            case .startTag: begin(token, bytes)
            case .endTag:
                if token.name == "a" { closeLink() }
                if Self.blockNames.contains(token.name) { words.append(0x20) }
            default: break
            }
        }
        closeLink()
        text = Self.oneLine(words[...])
    }

    private mutating func begin(_ token: HTMLToken, _ bytes: [UInt8]) {
        if Self.blockNames.contains(token.name) {
            blocks += 1
            words.append(0x20)
        }
        for attribute in token.attributes {
            let target = attribute.text(in: bytes)
            switch AddressAttribute.kind(of: attribute.name, on: token, bytes) {
            case .link where attribute.name == "href" && (token.name == "a" || token.name == "area"):
                closeLink()
                link = (target, words.count)
            case .picture:
                let shown = token.attribute("alt")?.text(in: bytes)
                add(Address(isPicture: true, target: target, text: shown))
                // The words of a link that is a picture.
                if link != nil, let shown { words += " \(shown) ".utf8 }
            default: break
            }
        }
    }

    private mutating func closeLink() {
        guard let open = link else { return }
        link = nil
        let text = Self.oneLine(words[min(open.start, words.count)...])
        add(Address(isPicture: false, target: open.target, text: text.isEmpty ? nil : text))
    }

    private mutating func add(_ address: Address) {
        if known.insert(address).inserted { addresses.append(address) }
    }

    /// Without what nobody sees: white space in a row, and the filling behind a preheader.
    private static func oneLine(_ octets: ArraySlice<UInt8>) -> String {
        let text = String(decoding: octets, as: UTF8.self)
        let shown = text.unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint && $0.properties.generalCategory != .control || $0.value == 0x0A
                || $0.value == 0x09
        }
        return String(String.UnicodeScalarView(shown)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
