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
struct MessageScan {
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
    private(set) var size = 0
    private(set) var hasBareLineFeed = false
    private(set) var hasBareCarriageReturn = false
    /// Over 998 octets without CRLF (RFC 5322, 2.1.1).
    private(set) var hasLongLine = false
    private(set) var is8Bit = false

    private static let carriageReturn: [UInt8] = [0x0D]

    /// Reads up to the end; true when it is there, with `at` behind it.
    ///
    /// - Parameter piece: called with runs of the message's octets, in order.
    mutating func consume(
        _ bytes: UnsafeRawBufferPointer, from at: inout Int, piece: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        // What begins here and ends at `at` is content that was not handed over yet.
        var start = at
        func hand(_ end: Int) {
            if end > start { piece(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
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
                return true
            case (.dot, 0x0D):
                state = .dotCarriageReturn
                start = at
                continue
            case (.line, 0x2E):
                hand(at - 1)
                start = at
                state = .dot
                continue
            case (.dotCarriageReturn, _):
                // The stuffed line began with a CR of its own.
                Self.carriageReturn.withUnsafeBytes(piece)
                size += 1
                hasBareCarriageReturn = true
                state = .text
                note(byte)
            default: note(byte)
            }
            size += 1
        }
        hand(at)
        return false
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
            size += 1
        }
    }

    /// One octet of content.
    private mutating func note(_ byte: UInt8) {
        switch byte {
        case 0x0D:
            if state == .carriageReturn { hasBareCarriageReturn = true }
            state = .carriageReturn
        case 0x0A:
            if state == .carriageReturn { state = .line } else { hasBareLineFeed = true; state = .text }
            if lineLength > 998 { hasLongLine = true }
            lineLength = 0
        default:
            if state == .carriageReturn { hasBareCarriageReturn = true }
            state = .text
            lineLength += 1
            if byte > 0x7F { is8Bit = true }
        }
    }

    /// Runs to the next CR, which alone can begin something; returns its place, or the end.
    private mutating func text(_ bytes: UnsafeRawBufferPointer, from at: Int) -> Int {
        guard let base = bytes.baseAddress else { return at }
        let rest = bytes.count - at
        let found = memchr(base + at, 0x0D, rest)
        let run = found.map { base.distance(to: UnsafeRawPointer($0)) - at } ?? rest
        if run > 0, memchr(base + at, 0x0A, run) != nil { hasBareLineFeed = true }
        lineLength += run
        if lineLength > 998 { hasLongLine = true }
        size += run
        if !is8Bit { is8Bit = Self.hasHighBit(base + at, run) }
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
