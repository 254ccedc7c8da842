package import FanmailBasics

/// Refuses TOML that is larger, or nested more deeply, than settings ever are: the parser calls itself for every level,
/// also for every part of a dotted key, and would run out of stack.
package enum TOMLBounds {
    /// Levels of arrays and inline tables, and parts of a key.
    package static let depthLimit = 16

    package static func check(_ text: String, file: String, kind: InputFailure.Kind) throws(InputFailure) {
        guard text.utf8.count <= BoundedFile.limit else {
            throw InputFailure(kind, file, "the file is larger than \(BoundedFile.limit >> 20) MiB")
        }
        // The parser hands out strings that end at the first NUL.
        guard !text.utf8.contains(0), !["\\u0000", "\\U00000000"].contains(where: { text.utf8.contains($0.utf8) })
        else {
            throw InputFailure(kind, file, "the file contains a NUL character; remove it")
        }
        var scan = Scan(bytes: Array(text.utf8))
        if let reason = scan.reason() { throw InputFailure(kind, "\(file):\(scan.line)", reason) }
    }

    private struct Scan {
        let bytes: [UInt8]
        var index = 0
        var line = 1
        var depth = 0
        /// Of the key, or the value, that is being read.
        var dots = 0

        private func isQuote(at place: Int, _ quote: UInt8, times: Int) -> Bool {
            place + times <= bytes.count && (0..<times).allSatisfy { bytes[place + $0] == quote }
        }

        mutating func reason() -> String? {
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "#"):
                    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
                    continue
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    skipString(byte)
                    continue
                case 0x0A:
                    line += 1
                    dots = 0
                case UInt8(ascii: "="), UInt8(ascii: ","): dots = 0
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    dots = 0
                    if depth > TOMLBounds.depthLimit {
                        return "arrays and tables are nested deeper than \(TOMLBounds.depthLimit); no setting is"
                    }
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                case UInt8(ascii: "."):
                    dots += 1
                    if dots >= TOMLBounds.depthLimit {
                        return "a key has more than \(TOMLBounds.depthLimit) parts between dots; no setting has"
                    }
                default: break
                }
                index += 1
            }
            return nil
        }

        private mutating func skipString(_ quote: UInt8) {
            let width = isQuote(at: index, quote, times: 3) ? 3 : 1
            index += width
            while index < bytes.count {
                let byte = bytes[index]
                if byte == 0x0A {
                    // A plain string ends with its line, which the parser refuses.
                    if width == 1 { return }
                    line += 1
                }
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    index += 1
                    if index < bytes.count, bytes[index] == 0x0A { line += 1 }
                } else if isQuote(at: index, quote, times: width) {
                    index += width
                    // A long string may end in one or two quotes of its own.
                    while width == 3, index < bytes.count, bytes[index] == quote { index += 1 }
                    return
                }
                index += 1
            }
        }
    }
}
