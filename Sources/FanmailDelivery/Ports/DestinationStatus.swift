public import FanmailBasics

/// What a run tells of a destination at one moment.
public struct DestinationStatus: Sendable, Equatable {
    /// That of the ``Destination``.
    public var name: String
    /// Who runs the hosts, where that is known; nil for a relay.
    public var provider: String?
    /// Some of the domains whose mail goes there, in lower case, at most ``domainsTold``; empty where it is every domain.
    public var domains: [String] = []

    /// Connections that it may have at once.
    public var window = 1
    /// Those that are open.
    public var connections = 0
    /// Envelopes that are cut for it and wait to be taken; what is deferred is not among them.
    public var readyEnvelopes = 0
    public var readyRecipients = 0
    /// What this run had there: recipients who were accepted, deferred (each time), refused for good.
    public var accepted = 0
    public var deferred = 0
    public var refused = 0
    /// Recipients who were answered, per second, over the latest seconds.
    public var rate = 0.0
    /// The latest reply that accepted nobody, or why it could not be reached, in one line.
    public var lastReply: String?
    public var limit = Limit.nothing
    /// When ``limit`` ends by itself, where that is known.
    public var limitedUntil: Timestamp?
    /// The most recipients that it takes in one transaction; nil where none was learned.
    public var recipientLimit: Int?
    /// How many back-offs followed each other; 0 once it took something.
    public var backOffs = 0

    /// What keeps a destination from getting more at this moment.
    public enum Limit: String, Sendable, CaseIterable {
        /// Nothing waits for it, or nothing holds it up.
        case nothing
        /// The window is full: it grows with what is accepted.
        case window
        /// As many connections are open as it, or the run, may have at all.
        case connections
        /// A limit of messages, recipients or connections in a time.
        case rate
        /// It could not be reached or puts off what it is offered, and is left alone until ``limitedUntil``.
        case backOff = "back-off"
        /// Somebody paused it.
        case pause
        /// Its hosts, or their policy, cannot be found out now.
        case dns
    }

    /// How many of a destination's domains are told.
    public static let domainsTold = 8

    public init(name: String) {
        self.name = name
    }
}
