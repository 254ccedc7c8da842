/// format=flowed (RFC 3676): a paragraph is one line to a reader that knows it, and reads well to one that does not.
public enum FlowedText {
    /// RFC 3676, 4.2, asks for at most 78 and advises 66 to 72; in characters (Unicode scalars).
    private static let width = 72

    /// - Parameter text: each paragraph on one line; LF at the ends of lines.
    public static func encode(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count + bytes.count / 16)
            var start = 0
            while true {
                let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
                append(bytes[start..<end], to: &output)
                guard end < bytes.count else { break }
                output.append(0x0A)
                start = end + 1
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    private static func append(_ line: Slice<UnsafeBufferPointer<UInt8>>, to output: inout [UInt8]) {
        // The separator of a signature is the one fixed line that ends in a space (RFC 3676, 4.3).
        if line.count == 3, line.elementsEqual("-- ".utf8) {
            output.append(contentsOf: line)
            return
        }
        let end = line.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? line.startIndex
        var lineStart = line.startIndex
        var at = line.startIndex
        /// Characters since `lineStart`, the space behind the last word among them.
        var column = 0
        while at < end {
            let wordEnd = line[at..<end].firstIndex(of: 0x20) ?? end
            var length = 0
            for byte in line[at..<wordEnd] where byte & 0xC0 != 0x80 { length += 1 }
            if at > lineStart, length > 0, column + length > width {
                // Ends in the space that says the paragraph goes on.
                appendStuffed(line[lineStart..<at], to: &output)
                output.append(0x0A)
                lineStart = at
                column = 0
            }
            column += length + 1
            at = wordEnd + 1
        }
        appendStuffed(line[lineStart..<max(lineStart, end)], to: &output)
    }

    /// Space-stuffing (RFC 3676, 4.4).
    private static func appendStuffed(_ line: Slice<UnsafeBufferPointer<UInt8>>, to output: inout [UInt8]) {
        if let first = line.first, first == 0x20 || first == 0x3E || first == 0x46 && line.starts(with: "From ".utf8) {
            output.append(0x20)
        }
        output.append(contentsOf: line)
    }
}
