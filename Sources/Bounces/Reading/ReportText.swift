/// A text that a server wrote for people: its lines, and what is known of the phrases in them.
struct ReportText {
    struct Mark {
        let phrase: BouncePhrase
        let start: Int
        let end: Int
    }

    let bytes: [UInt8]
    /// Each without its LF.
    let lines: [Range<Int>]
    /// Of each line, those that end in it.
    let marks: [[Mark]]
    /// The line with which the message that came back begins, or the number of lines.
    private(set) var stop: Int
    /// Where the message that came back begins, in a text that holds it.
    private(set) var returnedStart: Int?

    private static let mostLines = 4_000

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var lines: [Range<Int>] = []
        var at = 0
        while at < bytes.count, lines.count < Self.mostLines {
            let end = OctetLines.end(bytes, at)
            lines.append(at..<end)
            at = end + 1
        }
        self.lines = lines
        let limit = lines.last?.upperBound ?? 0
        let folded = PlainText.folded(bytes)
        var marks = [[Mark]](repeating: [], count: lines.count)
        var line = 0
        for hit in BouncePhrase.finder.hits(in: folded, 0..<limit) {
            while line < lines.count - 1, hit.end > lines[line].upperBound { line += 1 }
            let phrase = BouncePhrase.all[hit.phrase]
            let start = Self.start(folded, phrase.words.utf8.count, end: hit.end)
            // A word begins where it begins, not within another.
            if start > 0, folded[start].isLetter, folded[start - 1].isLetter { continue }
            if case .success = phrase.meaning, Self.isDenied(folded, start) { continue }
            // `Your message` and, on the next line, `To:`.
            if phrase.isOpening, hit.end < limit, folded[hit.end] == 0x3A, phrase.words.hasSuffix(" to") { continue }
            marks[line].append(Mark(phrase: phrase, start: start, end: hit.end))
        }
        self.marks = marks
        stop = lines.count
        findStop()
    }

    /// Blanks of any length stand for one of the phrase.
    private static func start(_ text: [UInt8], _ length: Int, end: Int) -> Int {
        var at = end
        var left = length
        while at > 0, left > 0 {
            at -= 1
            left -= 1
            if text[at].isWhite { while at > 0, text[at - 1].isWhite { at -= 1 } }
        }
        return at
    }

    private static let denials: Set<String> = ["not", "never", "non", "não", "nao", "no", "nicht", "niet", "nie", "не"]

    /// `non è stato recapitato`
    private static func isDenied(_ text: [UInt8], _ start: Int) -> Bool {
        let before = text[max(0, start - 12)..<start].trimmed
        let word = before.lastIndex(where: \.isWhite).map { before[($0 + 1)...] } ?? before
        return denials.contains(word.text)
    }

    // MARK: - Where the message that came back begins

    private mutating func findStop() {
        var hasOpening = false
        for index in lines.indices {
            if marks[index].contains(where: { $0.phrase.isOpening }) { hasOpening = true }
            if isReturnedField(index) {
                stop = index
                returnedStart = lines[index].lowerBound
                return
            }
            if isFoot(index) {
                stop = index
                return
            }
            guard let mark = marks[index].first(where: { isEnding($0, index) }) else { continue }
            let header = headerBehind(index)
            // A heading that looks like an end, before anything was said.
            guard header != nil || hasOpening || index > lines.count / 2 || mark.phrase.words.utf8.count > 30 else {
                continue
            }
            // What announces the end of one part only: more is said behind it.
            if header == nil, mark.phrase.server != nil, opensLater(index) { continue }
            stop = index
            returnedStart = header ?? headerLater(index)
            return
        }
    }

    /// The header of what came back, where the text ended for another reason before it.
    private func headerLater(_ index: Int) -> Int? {
        for later in lines.indices[(index + 1)...].prefix(200) {
            if isReturnedField(later) { return lines[later].lowerBound }
            if marks[later].contains(where: { isEnding($0, later) }), let header = headerBehind(later) { return header }
        }
        return nil
    }

    /// A line of underscores, with which lists begin what they add below.
    private func isFoot(_ index: Int) -> Bool {
        let line = bytes[lines[index]].trimmed
        guard line.count >= 20, line.allSatisfy({ $0 == 0x5F }), index > 0 else { return false }
        return lines[index...].prefix(4).contains { bytes[$0].holds("list") }
    }

    private func opensLater(_ index: Int) -> Bool {
        marks[(index + 1)...].prefix(40).contains { $0.contains { $0.phrase.isOpening && $0.phrase.server != nil } }
            && !marks[..<index].contains { $0.contains { $0.phrase.isOpening && $0.phrase.server != nil } }
    }

    /// It begins its line, and the line says nothing else.
    private func isEnding(_ mark: Mark, _ index: Int) -> Bool {
        guard case .ending = mark.phrase.meaning, mark.start >= lines[index].lowerBound else { return false }
        let lead = bytes[lines[index].lowerBound..<mark.start]
        guard !lead.contains(where: { $0.isWordPart || $0 == 0x3E || $0 >= 0x80 }) else { return false }
        if lead.contains(UInt8(ascii: "-")) || lead.contains(UInt8(ascii: "=")) || lead.contains(0x2A) { return true }
        let rest = bytes[mark.end..<lines[index].upperBound]
        // `原邮件信息：` tells of the original, it does not hold it.
        if ["信息", "資訊", "情報", "정보"].contains(where: { rest.starts(with: $0.utf8) }) { return false }
        return !rest.contains(where: \.isWordPart) || mark.phrase.words.utf8.count >= 22
    }

    /// A field of a header that no server writes into a text of its own.
    private func isReturnedField(_ index: Int) -> Bool {
        let line = bytes[lines[index]]
        guard let first = line.first, first.isLetter else { return false }
        let isOne =
            line.begins(with: "received: ") || line.begins(with: "return-path: ") || line.begins(with: "mime-version: ")
            || line.begins(with: "dkim-signature: ") || line.begins(with: "message-id: ")
            || line.begins(with: "delivered-to: ")
        guard isOne, index + 1 < lines.count else { return false }
        let next = bytes[lines[index + 1]]
        return next.first == 0x20 || next.first == 0x09 || Self.isField(next)
            || index > 0 && Self.isField(bytes[lines[index - 1]])
    }

    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.prefix(60).firstIndex(of: 0x3A), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { $0.isWordPart || $0 == 0x2D }
    }

    /// The beginning of a header within the next lines.
    private func headerBehind(_ index: Int) -> Int? {
        var seen = 0
        for next in lines.indices[(index + 1)...].prefix(12) {
            let line = bytes[lines[next]]
            if line.allSatisfy({ !$0.isWordPart }) { continue }
            let isFirst = Self.isField(line) && line.first?.isWhite == false
            if isFirst, next + 1 < lines.count { return lines[next].lowerBound }
            if line.begins(with: "from ") || line.begins(with: ">from ") { return lines[next].lowerBound }
            seen += 1
            if seen > 2 { return nil }
        }
        return nil
    }

    // MARK: - What is said

    func has(_ isOne: (BouncePhrase.Meaning) -> Bool) -> Bool {
        for index in 0..<stop where !isQuoted(index) {
            for mark in marks[index] where isOne(mark.phrase.meaning) { return true }
        }
        return false
    }

    /// Somebody quotes another message here.
    func isQuoted(_ index: Int) -> Bool {
        let line = bytes[lines[index]].trimmed
        return line.first == UInt8(ascii: ">") && !line.begins(with: ">>>")
    }

    /// The server that is known by its words.
    var server: String? {
        for index in 0..<stop {
            for mark in marks[index] {
                if case .sign = mark.phrase.meaning { return mark.phrase.server }
            }
        }
        return nil
    }
}

extension BouncePhrase {
    /// What it says is no sentence that could have a good end; so with all that are not English.
    var deniesDelivery: Bool {
        !words.utf8.allSatisfy { $0 < 0x80 }
            || [
                "not ", "n't", "fail", "undeliver", "unable", "error", "fatal", "problem", "trouble", "bounced",
                "reject",
            ]
            .contains { words.contains($0) }
    }

    var isOpening: Bool {
        if case .opening = meaning { return true }
        return false
    }
}
