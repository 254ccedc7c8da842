/// Which lines are rows: within quotes they show that a quote was never closed.
struct RowShape {
    /// The column in which an address, or another entry, stands; nil while that is not known: then any.
    var column: Int?
    /// How many columns there are; nil where rows may have any number.
    var width: Int?
}

extension CSVReader {
    enum Quoted {
        case incomplete
        /// The field ends with its closing quote; `next` is the delimiter or line end behind it.
        case closed(closing: Int, isEscaped: Bool, next: Int, lineEnds: Int)
        /// More text follows the closing quote on the same line; `isName` when that makes a display name of it, or a
        /// local-part.
        case goesOn(Int, isName: Bool)
        /// The quote was never closed, or so much later that it cannot have been meant.
        case broken(String)
    }

    private static let neverEnds = "a field in quotes begins here and never ends; add the closing quote"

    /// A field in quotes may hold line ends; but a line that is a row of its own, and text behind a closing quote on a
    /// later line, tell that the quote on this line is one too many.
    func scanQuoted(at opening: Int, seen: inout UInt8) -> Quoted {
        var index = opening + 1
        var isEscaped = false
        var lineEnds = 0
        while index < end {
            let byte = buffer[index]
            seen |= byte
            if byte == UInt8(ascii: "\"") {
                // Only the next octet tells a closing quote from a doubled one.
                if index + 1 == end, !isAtEnd { return .incomplete }
                guard index + 1 < end, buffer[index + 1] == byte else {
                    return closed(index, isEscaped: isEscaped, lineEnds: lineEnds)
                }
                isEscaped = true
                index += 1
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\n") || index + 1 == end || buffer[index + 1] != UInt8(ascii: "\n") {
                    lineEnds += 1
                    guard let isRow = isRow(at: index + 1) else { return .incomplete }
                    if isRow {
                        return .broken(
                            "a field in quotes begins here and goes on over a line with an address of its own; "
                                + "add the closing quote")
                    }
                }
            }
            index += 1
            guard index - opening <= Self.fieldLimit else { return .broken(Self.longField) }
        }
        return isAtEnd ? .broken(Self.neverEnds) : .incomplete
    }

    private func closed(_ closing: Int, isEscaped: Bool, lineEnds: Int) -> Quoted {
        var index = closing + 1
        while index < end, buffer[index] == UInt8(ascii: " ") { index += 1 }
        guard index < end || isAtEnd else { return .incomplete }
        guard index < end, !isFieldEnd(buffer[index]) else {
            return .closed(closing: closing, isEscaped: isEscaped, next: index, lineEnds: lineEnds)
        }
        guard lineEnds == 0 else {
            return .broken(
                "a field in quotes begins here, and text follows the next quote, on a later line; add the closing quote"
            )
        }
        if buffer[index] == UInt8(ascii: "@"), index == closing + 1 { return .goesOn(index, isName: true) }
        var last = index
        var place = index
        while place < end, !isFieldEnd(buffer[place]) {
            if buffer[place] != UInt8(ascii: " ") { last = place }
            place += 1
        }
        guard place < end || isAtEnd else { return .incomplete }
        return .goesOn(index, isName: buffer[last] == UInt8(ascii: ">"))
    }

    private func isFieldEnd(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Whether a line within quotes would be a row of its own, with an address before any other quote; nil when the
    /// buffer ends before the line does.
    private func isRow(at start: Int) -> Bool? {
        guard let shape else { return false }
        var index = start
        var count = 0
        var hasEntry = false
        var isQuoted = false
        while true {
            let fieldStart = index
            while index < end, buffer[index] == UInt8(ascii: " ") { index += 1 }
            let beginsQuoted = index < end && buffer[index] == UInt8(ascii: "\"")
            var isInQuotes = false
            while index < end, buffer[index] != UInt8(ascii: "\n"), buffer[index] != UInt8(ascii: "\r") {
                if buffer[index] == UInt8(ascii: "\"") {
                    isQuoted = true
                    isInQuotes = beginsQuoted && !isInQuotes
                } else if buffer[index] == delimiter, !isInQuotes {
                    break
                }
                index += 1
                if index - start > Self.fieldLimit { return false }
            }
            guard index < end || isAtEnd else { return nil }
            let isEntryColumn = shape.column == nil || shape.column == count
            if isEntryColumn, !isQuoted, !hasEntry { hasEntry = isEntry(fieldStart, index) }
            count += 1
            if count > Self.columnLimit { return false }
            guard index < end, buffer[index] == delimiter else { break }
            index += 1
        }
        return hasEntry && (shape.width == nil || shape.width == count)
    }

    /// Whether this is an address, a domain or a hash, and nothing else.
    private func isEntry(_ start: Int, _ end: Int) -> Bool {
        guard end > start, end - start <= 1024 else { return false }
        var copy = Array(UnsafeBufferPointer(start: buffer + start, count: end - start))
        return copy.withUnsafeMutableBufferPointer { cell in
            let text = AddressCell.split(cell).address
            guard text.allSatisfy({ $0 > 0x20 }) else { return false }
            return text.contains(UInt8(ascii: "@")) ? text.count > 2 : SuppressedForm.isHash(text)
        }
    }
}
