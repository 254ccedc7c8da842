/// Goes through the body of a multipart entity (RFC 2046, 5.1.1).
enum MultipartWalk {
    /// - Parameters:
    ///   - body: lines end in CRLF.
    ///   - visit: is given everything in order: each part, and what stands between the parts, delimiters among it.
    /// - Returns: false when there is no delimiter, and so no part.
    static func walk<Failure: Error>(
        _ body: ArraySlice<UInt8>, boundary: [UInt8],
        _ visit: (_ piece: ArraySlice<UInt8>, _ isPart: Bool) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let delimiter = Array("--".utf8) + boundary
        var at = body.startIndex
        /// Where the current part begins; nil in the preamble and the epilogue.
        var part: Int?
        var outside = at
        var found = false
        while at < body.endIndex {
            let line = at..<min(HeaderSection.lineEnd(body, at), body.endIndex)
            at = line.upperBound
            guard let isLast = isDelimiter(body[line], delimiter) else { continue }
            guard part != nil || !found else { continue }
            if let start = part {
                // The CRLF before a delimiter is the delimiter's.
                let end = max(start, line.lowerBound - 2)
                try visit(body[start..<end], true)
                outside = end
            }
            found = true
            try visit(body[outside..<line.upperBound], false)
            outside = line.upperBound
            part = isLast ? nil : line.upperBound
        }
        guard found else { return false }
        if let start = part { try visit(body[start...], true) } else { try visit(body[outside...], false) }
        return true
    }

    /// Whether a line delimits parts, and if so whether it is the one behind the last.
    private static func isDelimiter(_ line: ArraySlice<UInt8>, _ delimiter: [UInt8]) -> Bool? {
        guard line.starts(with: delimiter) else { return nil }
        var rest = line.dropFirst(delimiter.count)
        while let last = rest.last, last == 0x0D || last == 0x0A || last == 0x20 || last == 0x09 { rest.removeLast() }
        if rest.isEmpty { return false }
        return rest.elementsEqual("--".utf8) ? true : nil
    }
}
