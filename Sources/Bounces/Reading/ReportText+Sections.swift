import FanmailBasics

extension ReportText {
    /// Lines with which numbered sections begin, from the second on: `2. Reason`, `3) What to do`, `[4]`.
    var sections: Set<Int> {
        var found: Set<Int> = []
        var next = 1
        for index in 0..<stop where next < 20 {
            guard let number = Self.number(bytes[lines[index]]), number == next else { continue }
            if number > 1 { found.insert(index) }
            next += 1
        }
        return next > 2 ? found : []
    }

    /// - Returns: nil for a line that begins otherwise; `5.1.1` and `550 …` are no numbers of a section.
    private static func number(_ line: ArraySlice<UInt8>) -> Int? {
        let open: [UInt8] = Array("([#".utf8)
        let line = line.drop { $0.isWhite || open.contains($0) }
        let digits = line.prefix { $0.isDigit }
        guard (1...2).contains(digits.count), let mark = line.dropFirst(digits.count).first,
            ".):]".utf8.contains(mark)
        else { return nil }
        guard line.dropFirst(digits.count + 1).first.map({ $0.isWhite }) ?? true else { return nil }
        return Int(digits.text)
    }
}
