/// Of an alias: to whom it was written, and programs in the place of people.
extension TextRecipients {
    /// `(generated from …)`, `(expanded from: …)`: to whom it was written.
    mutating func readGenerated(_ index: Int) -> Bool {
        let line = text.lines[index]
        let bytes = text.bytes[line]
        guard let word = bytes.place(of: "generated from") ?? bytes.place(of: "expanded from") else { return false }
        let all = spots(line)
        guard let last = all.first(where: { $0.range.lowerBound > word }) else { return false }
        if all.count > 1, leads(line.lowerBound..<all[0].range.lowerBound, all[0], index), isCollecting {
            add(all[0].address, index)
            if let current { found[current].original = last.address }
            addRemark(index)
            return true
        }
        if let current, index - found[current].line <= 3 {
            found[current].original = last.address
            return true
        }
        guard isCollecting else { return false }
        add(last.address, index)
        return true
    }

    /// `"|/usr/bin/vacation ada"`: whose it is stands behind it.
    mutating func readProgram(_ index: Int) -> Bool {
        let line = text.bytes[text.lines[index]].trimmed
        guard isCollecting, line.begins(with: "\"|") || line.begins(with: "|/") else { return false }
        current = nil
        heading = line.text + "\n"
        isProgram = true
        return true
    }
}
