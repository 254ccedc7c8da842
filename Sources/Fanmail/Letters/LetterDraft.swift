import Composition
import FanmailBasics
import Foundation
package import ListStore
import MailingLists
import SMTPCore

/// A letter that is begun: one of the samples, or a letter that there is already, with a subject and a list of its own.
package struct LetterDraft: Sendable, Equatable {
    package enum Refusal: Error, Equatable {
        /// Use one of ``SampleLetters/names``.
        case noSuchSample
        /// Use one of ``SampleLetters/languages``.
        case noSuchLanguage
        /// A title without a letter or a digit: no file can be named after it.
        case noName
    }

    /// What a draft begins as.
    package enum Start: Sendable, Equatable {
        /// - Parameter language: nil: the list's where there is a sample in it, else English.
        case sample(String, language: String?)
        /// The text of a letter, with its front matter. It keeps its sender.
        case letter(String)
    }

    private static let longestStem = 60

    /// Named after the title, in the present directory: `news-of-the-autumn.md`.
    package let fileName: String
    private let title: String
    private let start: Start

    /// - Parameters:
    ///   - title: its subject.
    ///   - end: of the file's name, where it is no Markdown.
    package init(title: String, start: Start, end: String = "md") throws(Refusal) {
        if case .sample(let name, let language) = start {
            guard SampleLetters.text(name) != nil else { throw .noSuchSample }
            guard SampleLetters.text(name, language: language) != nil else { throw .noSuchLanguage }
        }
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        let stem = words.joined(separator: "-").prefix(Self.longestStem)
        guard !stem.isEmpty else { throw .noName }
        fileName = "\(stem).\(end)"
        (self.title, self.start) = (title, start)
    }

    /// - Parameter sample: one of ``SampleLetters/names``.
    package init(title: String, sample: String) throws(Refusal) {
        try self.init(title: title, start: .sample(sample, language: nil))
    }

    /// Front matter and Markdown. Below the head nothing is changed, whatever it looks like.
    ///
    /// - Parameter list: whom it is for; nil leaves the list that is in it.
    package func text(for list: ListRecord?) -> String {
        switch start {
        case .letter(let text): return Self.headed(text, "subject: \(quoted)", list, isSample: false)
        case .sample(let name, let language):
            let own = SampleLetters.text(name, language: language ?? list?.definition.language)
            return Self.headed(
                own ?? SampleLetters.text(name) ?? "", "subject: \(quoted)", list, isSample: true)
        }
    }

    /// What the letter of a mailing was written like.
    ///
    /// - Throws: where the mailing is none, or was no letter.
    package static func text(of mailing: Int64, _ store: Store) throws -> String {
        _ = try store.mailing(mailing)
        if let text = try store.letterText(of: mailing) { return text }
        guard let archive = try store.letter(of: mailing), let own = try Letter(archive: archive).texts.first else {
            throw FanmailFailure(
                .unusableInput,
                "mailing \(mailing) was no letter, or one whose text was not kept; name the letter's file instead")
        }
        return own.text
    }

    private var quoted: String {
        "\"\(title.replacingOctets("\\", with: "\\\\").replacingOctets("\"", with: "\\\""))\""
    }

    /// The text with another subject, and for another list. What goes on over several lines goes with its key.
    private static func headed(_ text: String, _ subject: String, _ list: ListRecord?, isSample: Bool) -> String {
        var (isHead, isDropped) = (false, false)
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isFence = line == "---" || line == "---\r"
            if isFence { (isHead, isDropped) = (!isHead && lines.isEmpty, false) }
            guard isHead, !isFence else {
                lines.append(String(line))
                continue
            }
            if line.first != " ", line.first != "\t" { isDropped = false }
            let new = new(line, subject, list, isSample: isSample)
            if let new { lines.append(new) } else if !isDropped { lines.append(String(line)) }
            if new != nil { isDropped = true }
        }
        return lines.joined(separator: "\n")
    }

    private static func new(
        _ line: Substring, _ subject: String, _ list: ListRecord?, isSample: Bool
    ) -> String? {
        if line.hasPrefix("subject:") { return subject }
        guard let list else { return nil }
        if line.hasPrefix("list:") { return "list: \(list.address.address)" }
        return isSample && line.hasPrefix("from:") ? "from: \(sender(of: list))" : nil
    }

    /// The list's own, in YAML's single quotes.
    private static func sender(of list: ListRecord) -> String {
        let own = list.definition.look.sender
        let name = (own == nil ? list.definition.description ?? list.name : own?.name ?? "").replacing(
            /["\\]/, with: "")
        let address = own?.address ?? list.definition.owner.address
        return name.isEmpty ? address : "'\"\(name.replacing("'", with: "''"))\" <\(address)>'"
    }
}
