import FanmailBasics

/// The transfer encodings that make octets ASCII (RFC 2045, 6.7 and 6.8). Lines have at most 76 characters.
enum TransferEncoder {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Whether text is no longer in quoted-printable than in base64.
    static func prefersQuotedPrintable(_ text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { prefersQuotedPrintable($0) }
    }

    static func prefersQuotedPrintable(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var escaped = 0
        var at = 0
        while at < text.count {
            // Without a branch and in octets, so that many are looked at at once.
            var few: UInt8 = 0
            let end = min(at + 255, text.count)
            for index in at..<end { few &+= (text[index] > 0x7E ? 1 : 0) | (text[index] == 0x3D ? 1 : 0) }
            escaped += Int(few)
            at = end
        }
        return text.count + 2 * escaped <= text.count * 4 / 3
    }

    /// Lines of the text stay lines, and end in CRLF, whatever they ended in.
    ///
    /// A last line without an end gets none.
    static func quotedPrintable(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        text.withUnsafeBufferPointer { quotedPrintable($0, to: &output) }
    }

    static func quotedPrintable(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        let end = text.count
        output.reserveCapacity(output.count + end + end / 8)
        isAlwaysPlain.withUnsafeBufferPointer { isAlwaysPlain in
            // Whole lines are appended: octet by octet the array would be asked for room each time.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 80) { line in
                var column = 0
                var at = 0
                func finish(softly: Bool) {
                    if softly {
                        line[column] = UInt8(ascii: "=")
                        column += 1
                    }
                    line[column] = 0x0D
                    line[column + 1] = 0x0A
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: line[..<(column + 2)]))
                    column = 0
                }
                while at < end {
                    // Most of a text is runs of what stays as it is. The first octet of a line and the last are looked at
                    // below.
                    if column > 0 {
                        let start = column
                        let limit = min(end, at + 75 - column)
                        while at + 8 <= limit {
                            let eight = UnsafeRawBufferPointer(text).loadUnaligned(
                                fromByteOffset: at, as: UInt64.self)
                            guard isOrdinary(eight) else { break }
                            UnsafeMutableRawBufferPointer(line).storeBytes(
                                of: eight, toByteOffset: column, as: UInt64.self)
                            column += 8
                            at += 8
                        }
                        while at < limit, isAlwaysPlain[Int(text[at])] || text[at] == 0x20 {
                            line[column] = text[at]
                            column += 1
                            at += 1
                        }
                        // A blank at the end of a line does not stay.
                        while column > start, line[column - 1] == 0x20 {
                            column -= 1
                            at -= 1
                        }
                        if column > start { continue }
                    }
                    let byte = text[at]
                    if byte == 0x0D || byte == 0x0A {
                        finish(softly: false)
                        at += byte == 0x0D && at + 1 < end && text[at + 1] == 0x0A ? 2 : 1
                        continue
                    }
                    let isLast = at + 1 == end || text[at + 1] == 0x0D || text[at + 1] == 0x0A
                    let isPlain =
                        isAlwaysPlain[Int(byte)]
                        ? !(column == 0 && isRisky(text, at)) : (byte == 0x20 || byte == 0x09) && !isLast
                    // Room for the soft line break, unless none can follow.
                    guard column + (isPlain ? 1 : 3) <= (isLast ? 76 : 75) else {
                        finish(softly: true)
                        continue
                    }
                    if isPlain {
                        line[column] = byte
                        column += 1
                    } else {
                        line[column] = UInt8(ascii: "=")
                        line[column + 1] = Hex.upperDigit(byte >> 4)
                        line[column + 2] = Hex.upperDigit(byte & 0xF)
                        column += 3
                    }
                    at += 1
                }
                output.append(contentsOf: line[..<column])
            }
        }
    }

    /// Printable, and neither `=` nor a blank: the same wherever it stands but at the start of a line.
    private static let isAlwaysPlain: [Bool] = (0..<256).map { $0 > 0x20 && $0 < 0x7F && $0 != 0x3D }

    /// Whether all eight are printable, and none is `=`; of some it is not said that are.
    private static func isOrdinary(_ eight: UInt64) -> Bool {
        let (each, high): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        // Where no octet is 8-bit, a subtraction borrows for those that are below alone, and then for their neighbours.
        let control = eight &- each &* 0x20
        let equals = (eight ^ each &* 0x3D) &- each
        let delete = (eight ^ each &* 0x7F) &- each
        return (eight | control | equals | delete) & high == 0
    }

    /// What relays and mailboxes are known to change at the start of a line: a dot, and `From `.
    private static func isRisky(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: "F") && text[at...].starts(with: "From ".utf8)
    }

    /// Without a line break behind the last line.
    static func base64(_ octets: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        var at = octets.startIndex
        while at < octets.endIndex {
            if column == 76 {
                output.append(contentsOf: [0x0D, 0x0A])
                column = 0
            }
            let left = octets.endIndex - at
            let first = octets[at]
            let second = left > 1 ? octets[at + 1] : 0
            let third = left > 2 ? octets[at + 2] : 0
            output.append(alphabet[Int(first >> 2)])
            output.append(alphabet[Int((first & 0x3) << 4 | second >> 4)])
            output.append(left > 1 ? alphabet[Int((second & 0xF) << 2 | third >> 6)] : UInt8(ascii: "="))
            output.append(left > 2 ? alphabet[Int(third & 0x3F)] : UInt8(ascii: "="))
            column += 4
            at += 3
        }
    }

    // MARK: - Folding anew

    /// What is in base64 already, in lines of 76 characters; whatever stands between them is left out.
    static func refold(base64 body: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for byte in body where byte > 0x20 {
            if column == 76 {
                output.append(contentsOf: [0x0D, 0x0A])
                column = 0
            }
            output.append(byte)
            column += 1
        }
        output.append(contentsOf: [0x0D, 0x0A])
    }

    /// What is in quoted-printable already, with soft line breaks in lines of more than 76 characters.
    static func refold(quotedPrintable body: ArraySlice<UInt8>, to output: inout [UInt8]) {
        for line in body.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var rest = line
            let length = rest.last == 0x0D ? rest.count - 1 : rest.count
            var left = length
            while left > 76 {
                // An octet in hex stays whole.
                let piece = rest.prefix(75)
                let cut = piece.suffix(2).firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
                output.append(contentsOf: rest[..<cut])
                output.append(contentsOf: "=\r\n".utf8)
                left -= cut - rest.startIndex
                rest = rest[cut...]
            }
            output.append(contentsOf: rest)
            if line.endIndex < body.endIndex { output.append(0x0A) }
        }
    }
}
