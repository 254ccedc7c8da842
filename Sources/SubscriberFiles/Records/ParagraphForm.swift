package import FanmailBasics

/// A form of file in which everybody has a paragraph.
package enum ParagraphForm: Sendable {
    /// RFC 2849.
    case ldif
    /// Sympa's dump of a list's members.
    case dump

    /// Words with which a paragraph of a dump begins, which has them in order.
    private static let dumpWords = ["attrib", "bounce", "custom_attribute", "date", "email", "enddate", "gecos"]

    /// - Parameter head: the first octets of a file.
    init?(beginning head: some Sequence<UInt8>) {
        let lines = String(decoding: Array(head), as: UTF8.self).split(whereSeparator: \.isNewline)
            .filter { !$0.hasPrefix("#") }
        guard let first = lines.first else { return nil }
        let lower = first.lowercased()
        if lower.hasPrefix("dn:") || lower.hasPrefix("version:") {
            self = .ldif
        } else if let word = first.split(separator: " ").first, word.count < first.count,
            Self.dumpWords.contains(where: { word.hasPrefix($0) }), lines.contains(where: Self.isAddress)
        {
            self = .dump
        } else {
            return nil
        }
    }

    /// `email ada@example.org`, and nothing else.
    private static func isAddress(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        return words.count == 2 && words[0] == "email" && words[1].contains("@") && !words[1].contains(",")
    }

    var system: ExportSystem { self == .ldif ? .ldif : .sympa }
}

extension ByteSource {
    /// The same with its first octets looked at, and which form of paragraphs they begin; nil where they do not.
    package func paragraphs() throws(InputFailure) -> (source: ByteSource, form: ParagraphForm?) {
        let (source, head) = try peeked()
        return (
            source, ParagraphForm(beginning: head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...])
        )
    }
}
