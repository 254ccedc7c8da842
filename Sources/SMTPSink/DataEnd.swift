/// Finds the end of a message, CRLF.CRLF and nothing else, however the bytes are cut; takes stuffed dots off.
///
/// Bare LFs do not end anything: two servers that disagree on that is how mail is smuggled.
struct DataEnd {
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

    /// Reads up to the end; true when it is there, with `at` behind it.
    ///
    /// - Parameter octet: called for each octet of the message.
    mutating func consume(
        _ bytes: UnsafeRawBufferPointer, from at: inout Int, size: inout Int, octet: (UInt8) -> Void
    ) -> Bool {
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch (state, byte) {
            case (.dotCarriageReturn, 0x0A): return true
            case (.dot, 0x0D):
                state = .dotCarriageReturn
                continue
            case (.line, 0x2E):
                state = .dot
                continue
            case (.dotCarriageReturn, _):
                // The stuffed line began with a CR of its own.
                octet(0x0D)
                size += 1
                state = byte == 0x0D ? .carriageReturn : .text
            case (.carriageReturn, 0x0A): state = .line
            case (_, 0x0D): state = .carriageReturn
            default: state = .text
            }
            octet(byte)
            size += 1
        }
        return false
    }
}
