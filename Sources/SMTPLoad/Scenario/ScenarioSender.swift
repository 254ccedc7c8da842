import SMTPClient
public import SMTPProtocol

/// One kind of sender in a scenario, and how large its share of the transactions is.
public struct ScenarioSender: Sendable {
    /// Who logs in.
    public struct User: Sendable, Equatable {
        public var name: String
        /// A file with the password; nil for the usual place.
        public var passwordFile: String?
        public var allowsClearText: Bool

        public init(name: String, passwordFile: String? = nil, allowsClearText: Bool = false) {
            self.name = name
            self.passwordFile = passwordFile
            self.allowsClearText = allowsClearText
        }
    }

    public var name: String
    public var weight: Double
    /// The only server that it sends to, by its place in the scenario; nil for all, by their weights.
    public var target: Int?

    // What it sends.
    public var size = Distribution.fixed(2048)
    public var recipients = Distribution.fixed(1)
    public var domains = ["bench.example"]
    /// The reverse-path, with `{n}` for the number of the transaction.
    public var from = "bench@bench.example"
    /// Forward-paths with `{n}` for a number that goes up; nil takes ``domains``.
    public var to: String?
    /// Forward-paths to take in turn, instead of made-up ones.
    public var addresses: [String] = []
    /// Messages to take in turn, instead of made-up ones of ``size``.
    public var messages: ScenarioMessages?

    // How it connects.
    public var security: TransportSecurity?
    /// Of its transactions, the share that goes over encrypted connections.
    public var encryptedShare = 1.0
    public var user: User?
    public var chunking = false
    public var pipelining = true
    /// Of one connection; nil for any number.
    public var messagesPerConnection: Int?
    /// Ends its connections with QUIT; otherwise without a word.
    public var quits = true

    // How it behaves.
    /// What passes after a transaction before its connection does anything else.
    public var think: DurationSpread?
    /// Octets that it writes a second; nil for as many as the network takes.
    public var octetsPerSecond: Int?
    /// Octets that it reads a second; nil for as many as come.
    public var readOctetsPerSecond: Int?
    /// What passes before each group of commands.
    public var commandPause: Duration?
    /// What it does instead of sending mail, each as often as the others; empty for a good one.
    public var faults: [ClientFault] = []

    public init(name: String, weight: Double = 1) {
        self.name = name
        self.weight = weight
    }

    /// Misbehaves, so that no mail of its is expected anywhere.
    public var isBad: Bool { !faults.isEmpty }
    public var isSlow: Bool { octetsPerSecond != nil || readOctetsPerSecond != nil || commandPause != nil }
    /// Neither bad nor slow on purpose.
    public var isOrdinary: Bool { !isBad && !isSlow }

    /// Of one that is slow.
    private static let patience = Duration.seconds(300)

    /// - Parameter base: what all senders have in common.
    func configuration(_ base: SMTPConfiguration, login: Login?, isEncrypted: Bool) -> SMTPConfiguration {
        var configuration = base
        configuration.chunking = chunking
        configuration.inFlight = 1
        configuration.pipelining = pipelining
        configuration.login = isEncrypted || login?.allowsClearText == true ? login : nil
        configuration.freshSecret = nil
        if !isEncrypted {
            configuration.tls.security = TransportSecurity.none
        } else if let security {
            configuration.tls.security = security
        }
        if isSlow {
            if octetsPerSecond != nil || commandPause != nil {
                configuration.writePace = WritePace(octetsPerSecond: octetsPerSecond, pause: commandPause)
            }
            configuration.readPace = readOctetsPerSecond
            // It is to find out the server's patience, not its own: a reply's time counts from when it is written.
            let patience = Self.patience + (commandPause ?? .zero)
            configuration.timeouts = Timeouts(commands: patience)
            (configuration.timeouts.block, configuration.timeouts.endOfData) = (patience, patience)
        }
        return configuration
    }
}
