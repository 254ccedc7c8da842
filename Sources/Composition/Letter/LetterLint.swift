import SMTPCore

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
    /// Of text, as `LetterText` counts letters: some 12 words.
    private static let fewLetters = 60
    private static let mostKept = 20
    /// Of everybody.
    private static let known = ["subscriber.address", "unsubscribe.url", "confirm.url"]

    /// - Parameter list: whose address the letter goes to.
    /// - Returns: what was found, by file and line.
    package static func findings(in letter: Letter, list: ListIdentity?) -> [LetterFinding] {
        var lint = LetterLint(letter: letter)
        for source in letter.sources { lint.check(source) }
        lint.checkLeaving(list)
        lint.checkContent(list)
        lint.checkSenders(list)
        lint.checkLogo(list)
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
        for problem in AuthoredBody(source).problems {
            add(
                problem.weight, problem.check, source.file, source.bodyLine + problem.line, problem.problem,
                problem.remedy)
        }
        for remark in source.remarks {
            add(.error, remark.check, source.file, source.line(of: remark.text), remark.problem, remark.remedy)
        }
        var seen: Set<String> = []
        for kept in source.kept.filter({ seen.insert($0.text).inserted }).prefix(Self.mostKept) {
            add(
                .warning, "style", source.file, source.line(of: kept.text),
                "\(kept.text) stays in the style sheet, which many mail programs drop: \(kept.reason)",
                "give the elements a class, or see that the letter reads well without")
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

    private mutating func checkLeaving(_ list: ListIdentity?) {
        for field in letter.personalFields where !field.hasDefault && !Self.known.contains(field.name) {
            add(
                .warning, "default", field.file, field.line, "who has no {{\(field.name)}} gets no copy",
                "write {{\(field.name)|something}}; a plan counts them")
        }
        // The list's footer may say it for all.
        if let text = list?.footer?.text, ["mailto:", "https://", "http://"].contains(where: text.contains) { return }
        // Who is asked, or has left, needs no way out.
        for source in letter.sources where !source.namesLeaving && !source.isAnswer {
            add(
                .error, "unsubscribe", source.file, 1, "the letter does not say how to leave the list",
                "end it with a link to {{list.unsubscribe}}, or to {{unsubscribe.url}} for a link of each reader's own")
        }
    }

    /// A list that anybody may post to takes every From.
    private mutating func checkSenders(_ list: ListIdentity?) {
        guard let list, !list.readersPost else { return }
        for (source, sender) in letter.senders where !list.mayPost(sender.address) {
            add(
                .error, "from", source.file, source.fromLine,
                "From \(sender.address) is not the list's: \(list.name) takes letters from its owner and its posters",
                "leave from out, or name one of them, as \(list.sender?.address ?? list.address.address)")
        }
    }

    private mutating func checkLogo(_ list: ListIdentity?) {
        guard let file = letter.sources.first?.file else { return }
        for (name, problem, remedy) in letter.shiningPictures {
            let line = letter.sources.first?.line(of: name) ?? 1
            add(.warning, "dark", file, line, "\(name) \(problem)", remedy)
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
            let text = LetterText(html)
            if text.hasPicture, text.letters < Self.fewLetters {
                add(
                    .error, "image-only", source.file, 1,
                    "the letter is nearly all picture: filters distrust it, and who blocks images reads nothing",
                    "say it in words too")
            }
            guard source.format == .html, let own = LetterFormat.plainText(beside: source.file).first else { continue }
            if content.plain == nil {
                add(
                    .warning, "plain-text", source.file, 1, "the letter has no plain text part",
                    "write it beside it, as \(own)")
            } else if let other = source.plainFile, other != own {
                add(
                    .warning, "plain-text", source.file, 1,
                    "its plain text part is \(other), for want of one of its own",
                    "write it beside it, as \(own)")
            }
        }
    }
}
