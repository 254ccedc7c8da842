#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes a message to a descriptor piece by piece, with the system's line ends.
struct MailFileWriter {
    private let descriptor: Int32
    /// As mboxrd has it: every line that begins with From behind any number of > gets one more.
    private let quotesFrom: Bool
    private var buffer: [UInt8] = []
    private var hasCarriageReturn = false
    /// How much of `From ` matched at the beginning of the line; nil within one.
    private var matched: Int? = 0
    private(set) var hasFailed = false

    private static let from = Array("From ".utf8)

    init(_ descriptor: Int32, quotesFrom: Bool) {
        self.descriptor = descriptor
        self.quotesFrom = quotesFrom
        buffer.reserveCapacity(80 << 10)
    }

    mutating func write(_ text: String) { buffer += text.utf8 }

    mutating func write(_ piece: UnsafeRawBufferPointer) {
        for byte in piece {
            if hasCarriageReturn {
                hasCarriageReturn = false
                if byte != 0x0A { take(0x0D) }
            }
            if byte == 0x0D { hasCarriageReturn = true } else { take(byte) }
        }
        if buffer.count > 64 << 10 { flush() }
    }

    private mutating func take(_ byte: UInt8) {
        guard quotesFrom, let count = matched else {
            buffer.append(byte)
            if byte == 0x0A { matched = 0 }
            return
        }
        if byte == Self.from[count] {
            guard count + 1 == Self.from.count else {
                matched = count + 1
                return
            }
            buffer.append(UInt8(ascii: ">"))
            buffer += Self.from
            matched = nil
            return
        }
        buffer += Self.from[..<count]
        buffer.append(byte)
        // Any number of > may come before.
        let isStart = byte == 0x0A || count == 0 && byte == UInt8(ascii: ">")
        matched = isStart ? 0 : nil
    }

    /// - Parameter endingMessage: ends the last line, and puts an empty one behind it.
    /// - Returns: whether all of it was written.
    mutating func finish(endingMessage: Bool = false) -> Bool {
        if hasCarriageReturn { take(0x0D) }
        let isLineBegun = matched != 0
        if let count = matched { buffer += Self.from[..<count] }
        matched = nil
        if endingMessage { write(isLineBegun ? "\n\n" : "\n") }
        flush()
        return !hasFailed
    }

    private mutating func flush() {
        buffer.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count, !hasFailed {
                let count = systemWrite(descriptor, bytes.baseAddress?.advanced(by: at), bytes.count - at)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { hasFailed = true }
                at += count
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// `write(2)`, whose name is taken inside the type.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
