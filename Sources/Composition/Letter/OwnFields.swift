import FanmailMIME

/// Header fields of an author's own, from the front matter's `headers`.
struct OwnFields: Sendable {
    private let fields: [(name: String, value: LetterTemplate)]

    private static let most = 50
    /// Of a value, in octets.
    private static let longest = 2000

    /// What the front matter and the program write themselves, or what tells programs how long the letter counts or whose
    /// it is; the rest ``FieldRule`` knows.
    private static let refused: Set<String> = [
        "from", "reply-to", "to", "cc", "subject", "date", "message-id", "mime-version", "auto-submitted", "autocrypt",
        "obsoletes", "expires",
    ]
    /// Those that begin so, too.
    private static let refusedBeginnings = ["content-", "resent-"]

    private static func isRefused(_ name: String) -> Bool {
        switch FieldRule.fate(of: name) {
        case .dropped, .lists: true
        case .travelled, .droppedWhenEmpty, nil:
            refused.contains(name) || refusedBeginnings.contains(where: name.hasPrefix)
        }
    }

    init(
        _ front: FrontMatter, file: String, scan: inout PlaceholderScan
    ) throws(CompositionFailure) {
        var fields: [(name: String, value: LetterTemplate)] = []
        var seen: Set<String> = []
        for header in front.headers {
            let (name, line) = (header.name, header.line)
            func fail(_ reason: String) -> CompositionFailure {
                CompositionFailure(line: line, "\(file): headers: \(reason)")
            }
            // RFC 5322, 2.2.
            guard !name.isEmpty, name.utf8.count <= 76,
                name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3A })
            else { throw fail("\(name) is no name of a field; write one such as X-Campaign") }
            let lower = name.lowercased()
            guard !Self.isRefused(lower) else {
                throw fail("\(name) is not for letters to set: the front matter, the list or a server does; remove it")
            }
            guard seen.insert(lower).inserted else { throw fail("\(name) stands there twice; leave one of them") }
            guard header.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
                throw fail("\(name) holds a line break or another control character; write its text in one line")
            }
            guard header.text.utf8.contains(where: { $0 != 0x20 }), header.text.utf8.count <= Self.longest else {
                throw fail("\(name) is empty, or has more than \(Self.longest) octets; shorten it, or remove it")
            }
            guard fields.count < Self.most else { throw fail("there are more than \(Self.most); leave some out") }
            let text = try TemplateText(header.text, file: file, firstLine: line)
            try scan.take(text, file: file)
            guard !text.tags.contains(where: { $0.kind == .partial }) else {
                throw fail("\(name) takes no partial; write the text itself")
            }
            fields.append((name, try LetterTemplate(text.written(), isHTML: false, file)))
        }
        self.fields = fields
    }

    /// - Throws: the field whose value is too long.
    func write(_ context: [String: Any], to header: inout HeaderWriter) throws(HeaderValueFailure) {
        for field in fields {
            let text = field.value.render(context).inOneLine
            // What a reader lacks leaves nothing to say.
            guard text.utf8.contains(where: { $0 != 0x20 }) else { continue }
            try header.append(field.name, verbatim: text)
        }
    }
}
