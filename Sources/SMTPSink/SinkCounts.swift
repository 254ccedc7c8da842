/// What a sink has seen so far.
public struct SinkCounts: Sendable, Equatable {
    public var connections = 0
    public var open = 0
    /// Connections that went over to TLS.
    public var encrypted = 0
    /// Successful AUTHs.
    public var authenticated = 0
    /// Messages taken.
    public var messages = 0
    /// Copies taken: recipients of those messages.
    public var copies = 0
    /// Recipients refused for good, at RCPT or with their message.
    public var refused = 0
    /// Recipients refused for now.
    public var deferred = 0
    /// DSNs and complaints written afterwards.
    public var answers = 0
    /// Octets of message content.
    public var bytes = 0
    public var violations = Violations()

    /// What a strict server would refuse: messages and recipients that have it, whether they were taken or not.
    public struct Violations: Sendable, Equatable {
        /// Messages with an LF that no CR precedes (RFC 5321, 2.3.8).
        public var bareLineFeed = 0
        /// Messages with a CR that no LF follows.
        public var bareCarriageReturn = 0
        /// Messages with a line over 998 octets (RFC 5322, 2.1.1).
        public var longLine = 0
        /// Messages with octets over 127 and no BODY=8BITMIME (RFC 6152).
        public var undeclared8Bit = 0
        /// Paths that are no addresses, or not ASCII without SMTPUTF8 (RFC 6531).
        public var address = 0

        public var total: Int { bareLineFeed + bareCarriageReturn + longLine + undeclared8Bit + address }
    }

    public init() {}

    static func + (left: SinkCounts, right: SinkCounts) -> SinkCounts {
        var sum = left
        sum.connections += right.connections
        sum.open += right.open
        sum.encrypted += right.encrypted
        sum.authenticated += right.authenticated
        sum.messages += right.messages
        sum.copies += right.copies
        sum.refused += right.refused
        sum.deferred += right.deferred
        sum.answers += right.answers
        sum.bytes += right.bytes
        sum.violations.bareLineFeed += right.violations.bareLineFeed
        sum.violations.bareCarriageReturn += right.violations.bareCarriageReturn
        sum.violations.longLine += right.violations.longLine
        sum.violations.undeclared8Bit += right.violations.undeclared8Bit
        sum.violations.address += right.violations.address
        return sum
    }
}
