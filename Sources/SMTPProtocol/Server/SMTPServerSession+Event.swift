extension SMTPServerSession {
    /// What the client did.
    ///
    /// A question is open behind ``hello(name:isExtended:)``, ``mail(_:)``, ``recipient(_:)``, ``data``, ``message(_:isUndeclared8Bit:)``,
    /// ``login(mechanism:initial:)``, ``response(_:)``, ``startTLS`` and ``quit``; the others are told.
    public enum Event: Sendable {
        /// EHLO or LHLO, or HELO where it is not extended (RFC 5321, 4.1.1.1). A yes ends a transaction as RSET does.
        case hello(name: ArraySlice<UInt8>, isExtended: Bool)
        /// MAIL, whose syntax and parameters are in order (RFC 5321, 4.1.1.2).
        case mail(Mail)
        /// RCPT, whose syntax and parameters are in order (RFC 5321, 4.1.1.3). 2xx adds a recipient.
        case recipient(Recipient)
        /// DATA, and there is a recipient: a yes says 354, and the message begins (RFC 5321, 4.1.1.4).
        case data
        /// A chunk begins, the first of a message or another (RFC 3030). Where it is not taken its octets are dropped, and what
        /// it is answered is told at its end.
        case chunk(octets: Int, isLast: Bool, isTaken: Bool)
        /// A run of the message's octets, without stuffed dots and without its end.
        case content(ContentRun)
        /// The message is whole: 2xx takes it on for every recipient that was accepted (RFC 5321, 4.2.5). The transaction ends
        /// with any reply. Octets over 127 that were not announced (RFC 6152) are told, and not refused.
        case message(ContentFindings, isUndeclared8Bit: Bool)
        /// AUTH with one of ``Configuration/mechanisms``: a yes, a no, or ``SMTPServerSession/challenge(_:)``.
        case login(mechanism: String, initial: [UInt8]?)
        /// What the client answers to a challenge.
        case response([UInt8])
        /// STARTTLS: a yes says 220, and ``SMTPServerSession/awaitsHandshake``.
        case startTLS
        /// QUIT; the connection is over with any reply.
        case quit
        /// A command that was answered here already: NOOP and its like, or what the protocol itself refuses. A transaction is
        /// over with ``Command/reset`` and, as far as its message goes, with ``Command/message(recipients:)``.
        case answered(Command)
    }

    /// What was answered.
    public enum Command: Sendable, Equatable {
        case hello, startTLS, login, mail, recipient, data
        /// BDAT.
        case chunk
        /// The end of the message, or the chunk with which it became too large: it was refused for all, so many recipients.
        case message(recipients: Int)
        case reset
        /// NOOP, VRFY, HELP, and what is no command.
        case other
    }

    /// A part of the octets that ``SMTPServerSession/next(_:from:)`` was given.
    public struct ContentRun: Sendable, Equatable {
        /// Offsets into those octets.
        public let range: Range<Int>
        /// Before them comes a CR: it stood in octets given earlier, and only now shows itself to be content.
        public var opensWithCarriageReturn = false

        /// Adds the run to a message.
        ///
        /// - Parameter bytes: what ``SMTPServerSession/next(_:from:)`` was given.
        public func append(of bytes: some RandomAccessCollection<UInt8>, to message: inout [UInt8]) {
            if opensWithCarriageReturn { message.append(0x0D) }
            message.append(contentsOf: bytes.dropFirst(range.lowerBound).prefix(range.count))
        }
    }
}

/// What a message was found to be.
public struct ContentFindings: Sendable, Equatable {
    /// Octets.
    public internal(set) var size = 0
    /// An LF that no CR precedes (RFC 5321, 2.3.8).
    public internal(set) var hasBareLineFeed = false
    /// A CR that no LF follows (RFC 5321, 2.3.8).
    public internal(set) var hasBareCarriageReturn = false
    /// Over 998 octets without CRLF (RFC 5322, 2.1.1).
    public internal(set) var hasLongLine = false
    /// Octets over 127 (RFC 6152).
    public internal(set) var is8Bit = false
}
