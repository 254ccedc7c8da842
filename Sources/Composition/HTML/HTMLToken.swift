/// A piece of HTML, by where it stands.
struct HTMLToken {
    enum Kind: Equatable {
        case text
        /// What is within `<style>`, `<script>` and their like, where `<` begins nothing.
        case rawText
        case startTag, endTag
        case comment
        /// `<!DOCTYPE …>`, `<![if …]>`, `<?…>`, CDATA: what is no text and shows nothing.
        case declaration
        /// A tag that the end of the text cut off.
        case broken
    }

    let kind: Kind
    let range: Range<Int>
    /// Of a tag, in lower case; of raw text, the element that it is in.
    var name = ""
    /// Behind the name, in the octets.
    var nameEnd = 0
    var attributes: [HTMLAttribute] = []
    /// `/>`.
    var isSelfClosing = false

    /// The first of that name, as browsers have it.
    func attribute(_ name: String) -> HTMLAttribute? { attributes.first { $0.name == name } }

    /// What is within a comment.
    func commentBody(in bytes: [UInt8]) -> Range<Int> {
        let start = min(range.lowerBound + 4, range.upperBound)
        let end =
            bytes[start..<range.upperBound].suffix(3).elementsEqual("-->".utf8)
            ? range.upperBound - 3 : range.upperBound
        return start..<max(start, end)
    }
}

/// An attribute of a start tag, by where it stands.
struct HTMLAttribute {
    /// In lower case.
    let name: String
    /// From the name up to behind the closing quotation mark.
    let range: Range<Int>
    /// Between the quotation marks; nil: there is a name alone.
    let value: Range<Int>?
    /// `"`, `'`, or none.
    let quote: UInt8?
    /// Stands within a section, and so not in everybody's copy.
    let isConditional: Bool

    /// The value with its character references resolved.
    func text(in bytes: [UInt8]) -> String {
        guard let value else { return "" }
        return String(decoding: CharacterReference.resolved(bytes[value]), as: UTF8.self)
    }
}
