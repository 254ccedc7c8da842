import SMTPCore

/// Goes through a server's words line by line for who failed, and what is said of them.
struct TextRecipients {
    struct Found {
        let address: String
        var original: String?
        /// Nil where only the whole message tells.
        var action: ReportedAction?
        let source: ReportedRecipient.Source
        var remark: String
        /// It begins a line, or stands behind a label.
        let isListed: Bool
        /// Blanks before it.
        let indent: Int
        let line: Int
    }

    /// Where somebody is looked for.
    enum Reach {
        /// Behind words that announce them.
        case lists
        /// Also in lines that tell of a failure.
        case remarks
        /// Wherever an address stands.
        case anything
        /// The same, but none of the domain that gets the report: whose words speak of its own mailbox, as a rule.
        case others
    }

    let text: ReportText
    /// Those who are no recipients, in lower case: the sender, lists, whom the report is for.
    let excluded: Set<String>
    /// Names without a domain stand for mailboxes of this one.
    let bareDomain: String?
    /// Of those to whom the report went.
    let ownDomains: Set<String>

    var found: [Found] = []
    var known: [String: Int] = [:]
    var isCollecting = false
    var action: ReportedAction?
    var source = ReportedRecipient.Source.guess
    var current: Int?
    /// What a server says of all whom it names behind it: `The user(s) account is disabled.`
    var heading = ""
    /// It is of a program, of which is not told yet whose it is.
    var isProgram = false
    /// Lines with which numbered sections begin.
    let sections: Set<Int>

    static let mostFound = 1_000
    static let longestRemark = 2_000

    init(
        _ text: ReportText, excluded: Set<String>, bareDomain: String? = nil, ownDomains: Set<String> = [],
        reach: Reach = .anything
    ) {
        self.text = text
        self.excluded = excluded
        self.bareDomain = bareDomain
        self.ownDomains = ownDomains
        sections = text.sections
        read()
        if found.isEmpty { readTranscript() }
        if found.isEmpty, reach != .lists { readRemarks() }
        if found.isEmpty, reach == .anything || reach == .others { readAnything() }
        dropOwn()
        if reach == .others, found.allSatisfy(isOfOwnDomain) { found = [] }
        for index in found.indices { found[index].remark = words(of: found[index]) }
    }

    // MARK: - Lines

    mutating func read() {
        for index in 0..<text.stop where found.count < Self.mostFound {
            let line = text.lines[index]
            guard text.bytes[line].contains(where: { !$0.isWhite }) else { continue }
            // MDaemon writes `> address`.
            guard !text.isQuoted(index) || isCollecting && isLoneAddress(line) else { continue }
            if readGenerated(index) || readProgram(index) { continue }
            let isRemark = isRemarkOfCurrent(index)
            if !isRemark, let mark = text.marks[index].last(where: { $0.phrase.isOpening }) {
                open(mark, index)
                continue
            }
            if !isRemark, readLabel(index) { continue }
            if isCollecting || isParagraph(line), readLed(index) { continue }
            addRemark(index)
        }
    }

    func isLoneAddress(_ line: Range<Int>) -> Bool {
        let words = text.bytes[line].split { $0.isWhite }
        return words.count == 2 && words[1].contains(UInt8(ascii: "@"))
    }

    /// `<address>:`, with which qmail and its kin begin what they say of each (QSBMF).
    func isParagraph(_ line: Range<Int>) -> Bool {
        let bytes = text.bytes[line]
        return bytes.first == UInt8(ascii: "<") && bytes.prefix(300).contains(0x40)
            && bytes.trimmed.suffix(2).elementsEqual(">:".utf8)
    }

    func isParagraphOf(_ spot: AddressSpotter.Spot, _ line: Range<Int>) -> Bool {
        spot.isAngled && spot.range.lowerBound == line.lowerBound + 1 && spot.range.upperBound + 1 < line.upperBound
            && text.bytes[spot.range.upperBound + 1] == UInt8(ascii: ":")
    }

    /// It is about the one before: it stands further in, or is a server's reply.
    func isRemarkOfCurrent(_ index: Int) -> Bool {
        guard let current, index > found[current].line else { return false }
        let line = text.bytes[text.lines[index]]
        if line.trimmed.begins(with: "<<<") || line.trimmed.begins(with: ">>>") { return true }
        let opens = text.marks[index].contains { $0.phrase.isOpening && $0.phrase.server != nil }
        if indent(index) > found[current].indent + 1, !opens { return true }
        guard index - found[current].line < 12 else { return false }
        let told = RemarkText(line.prefix(200).text)
        return told.code != nil || told.status != nil
    }

    func indent(_ index: Int) -> Int {
        text.bytes[text.lines[index]].prefix { $0.isWhite }.reduce(0) { $0 + ($1 == 0x09 ? 8 : 1) }
    }

    mutating func open(_ mark: ReportText.Mark, _ index: Int) {
        isCollecting = true
        if case .opening(let action) = mark.phrase.meaning {
            self.action = action == .failed && !mark.phrase.isForGood ? nil : action
        }
        source = mark.phrase.server != nil || source == .form ? .form : .guess
        let line = text.lines[index]
        let sentence = mark.phrase.server == nil ? sentenceEnd(mark.end..<line.upperBound) : line.upperBound
        let behind = spots(mark.end..<sentence).filter { !isExcluded($0.address) }
        let before =
            mark.start > line.lowerBound ? spots(line.lowerBound..<mark.start).filter { !isExcluded($0.address) } : []
        let named = behind.isEmpty ? before : behind
        // It names the sender; the recipient comes behind.
        for spot in named where !mark.phrase.words.hasSuffix("from <") { add(spot.address, index) }
        if named.isEmpty, isHeading(index) { current = nil }
        let says = text.bytes[line].trimmed.text
        heading = named.isEmpty && mark.phrase.server != nil && Self.tellsWhy(says) ? says + "\n" : ""
        addRemark(index)
    }

    /// It announces what follows.
    func isHeading(_ index: Int) -> Bool {
        let last = text.bytes[text.lines[index]].trimmed.last
        guard last == UInt8(ascii: ":") || last == UInt8(ascii: "-") else { return false }
        for next in (index + 1)..<min(max(text.stop, index + 1), index + 5) {
            guard text.bytes[text.lines[next]].contains(where: { !$0.isWhite }) else { continue }
            guard let first = spots(text.lines[next]).first else { return false }
            return leads(text.lines[next].lowerBound..<first.range.lowerBound, first, next)
        }
        return false
    }

    mutating func readLabel(_ index: Int) -> Bool {
        let line = text.lines[index]
        guard let mark = text.marks[index].first(where: { isLabel($0, line) }) else { return false }
        let named = spots(mark.end..<line.upperBound).filter { !isExcluded($0.address) }
        guard !named.isEmpty else {
            // The value stands on the next line.
            if !text.bytes[mark.end..<line.upperBound].contains(where: { !$0.isWhite }) { isCollecting = true }
            return false
        }
        if mark.phrase.server != nil { source = .form }
        isCollecting = true
        for spot in named.prefix(mark.phrase.words.hasSuffix("s:") ? 50 : 1) {
            add(spot.address, index, isListed: true)
        }
        addRemark(index)
        return true
    }

    func isLabel(_ mark: ReportText.Mark, _ line: Range<Int>) -> Bool {
        guard case .label = mark.phrase.meaning, mark.start >= line.lowerBound else { return false }
        return !text.bytes[line.lowerBound..<mark.start].contains { $0.isWordPart || $0 >= 0x80 || $0 == 0x3E }
    }

    /// The line begins with an address.
    mutating func readLed(_ index: Int) -> Bool {
        let line = text.lines[index]
        let all = spots(line)
        guard let first = all.first else { return readBare(index) }
        guard !isContact(index) else { return false }
        guard leads(line.lowerBound..<first.range.lowerBound, first, index) else { return false }
        if let current, indent(index) > found[current].indent + 1, known[first.address.lowercased()] == nil,
            index - found[current].line <= 2
        {
            return false
        }
        let isAlone = !text.bytes[(all.last ?? first).range.upperBound..<line.upperBound].contains(where: \.isLetter)
        guard isAlone || source == .form || isParagraphOf(first, line) || !isExcluded(first.address),
            !Self.isDaemon(first.address)
        else { return false }
        let before = action
        if let told = told(text.bytes[first.range.upperBound..<line.upperBound]) { action = told }
        add(first.address, index, isListed: true)
        action = before
        var end = first.range.upperBound
        for spot in all.dropFirst() {
            // A list of them.
            let between = text.bytes[end..<spot.range.lowerBound]
            let isNamed = spot.isAngled && between.contains(UInt8(ascii: ","))
            guard isNamed || between.allSatisfy({ " ,;<>\t\"'".utf8.contains($0) }) else { break }
            add(spot.address, index, isListed: true)
            end = spot.range.upperBound
        }
        if let current { found[current].remark += text.bytes[end..<line.upperBound].text }
        return true
    }

    mutating func addRemark(_ index: Int) {
        if current == nil, isProgram { heading += text.bytes[text.lines[index]].trimmed.text + "\n" }
        // What is said in the next section of a numbered text is no word about somebody of whom it was told why.
        if let current, index > found[current].line, sections.contains(index), Self.tellsWhy(found[current].remark) {
            self.current = nil
        }
        // A transcript comes back to each of them.
        if current != nil, let named = spots(text.lines[index]).first, let other = known[named.address.lowercased()] {
            current = other
        }
        guard let current, found[current].remark.utf8.count < Self.longestRemark else { return }
        let words = text.bytes[text.lines[index]].trimmed.text
        found[current].remark += found[current].remark.isEmpty ? words : "\n" + words
    }

    mutating func add(_ address: String, _ index: Int, isListed: Bool = false) {
        let key = address.lowercased()
        guard !Self.isDaemon(key) else { return }
        if let before = known[key] {
            current = before
            return
        }
        guard found.count < Self.mostFound else { return }
        known[key] = found.count
        current = found.count
        defer { if isProgram { (isProgram, heading) = (false, "") } }
        found.append(
            Found(
                address: address, action: action, source: source, remark: heading, isListed: isListed,
                indent: indent(index),
                line: index))
    }

    func spots(_ range: Range<Int>) -> [AddressSpotter.Spot] {
        guard range.lowerBound < range.upperBound else { return [] }
        return AddressSpotter.spots(in: text.bytes, range).filter { !isWithinLink($0.range.lowerBound) }
    }
}

extension BouncePhrase {
    var isFailure: Bool {
        if case .failure = meaning { return true }
        return false
    }

    /// It says that nothing more is tried.
    var isForGood: Bool { words.contains("permanent") }
}

extension String {
    var trimmedEnd: Substring {
        var text = self[...]
        while let last = text.last, last == " " || last == "<" { text.removeLast() }
        return text
    }
}
