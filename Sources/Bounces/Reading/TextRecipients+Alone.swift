/// Where no list of them stands.
extension TextRecipients {
    /// `>>> RCPT TO:<…>`, and a refusal behind it.
    mutating func readTranscript() {
        var asked: String?
        for index in 0..<text.stop where found.count < Self.mostFound {
            let line = text.bytes[text.lines[index]]
            if line.holds("rcpt to:") {
                asked = spots(text.lines[index]).first?.address
                continue
            }
            guard let address = asked else { continue }
            let told = RemarkText(line.prefix(200).text)
            guard told.code != nil || text.marks[index].contains(where: { $0.phrase.isFailure }) else { continue }
            add(address, index)
            addRemark(index)
            asked = nil
        }
    }

    /// Lines that tell of a failure and name somebody.
    mutating func readRemarks() {
        for index in 0..<text.stop where !text.isQuoted(index) && found.isEmpty {
            let line = text.lines[index]
            guard
                text.marks[index].contains(where: { $0.phrase.isFailure || $0.phrase.isOpening })
                    || RemarkText(text.bytes[line].prefix(200).text).code != nil
            else { continue }
            for spot in spots(line).prefix(1) where !isExcluded(spot.address) { add(spot.address, index) }
            if !found.isEmpty { addRemark(index) }
        }
    }

    /// Whoever is named at all.
    mutating func readAnything() {
        for index in 0..<text.stop where !text.isQuoted(index) && found.isEmpty {
            for spot in spots(text.lines[index]).prefix(1) where !isExcluded(spot.address) { add(spot.address, index) }
            if !found.isEmpty {
                for rest in index..<min(text.stop, index + 12) { addRemark(rest) }
            }
        }
    }
}
