public import Logging
public import NIOCore

/// What a sink offers, and how it misbehaves.
public struct SinkConfiguration: Sendable {
    /// The EHLO keywords it acts on; `LIMITS` tells ``recipientLimit``, `SIZE` tells ``sizeLimit``.
    public static let everyExtension = [
        "PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "SIZE", "DSN", "LIMITS", "ENHANCEDSTATUSCODES",
    ]

    public var host = "127.0.0.1"
    /// 0 for any free port.
    public var port = 0
    public var hostname = "sink.example"
    public var isLMTP = false
    /// The EHLO keywords it offers, those of ``everyExtension`` or any others. What is not offered is not understood.
    public var extensions = ["PIPELINING", "8BITMIME", "SIZE", "ENHANCEDSTATUSCODES"]
    /// Recipients beyond this many in one transaction get 452 4.5.3.
    public var recipientLimit = noRecipientLimit
    /// Connections beyond this many get 421.
    public var connectionLimit = 100_000
    /// Octets of a message; one that is longer gets 552 5.3.4. Nil for no limit, and 64 MiB when messages are kept.
    public var sizeLimit: Int?
    /// A client that says nothing for so long gets 421 4.4.2 (RFC 5321, 4.5.3.2.7).
    public var idleLimit = TimeAmount.minutes(5)
    /// Where the octets of long messages lie until the message is whole, when messages are kept.
    public var spoolDirectory = "/var/tmp"
    /// Nil: mail comes in the clear.
    public var tls: SinkTLS?
    /// Passwords by name; with any of them AUTH is offered, within TLS only where there is TLS.
    public var users: [String: String] = [:]
    /// MAIL wants a login first.
    public var requiresLogin = false
    /// Refuses what a strict server refuses, instead of only counting it.
    public var isStrict = false
    public var faults = FaultPlan()
    /// Called once for every message with its copies, before the reply to the end of data is written. As the next two on
    /// a thread of the sink's own, one message after the other: it may take its time, and no other connection waits for
    /// that until it has a message itself.
    public var recorder: (@Sendable ([RecordedCopy]) -> Void)?
    /// Called with every message before it is answered; false answers 451 4.3.0.
    public var keeper: (@Sendable (KeptMessage) -> Bool)?

    /// Called with each DSN and complaint that a fault `afterwards` brings back: its reverse-path is null, its
    /// forward-path the reverse-path of the message. False when it could not be kept.
    public var answerer: (@Sendable (KeptMessage) -> Bool)?
    /// Names of header fields that the ``recorder`` is told of, beside the subject; case does not matter.
    public var recordedFields: [String] = []
    /// The ``recorder`` is told of the links in messages, for which these are held and looked through whole.
    public var recordsLinks = false
    /// Called behind several messages that were kept one after the other, before any of them is answered; false answers
    /// all of them with 451 4.3.0.
    public var flusher: (@Sendable () -> Bool)?

    /// Is told when it begins and ends; silent unless another one is set.
    public var logger = Logger(label: "smtp-sink") { _ in SwiftLogNoOpLogHandler() }

    /// At the places where messages are kept, in their order.
    var turns: [KeepingTurn] = []

    static let noRecipientLimit = 100_000

    public init() {}

    /// Somebody is given the messages, or told of them.
    var keepsMessages: Bool { keeper != nil || recorder != nil || answerer != nil }

    var longestMessage: Int {
        sizeLimit ?? (keeper == nil && answerer == nil && !recordsLinks ? .max : 64 << 20)
    }
}
