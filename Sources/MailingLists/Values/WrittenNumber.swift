/// A number as people and systems write it: `4`, `-2.5`, `1e3`, and with a comma before the fraction `2,5`.
package enum WrittenNumber: Equatable, Sendable {
    case integer(Int64)
    case number(Double)

    /// nil where the text is none, or may be two: of `1,234` nobody knows whether it has a fraction.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        var part = text[...]
        while let first = part.first, first == 0x20 || first == 0x09 { part = part.dropFirst() }
        while let last = part.last, last == 0x20 || last == 0x09 { part = part.dropLast() }
        guard part.count <= 64, let shape = Shape(part) else { return nil }
        let digits = String(decoding: part, as: UTF8.self)
        if shape.isWhole, let whole = Int64(digits) {
            self = .integer(whole)
        } else if let number = Double(shape.hasComma ? digits.replacing(",", with: ".") : digits), number.isFinite {
            self = .number(number)
        } else {
            return nil
        }
    }

    package init?(_ text: String) {
        var text = text
        guard let number = text.withUTF8({ WrittenNumber($0) }) else { return nil }
        self = number
    }

    private struct Shape {
        var isWhole = true
        var hasComma = false

        /// nil where it is none of a number.
        init?(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
            var (before, after) = (0, 0)
            var index = text.startIndex
            func isDigit(_ index: Int) -> Bool { index < text.endIndex && (0x30...0x39).contains(text[index]) }
            if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                index += 1
            }
            while isDigit(index) { (index, before) = (index + 1, before + 1) }
            if index < text.endIndex, text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ",") {
                hasComma = text[index] == UInt8(ascii: ",")
                isWhole = false
                index += 1
                while isDigit(index) { (index, after) = (index + 1, after + 1) }
                guard after > 0, !hasComma || after != 3 else { return nil }
            }
            guard before + after > 0 else { return nil }
            if index < text.endIndex, text[index] | 0x20 == UInt8(ascii: "e") {
                isWhole = false
                index += 1
                if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                    index += 1
                }
                guard isDigit(index) else { return nil }
                while isDigit(index) { index += 1 }
            }
            guard index == text.endIndex else { return nil }
        }
    }
}
