import Composition
package import ListStore
import MailingLists
import SMTPCore

/// A letter that is begun: one of the samples, with a subject and a list of its own.
package struct LetterDraft: Sendable, Equatable {
    package enum Refusal: Error, Equatable {
        /// Use one of ``SampleLetters/names``.
        case noSuchSample
        /// A title without a letter or a digit: no file can be named after it.
        case noName
    }

    private static let longestStem = 60

    /// Named after the title, in the present directory: `news-of-the-autumn.md`.
    package let fileName: String
    private let title: String
    private let sample: String

    /// - Parameters:
    ///   - title: its subject.
    ///   - sample: one of ``SampleLetters/names``.
    package init(title: String, sample: String) throws(Refusal) {
        guard let sample = SampleLetters.text(sample) else { throw .noSuchSample }
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        let stem = words.joined(separator: "-").prefix(Self.longestStem)
        guard !stem.isEmpty else { throw .noName }
        fileName = "\(stem).md"
        (self.title, self.sample) = (title, sample)
    }

    /// Front matter and Markdown. Below the head nothing is changed, whatever it looks like.
    ///
    /// - Parameter list: whom it is for; nil leaves the sample's made-up list in it.
    package func text(for list: ListRecord?) -> String {
        let quoted = title.replacingOctets("\\", with: "\\\\").replacingOctets("\"", with: "\\\"")
        var isHead = false
        return sample.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line == "---" { isHead.toggle() }
            guard isHead else { return String(line) }
            if line.hasPrefix("subject:") { return "subject: \"\(quoted)\"" }
            guard let list else { return String(line) }
            if line.hasPrefix("list:") { return "list: \(list.address.address)" }
            return line.hasPrefix("from:") ? "from: \(Self.sender(of: list))" : String(line)
        }.joined(separator: "\n")
    }

    /// The list's owner under its description, in YAML's single quotes.
    private static func sender(of list: ListRecord) -> String {
        let name = (list.definition.description ?? list.name).replacing(/["\\]/, with: "")
        return "'\"\(name.replacing("'", with: "''"))\" <\(list.definition.owner.address)>'"
    }
}
