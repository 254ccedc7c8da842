public import Logging
import SMTPCore
public import SMTPProtocol

/// How connections are made.
public struct SMTPConfiguration: Sendable {
    /// Messages go behind BDAT, without dot-stuffing, where the server offers CHUNKING (RFC 3030).
    public var chunking = false
    /// Groups commands where the server offers PIPELINING (RFC 2920); false waits for the reply to each.
    public var pipelining = true
    /// How many transactions may be unanswered at once on a connection with ``chunking``, where the server offers
    /// PIPELINING too. A lost connection leaves all of them unknown, so one is the default.
    public var inFlight = 1
    /// What EHLO says: the client's own name (RFC 5321, 4.1.1.1); nil for the address of its end of each connection.
    public var hostname: String?
    /// How long each reply may take (RFC 5321, 4.5.3.2).
    public var timeouts: Timeouts
    /// When a connection is encrypted, and which certificates are trusted.
    public var tls = TLSSettings() {
        didSet { tlsContexts = TLSContexts(tls) }
    }
    /// Who logs in; nil for nobody.
    public var login: Login?
    /// Makes the secret of ``login`` anew for each connection, such as an access token that expires; nil keeps it.
    public var freshSecret: (@Sendable () async throws -> Login.Secret)?
    /// Is told what is said, for each connection; nil for nobody.
    public var transcript: (any SMTPTranscript)?
    /// Is told what an operator would ask of connections: opened, refused, not encrypted though it might have been, a relay
    /// that is down. Nothing secret, no address of a recipient; silent unless another one is set.
    public var logger = Logger(label: "smtp-client") { _ in SwiftLogNoOpLogHandler() }
    /// The address of this machine that connections come from; nil for whichever the system takes.
    public var sourceAddress: String?
    /// Writes slowly on purpose; nil for as fast as the network takes it.
    package var writePace: WritePace?
    /// Octets a second that are read, on purpose; nil for as many as come.
    package var readPace: Int?
    var tlsContexts = TLSContexts(TLSSettings())

    /// - Parameter hostname: nil for this machine's own name, where it has one that servers take.
    public init(hostname: String? = nil, timeouts: Timeouts = Timeouts()) {
        self.hostname = hostname ?? MachineName.current
        self.timeouts = timeouts
    }
}
