package import FanmailBasics

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reads the messages of an mbox one after the other, or the one message of another file, and holds no more than one of
/// them, however large the file is.
///
/// It blocks, as reading does. Not for several threads at once.
package final class MboxReader: @unchecked Sendable {
    private let file: InputFile
    /// So many octets of a message are kept; the rest is passed over.
    private let limit: Int
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    /// What of the buffer is to be looked at.
    private var rest = 0..<0
    private var isAtEnd = false
    /// nil until its first line was looked at.
    private var form: Form?
    private var isLineStart = true
    private var isBlankBefore = true
    /// Of the line so far.
    private var isBlank = true

    private enum Form {
        case mbox, message
    }

    /// Whether there are several messages in it, or may be; known once ``next()`` was asked.
    package var isMbox: Bool { form == .mbox }

    package init(_ file: consuming InputFile, limit: Int) {
        self.file = file
        self.limit = limit
    }

    /// The next message, without its `From ` line; nil when there is none.
    package func next() throws(InputFile.Refusal) -> [UInt8]? {
        if form == nil { try begin() }
        guard try hasMore() else { return nil }
        var message: [UInt8] = []
        if form == .message {
            while try hasMore() { take(rest, into: &message) }
            return message
        }
        try passLine()
        while try hasMore() {
            if isLineStart, isBlankBefore, try startsWithFrom() { return message }
            takeLine(into: &message)
        }
        return message
    }

    /// Tells an mbox by its first line, behind a byte order mark and empty lines.
    private func begin() throws(InputFile.Refusal) {
        while rest.count < buffer.count, !isAtEnd { try fill() }
        let bytes = buffer[rest]
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes.dropFirst(mark).firstIndex { $0 != 0x0D && $0 != 0x0A } ?? bytes.endIndex
        let isMbox = bytes[first...].starts(with: "From ".utf8)
        form = isMbox ? .mbox : .message
        if isMbox { rest = first..<rest.upperBound }
    }

    /// Passes over what is left of a line.
    private func passLine() throws(InputFile.Refusal) {
        isLineStart = false
        var nothing: [UInt8] = []
        while !isLineStart {
            guard try hasMore() else { break }
            takeLine(into: &nothing, keeps: false)
        }
        isBlankBefore = false
    }

    /// Takes what the buffer has of a line.
    private func takeLine(into message: inout [UInt8], keeps: Bool = true) {
        let end = buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, let found = memchr(base + rest.lowerBound, 0x0A, rest.count) else {
                return nil
            }
            return UnsafeRawPointer(found) - base + 1
        }
        let line = rest.lowerBound..<(end ?? rest.upperBound)
        // At most CR and LF.
        isBlank = isBlank && line.count <= 2 && buffer[line].allSatisfy { $0 == 0x0D || $0 == 0x0A }
        if keeps { take(line, into: &message) } else { rest = line.upperBound..<rest.upperBound }
        isLineStart = end != nil
        if isLineStart {
            isBlankBefore = isBlank
            isBlank = true
        }
    }

    private func take(_ range: Range<Int>, into message: inout [UInt8]) {
        message.append(contentsOf: buffer[range].prefix(max(0, limit - message.count)))
        rest = range.upperBound..<rest.upperBound
    }

    private func startsWithFrom() throws(InputFile.Refusal) -> Bool {
        while rest.count < 5, !isAtEnd { try fill() }
        return buffer[rest].starts(with: "From ".utf8)
    }

    private func hasMore() throws(InputFile.Refusal) -> Bool {
        while rest.isEmpty, !isAtEnd { try fill() }
        return !rest.isEmpty
    }

    /// Reads more behind what is there.
    private func fill() throws(InputFile.Refusal) {
        if rest.lowerBound > 0 {
            let count = rest.count
            let start = rest.lowerBound
            for index in 0..<count { buffer[index] = buffer[start + index] }
            rest = 0..<count
        }
        let place = rest.upperBound
        let count = try buffer.withUnsafeMutableBytes {
            file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[place...]))
        }.get()
        isAtEnd = count == 0
        rest = rest.lowerBound..<(place + count)
    }
}
