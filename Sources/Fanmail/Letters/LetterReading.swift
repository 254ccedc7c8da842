package import Composition
import FanmailBasics

/// A letter that is looked over: all that is wrong with it at once, whether or not it can be sent as it is.
package struct LetterReading: Sendable {
    /// By file and line.
    package let findings: [LetterFinding]
    /// Why nothing more can be said of it; nil of a letter that can be read.
    package let end: FanmailFailure?

    /// - Parameter office: knows the lists; nil where there is no database yet.
    package init(_ path: String, _ reader: LetterReader, office: PostOffice?) {
        let (letter, failures, end) = reader.reading(path)
        self.end = end
        var findings = failures.map { Self.finding($0, path) }
        if let letter {
            findings += office?.findings(in: letter, named: path) ?? LetterLint.findings(in: letter, list: nil)
            for (file, text) in letter.texts { findings += SampleRemains.findings(in: text, file: file) }
        }
        self.findings = findings.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    /// What would keep the letter from being sent, as a finding: `letter.md:3`, what, what helps.
    private static func finding(_ failure: FanmailFailure, _ path: String) -> LetterFinding {
        let place = (failure.place ?? path).split(separator: ":", omittingEmptySubsequences: false)
        let line = place.count > 1 ? place.last.flatMap { Int($0) } : nil
        let parts = failure.what.split(separator: "; ", maxSplits: 1).map(String.init)
        return LetterFinding(
            weight: .error, check: "letter",
            file: (line == nil ? place[...] : place.dropLast()).joined(separator: ":"), line: line ?? 1,
            problem: parts.first ?? failure.what,
            remedy: parts.count > 1 ? parts[1] : failure.remedy?.description ?? "mend it")
    }
}
