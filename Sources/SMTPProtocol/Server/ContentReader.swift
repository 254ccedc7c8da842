#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Finds the end of a message after DATA, CRLF.CRLF and nothing else, however the bytes are cut; takes stuffed dots off
/// (RFC 5321, 4.5.2), and notes on the way what a strict server would refuse.
///
/// Bare LFs do not end anything: two servers that disagree on that is how mail is smuggled.
struct ContentReader {
    private enum State {
        /// At the beginning of a line.
        case line
        case text
        /// After a CR.
        case carriageReturn
        /// After a dot that began a line.
        case dot
        /// After that dot and a CR.
        case dotCarriageReturn
    }

    private var state = State.line
    /// Octets of the current line so far, without its CRLF.
    private var lineLength = 0
    private(set) var found = ContentFindings()

    enum Step {
        case run(SMTPServerSession.ContentRun)
        /// CRLF.CRLF was read.
        case end
    }

    /// Reads up to a stuffed dot, to the end of the message, or to the end of what is here; nil when there is nothing to tell.
    mutating func next(_ bytes: UnsafeRawBufferPointer, from at: inout Int) -> Step? {
        // What begins here and ends at `at` is content that was not told yet.
        var start = at
        var opensWithCarriageReturn = false
        func run(_ end: Int) -> Step? {
            guard end > start else { return nil }
            return .run(.init(range: start..<end, opensWithCarriageReturn: opensWithCarriageReturn))
        }
        while at < bytes.count {
            if state == .text {
                at = text(bytes, from: at)
                guard at < bytes.count else { break }
            }
            let byte = bytes[at]
            at += 1
            switch (state, byte) {
            case (.dotCarriageReturn, 0x0A):
                // The dot and the CR are not content.
                return .end
            case (.dot, 0x0D):
                state = .dotCarriageReturn
                start = at
                continue
            case (.line, 0x2E):
                state = .dot
                let before = run(at - 1)
                start = at
                if let before { return before }
                continue
            case (.dotCarriageReturn, _):
                // The stuffed line began with a CR of its own.
                opensWithCarriageReturn = true
                found.size += 1
                found.hasBareCarriageReturn = true
                state = .text
                note(byte)
            default: note(byte)
            }
            found.size += 1
        }
        return run(at)
    }

    /// A chunk of BDAT (RFC 3030): every octet is content.
    mutating func count(_ chunk: UnsafeRawBufferPointer) {
        var at = 0
        while at < chunk.count {
            if state == .text {
                at = text(chunk, from: at)
                guard at < chunk.count else { break }
            }
            note(chunk[at])
            at += 1
            found.size += 1
        }
    }

    /// One octet of content.
    private mutating func note(_ byte: UInt8) {
        switch byte {
        case 0x0D:
            if state == .carriageReturn { found.hasBareCarriageReturn = true }
            state = .carriageReturn
        case 0x0A:
            if state == .carriageReturn { state = .line } else { found.hasBareLineFeed = true; state = .text }
            if lineLength > 998 { found.hasLongLine = true }
            lineLength = 0
        default:
            if state == .carriageReturn { found.hasBareCarriageReturn = true }
            state = .text
            lineLength += 1
            if byte > 0x7F { found.is8Bit = true }
        }
    }

    /// Runs to the next CR, which alone can begin something; returns its place, or the end.
    private mutating func text(_ bytes: UnsafeRawBufferPointer, from at: Int) -> Int {
        guard let base = bytes.baseAddress else { return at }
        let rest = bytes.count - at
        let end = memchr(base + at, 0x0D, rest)
        let run = end.map { base.distance(to: UnsafeRawPointer($0)) - at } ?? rest
        if run > 0, memchr(base + at, 0x0A, run) != nil { found.hasBareLineFeed = true }
        lineLength += run
        if lineLength > 998 { found.hasLongLine = true }
        found.size += run
        if !found.is8Bit { found.is8Bit = Self.hasHighBit(base + at, run) }
        return at + run
    }

    private static func hasHighBit(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
        var at = 0
        var all: UInt64 = 0
        while at + 8 <= count {
            all |= bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            at += 8
        }
        while at < count {
            all |= UInt64(bytes.load(fromByteOffset: at, as: UInt8.self))
            at += 1
        }
        return all & 0x8080_8080_8080_8080 != 0
    }
}
