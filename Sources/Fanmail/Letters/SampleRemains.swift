import Composition
import FanmailBasics

/// What of the samples was left in a letter: words that are not its author's.
struct SampleRemains {
    /// What anybody may say: shorter lines are nobody's own.
    private static let shortest = 12
    private static let most = 10
    private static let shown = 40

    /// The lines of samples that are about somebody made up, without those that letters are meant to keep.
    private static let lines: Set<String> = {
        var lines: Set<String> = []
        for language in SampleLetters.languages {
            for name in SampleLetters.names where !SampleLetters.notices.contains(name) {
                let text = SampleLetters.text(name, language: language) ?? ""
                for line in text.split(separator: "\n") where isTelling(String(line)) { lines.insert(String(line)) }
            }
        }
        return lines
    }()

    private static func isTelling(_ line: String) -> Bool {
        let head = ["subject:", "from:", "list:", "language:", "preheader: \"\"", "---", "| ---"]
        guard line.columns >= shortest, !head.contains(where: line.hasPrefix) else { return false }
        // How to leave, and how to greet, is said like that.
        return !["{{list.unsubscribe}}", "{{unsubscribe.url}}", "{{subscriber.name"].contains {
            line.utf8.firstRange(of: $0.utf8) != nil
        }
    }

    /// - Parameter text: the whole file.
    static func findings(in text: String, file: String) -> [LetterFinding] {
        var findings: [LetterFinding] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.last == "\r" ? String(line.dropLast()) : String(line)
            guard lines.contains(line), findings.count < most else { continue }
            let words = line.count > shown ? line.prefix(shown) + "…" : line[...]
            findings.append(
                LetterFinding(
                    weight: .warning, check: "sample", file: file, line: index + 1,
                    problem: "\"\(words)\" is the sample's", remedy: "write your own, or take it out"))
        }
        return findings
    }
}
