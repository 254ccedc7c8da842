/// Goes through the body of a multipart entity (RFC 2046, 5.1.1): the one reader of what is written and of what came in.
///
/// A delimiter is a line of its own, with nothing but blanks behind it: a boundary that begins like that of an outer
/// multipart is another's. What is not closed goes on to the end. One pass, however many parts there are.
package enum Multipart {
    /// - Parameters:
    ///   - body: lines end in CRLF, LF or a bare CR, as ``HeaderSection`` has them.
    ///   - most: so many parts are found; what follows them is visited as if it stood behind the last.
    ///   - visit: is given everything in order: each part, and what stands between the parts, delimiters among it.
    /// - Returns: false when there is no delimiter, and so no part; then nothing was visited.
    @discardableResult
    package static func walk<Failure: Error>(
        _ body: ArraySlice<UInt8>, boundary: [UInt8], most: Int = .max,
        _ visit: (_ piece: ArraySlice<UInt8>, _ isPart: Bool) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let delimiter = Array("--".utf8) + boundary
        var at = body.startIndex
        /// Where the current part begins; nil in the preamble and the epilogue.
        var part: Int?
        var outside = at
        var count = 0
        var found = false
        while at < body.endIndex {
            let line = at..<HeaderSection.lineEnd(body, at)
            at = line.upperBound
            guard let isLast = isDelimiter(body[line], delimiter) else { continue }
            if let start = part {
                let end = max(start, beforeLineEnd(body, line.lowerBound))
                try visit(body[start..<end], true)
                count += 1
                outside = end
            }
            found = true
            part = isLast || count >= most ? nil : line.upperBound
            guard part != nil else { break }
            try visit(body[outside..<line.upperBound], false)
            outside = line.upperBound
        }
        guard found else { return false }
        if let start = part { try visit(body[start...], true) } else { try visit(body[outside...], false) }
        return true
    }

    /// Where the parts are, without the line end before the delimiter behind them.
    ///
    /// - Parameter most: so many are found, and no more looked for.
    package static func parts(of body: ArraySlice<UInt8>, boundary: [UInt8], most: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        walk(body, boundary: boundary, most: most) { piece, isPart in
            // A delimiter at the very end opens nothing.
            if isPart, piece.startIndex < body.endIndex { parts.append(piece.startIndex..<piece.endIndex) }
        }
        return parts
    }

    /// Whether a line delimits parts, and if so whether it is the one behind the last.
    private static func isDelimiter(_ line: ArraySlice<UInt8>, _ delimiter: [UInt8]) -> Bool? {
        guard line.starts(with: delimiter) else { return nil }
        var rest = line.dropFirst(delimiter.count)
        while let last = rest.last, last == 0x0D || last == 0x0A || last == 0x20 || last == 0x09 { rest.removeLast() }
        if rest.isEmpty { return false }
        return rest.elementsEqual("--".utf8) ? true : nil
    }

    /// The line end before a delimiter is the delimiter's.
    private static func beforeLineEnd(_ body: ArraySlice<UInt8>, _ start: Int) -> Int {
        guard start > body.startIndex else { return start }
        guard body[start - 1] == 0x0A else { return start - 1 }
        return start - 1 > body.startIndex && body[start - 2] == 0x0D ? start - 2 : start - 1
    }
}
