public import SMTPCore

/// One kind of misbehaviour: when it strikes, and what it does then.
public struct Fault: Sendable {
    /// What is being answered.
    public enum Stage: String, Sendable, CaseIterable {
        /// The greeting of a new connection.
        case connect
        /// EHLO, HELO, LHLO.
        case hello
        case mail
        case rcpt
        case data
        /// The whole message: the final reply.
        case message
        /// LMTP's reply for one recipient after the message (RFC 2033, 4.2).
        case delivery
        case quit
        /// Mail that comes back after the message was taken: a DSN or a complaint.
        case afterwards
    }

    public enum Cut: String, Sendable, CaseIterable {
        /// The connection ends and the message was not taken.
        case beforeTaking = "before-taking"
        /// The message was taken, and the connection ends without a reply.
        case beforeReply = "before-reply"
        /// The connection ends behind the reply, without a goodbye.
        case afterReply = "after-reply"
    }

    /// The Feedback-Type of a complaint (RFC 5965, 7.3).
    public enum Complaint: String, Sendable, CaseIterable {
        case abuse, fraud, virus, other
        case notSpam = "not-spam"
    }

    /// How long, each time anew.
    public enum Delay: Sendable, Equatable {
        case fixed(Duration)
        case uniform(Duration, Duration)
        /// With this mean, and at most 20 times as long.
        case exponential(mean: Duration)
    }

    public var stage: Stage
    /// Forward-paths it strikes, `*` for any octets; without regard to case. Nil for all.
    public var pattern: String?
    /// The share of events it strikes. Recipients are told apart by their addresses: the same are struck each time.
    public var probability = 1.0
    /// Every n-th of the events that match.
    public var every = 1
    /// Strikes a recipient until so long after it was first seen.
    public var greylist: Duration?

    /// 4xx or 5xx instead of what would be said; 421 ends the connection, whatever the client has pipelined behind.
    /// Afterwards: what a DSN says of the recipient, failed or delayed.
    public var reply: Reply?
    /// Afterwards: the recipient complains of the message.
    public var complaint: Complaint?
    public var delay: Delay?
    /// Nobody is served meanwhile, on any connection.
    public var stall: Duration?
    public var cut: Cut?
    /// The reply leaves octet by octet, with this pause between them.
    public var drip: Duration?
    /// The reply leaves in single octets, without a pause.
    public var isSplit = false
    /// So many random octets are sent before the reply.
    public var garbage = 0

    public init(at stage: Stage) { self.stage = stage }

    /// Whether a path matches a pattern with `*`.
    static func matches(_ path: some Collection<UInt8>, _ pattern: [UInt8]) -> Bool {
        let path = Array(path)
        var (at, place) = (0, 0)
        var star: (at: Int, place: Int)?
        while at < path.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (at, place)
                place += 1
            } else if place < pattern.count, pattern[place].lowercased == path[at].lowercased {
                at += 1
                place += 1
            } else if let last = star {
                // The star takes one octet more.
                star = (last.at + 1, last.place)
                at = last.at + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self + 0x20 : self }
}
