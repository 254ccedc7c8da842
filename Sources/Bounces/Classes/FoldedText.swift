import FanmailBasics

/// A text as phrases are looked for in it: lower case, without accents, blanks and line ends one blank, an address `@`,
/// no `e` behind a, o or u, and without the codes that a server repeats on each line (`550-5.1.1 `).
enum FoldedText {
    /// Octets of a text that are looked at.
    static let limit = 4096

    /// The same as a value, for phrases.
    static func fold(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { input in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { room in
                let count = fold(input, into: room)
                return Array(room[..<count])
            }
        }
    }

    /// - Parameters:
    ///   - input: UTF-8. What is not is left as it is, or out.
    ///   - output: room for ``limit`` octets.
    /// - Returns: the number of octets written, never more than were read.
    static func fold(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let end = min(input.count, limit)
        var (at, count) = (0, 0)
        while at < end {
            let byte = input[at]
            if byte <= 0x20 || byte == 0x7F {
                at += 1
                if count > 0, output[count - 1] != 0x20 {
                    output[count] = 0x20
                    count += 1
                }
            } else if byte < 0x80 {
                if byte == UInt8(ascii: "@"), let next = address(input, end, at, output, &count) {
                    at = next
                    continue
                }
                if byte.isDigit, count == 0 || output[count - 1] == 0x20, let next = codes(input, end, at) {
                    at = next
                    continue
                }
                at += 1
                let lower = byte.lowered
                if lower == UInt8(ascii: "e"), count > 0, isUmlaut(output[count - 1]) { continue }
                output[count] = lower
                count += 1
            } else {
                at = wide(input, end, at, output, &count)
            }
        }
        while count > 0, output[count - 1] == 0x20 { count -= 1 }
        return count
    }

    /// Before an `e`, which is then not written: `ae`, `oe` and `ue` stand for ä, ö and ü where there is but ASCII.
    /// That other words lose it too does no harm, since phrases do as well.
    private static func isUmlaut(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "a") || byte == UInt8(ascii: "o") || byte == UInt8(ascii: "u")
    }

    /// What a word is made of, as far as an address goes.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: ","), UInt8(ascii: "`"):
            true
        default: false
        }
    }

    private static func isDots(_ input: UnsafeBufferPointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
        input[at] == UInt8(ascii: ".") && at + 1 < end && input[at + 1] == UInt8(ascii: ".")
    }

    /// Puts `@` in the place of an address, and of what it is wrapped in.
    ///
    /// - Returns: where it goes on, or nil when there is no address at this `@`.
    private static func address(
        _ input: UnsafeBufferPointer<UInt8>, _ end: Int, _ at: Int, _ output: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout Int
    ) -> Int? {
        guard count > 0, !isDelimiter(output[count - 1]), at + 1 < end, !isDelimiter(input[at + 1]) else { return nil }
        while count > 0, !isDelimiter(output[count - 1]) { count -= 1 }
        var next = at + 1
        // `ada@x.example...User unknown`
        while next < end, !isDelimiter(input[next]), !isDots(input, next, end) { next += 1 }
        if count > 0, next < end {
            switch (output[count - 1], input[next]) {
            case (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "\""), UInt8(ascii: "\"")),
                (UInt8(ascii: "'"), UInt8(ascii: "'")), (UInt8(ascii: "("), UInt8(ascii: ")")),
                (UInt8(ascii: "["), UInt8(ascii: "]")), (UInt8(ascii: "`"), UInt8(ascii: "'")):
                count -= 1
                next += 1
            default: break
            }
        }
        output[count] = UInt8(ascii: "@")
        count += 1
        return next
    }

    /// - Returns: where it goes on behind a code, and a status, that a server writes before its words; nil for none.
    private static func codes(_ input: UnsafeBufferPointer<UInt8>, _ end: Int, _ at: Int) -> Int? {
        guard at + 4 < end, input[at] == 0x34 || input[at] == 0x35, input[at + 1].isDigit, input[at + 2].isDigit,
            input[at + 3] == UInt8(ascii: "-") || input[at + 3] == 0x20
        else { return nil }
        let behind = at + 4
        var (next, dots) = (behind, 0)
        while next < end, input[next].isDigit || input[next] == UInt8(ascii: ".") {
            if input[next] == UInt8(ascii: ".") { dots += 1 }
            next += 1
        }
        if dots == 2, next == end || input[next] <= 0x20 { return next }
        return input[at + 3] == UInt8(ascii: "-") ? behind : nil
    }

    /// One character of two octets or more.
    private static func wide(
        _ input: UnsafeBufferPointer<UInt8>, _ end: Int, _ at: Int, _ output: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout Int
    ) -> Int {
        let first = input[at]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        // The end of what is looked at may be within a character.
        guard at + length <= end else { return end }
        func put(_ byte: UInt8) {
            output[count] = byte
            count += 1
        }
        if length == 2 {
            let scalar = Int(first & 0x1F) << 6 | Int(input[at + 1] & 0x3F)
            // Combining marks: the letter before them stays.
            if (0x300...0x36F).contains(scalar) { return at + 2 }
            let (one, two) = scalar < LetterFolding.table.count ? LetterFolding.table[scalar] : (first, input[at + 1])
            if one == 0x20, count == 0 || output[count - 1] == 0x20 { return at + 2 }
            if one != 0 { put(one) }
            if two != 0 { put(two) }
            return at + 2
        }
        if length == 3 {
            let scalar = Int(first & 0x0F) << 12 | Int(input[at + 1] & 0x3F) << 6 | Int(input[at + 2] & 0x3F)
            let plain: UInt8? =
                switch scalar {
                case 0x2018, 0x2019, 0x201A, 0x201B, 0x2032: UInt8(ascii: "'")
                case 0x201C, 0x201D, 0x201E, 0x201F, 0x2033: UInt8(ascii: "\"")
                case 0x2010...0x2015: UInt8(ascii: "-")
                case 0x2000...0x200A, 0x202F, 0x3000: 0x20
                case 0x200B...0x200F, 0xFEFF: 0
                // Full-width forms.
                case 0xFF01...0xFF5E: UInt8(scalar - 0xFF01 + 0x21)
                default: nil
                }
            if let plain {
                if plain == 0 || plain == 0x20 && (count == 0 || output[count - 1] == 0x20) { return at + 3 }
                put(plain.lowered)
                return at + 3
            }
        }
        for place in at..<at + length { put(input[place]) }
        return at + length
    }
}
