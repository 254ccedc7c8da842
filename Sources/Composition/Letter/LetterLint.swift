import MailCore

/// Looks a letter over before it goes out.
///
/// Sources: WCAG 2.2, 1.1.1 (alternative text); RFC 8058 and RFC 2369 (leaving); 102 KB is where Gmail cuts a message.
package struct LetterLint {
    private(set) var findings: [LetterFinding] = []
    private let letter: Letter

    /// Octets of HTML beyond which Gmail shows only a part.
    package static let clippedSize = 102 * 1024
    /// Characters of a subject that a phone shows.
    private static let shownSubject = 60
    private static let fewWords = 15
    /// Of everybody.
    private static let known = ["subscriber.address", "unsubscribe.url", "confirm.url"]

    /// - Parameter list: whose address the letter goes to.
    /// - Returns: what was found, by file and line.
    package static func findings(in letter: Letter, list: ListIdentity?) -> [LetterFinding] {
        var lint = LetterLint(letter: letter)
        for source in letter.sources { lint.check(source) }
        lint.checkLeaving()
        lint.checkContent(list)
        return lint.findings.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    private init(letter: Letter) { self.letter = letter }

    private mutating func add(
        _ weight: LetterFinding.Weight, _ check: String, _ file: String, _ line: Int, _ problem: String,
        _ remedy: String
    ) {
        findings.append(
            LetterFinding(weight: weight, check: check, file: file, line: line, problem: problem, remedy: remedy))
    }

    // MARK: - What the author wrote

    private mutating func check(_ source: LetterSource) {
        let text = source.body
        func line(_ index: String.Index) -> Int {
            source.bodyLine + text.utf8[..<index].count { $0 == 0x0A }
        }
        for match in text.matches(of: /!\[([^\]]*)\]\(/) where match.1.allSatisfy(\.isWhitespace) {
            add(
                .error, "alt-text", source.file, line(match.range.lowerBound), "the image has no alternative text",
                "write what it shows: ![two people reading](picture.png)")
        }
        for match in text.matches(of: /<img\b[^>]*>/.ignoresCase()) where !match.0.contains(/\balt\s*=\s*["'][^"']/) {
            // alt="" says that the image only decorates.
            guard !match.0.contains(/\balt\s*=\s*(""|'')/) else { continue }
            add(
                .error, "alt-text", source.file, line(match.range.lowerBound), "the image has no alternative text",
                "write alt=\"what it shows\", or alt=\"\" where it only decorates")
        }
        for match in text.matches(of: /http:\/\/[^\s<>"')\]}]+/.ignoresCase())
        // The names of document types and namespaces are no links.
        where !match.0.hasPrefix("http://www.w3.org/") {
            add(
                .warning, "https", source.file, line(match.range.lowerBound),
                "\(String(match.0).escapedForTerminal) is not encrypted", "link to https://")
        }
        for match in text.matches(of: /\]\(\s*(?:#[^)]*)?\)|href\s*=\s*["']\s*(?:#[^"']*)?["']/.ignoresCase()) {
            add(
                .error, "link", source.file, line(match.range.lowerBound), "the link leads nowhere",
                "give it an address, https://...")
        }
        for match in text.matches(of: /<(script|form|iframe|object|embed|video|audio)\b/.ignoresCase()) {
            add(
                .error, "html", source.file, line(match.range.lowerBound),
                "mail programs remove <\(match.1.lowercased())>", "link to a page that has it")
        }
        checkHead(source)
    }

    private mutating func checkHead(_ source: LetterSource) {
        let subject = source.subject
        if subject.count > Self.shownSubject {
            add(
                .warning, "subject", source.file, source.subjectLine,
                "the subject has \(subject.count) characters; phones show about \(Self.shownSubject)",
                "begin with what matters, or shorten it")
        }
        if subject.contains(where: \.isLetter), subject.count > 8, subject == subject.uppercased(),
            subject != subject.lowercased()
        {
            add(
                .warning, "subject", source.file, source.subjectLine,
                "the subject is all capitals, as junk mail has it",
                "write it as a sentence")
        }
        if source.preheader.isEmpty, !source.file.hasSuffix(".txt") {
            add(
                .warning, "preheader", source.file, 1,
                "without a preheader, mail programs show the letter's first words beside the subject",
                "add a line preheader: What it is about")
        }
    }

    // MARK: - What becomes of it

    private mutating func checkLeaving() {
        for field in letter.personalFields where !field.hasDefault && !Self.known.contains(field.name) {
            add(
                .warning, "default", field.file, field.line, "who has no {{\(field.name)}} gets no copy",
                "write {{\(field.name)|something}}; `fanmail plan` counts them")
        }
        // Who is asked, or has left, needs no way out.
        for source in letter.sources where !source.namesLeaving && !source.isAnswer {
            add(
                .error, "unsubscribe", source.file, 1, "the letter does not say how to leave the list",
                "end it with a link to {{list.unsubscribe}}, or to {{unsubscribe.url}} for a link of each reader's own")
        }
    }

    private mutating func checkContent(_ list: ListIdentity?) {
        for (source, content) in letter.contents(for: letter.anybody, list: list) {
            guard let html = content.html else { continue }
            let size = html.utf8.count
            if size > Self.clippedSize {
                add(
                    .error, "size", source.file, 1,
                    "the HTML has \(size >> 10) KiB; Gmail hides what is beyond 102 KB",
                    "shorten it, or put a part on a page and link to it")
            }
            let words = html.replacing(/(?s)<head.*?<\/head>|<[^>]*>|&[a-z]+;/, with: " ").split(
                whereSeparator: \.isWhitespace)
            if html.contains("<img"), words.count < Self.fewWords {
                add(
                    .error, "image-only", source.file, 1,
                    "the letter is nearly all picture: filters distrust it, and who blocks images reads nothing",
                    "say it in words too")
            }
            if content.plain == nil {
                let text = source.file.prefix { $0 != "." } + ".txt"
                add(
                    .warning, "plain-text", source.file, 1, "the letter has no plain text part",
                    "write it beside it, as \(text)")
            }
        }
    }
}
