public import SMTPClient

/// What a load generator does to a server.
public struct LoadPlan: Sendable {
    public enum Pace: Sendable, Equatable {
        /// Every connection sends as fast as it is answered.
        case closed
        /// Transactions begin at given times, whether the server keeps up or not.
        case open([Step], isPoisson: Bool)

        /// For so long the rate goes from one value to the other, in transactions a second.
        public struct Step: Sendable, Equatable {
            public var from: Double
            public var to: Double
            public var duration: Duration

            public init(from: Double, to: Double, duration: Duration) {
                self.from = from
                self.to = to
                self.duration = duration
            }
        }
    }

    public var relay: Relay
    public var configuration: SMTPConfiguration
    public var pace = Pace.closed
    public var connections = 10
    /// Transactions under way on one connection, 1 or 2; 2 only where the server offers PIPELINING.
    public var inFlight = 2
    /// A connection takes many messages; otherwise one.
    public var reusesConnections = true
    /// What of the beginning is not measured.
    public var warmUp = Duration.zero
    /// How long it lasts, with the warm-up. An open loop ends with its steps.
    public var duration = Duration.seconds(10)
    /// The most transactions.
    public var transactions = Int.max
    public var recipients = Distribution.fixed(1)
    /// Octets of a message.
    public var size = Distribution.fixed(2048)
    public var sender = "bench@bench.example"
    public var domains = ["bench.example"]
    /// A forward-path with `{n}` for a number that goes up; nil takes ``domains`` and repeats.
    public var recipientPattern: String?
    /// Forward-paths to take in turn, instead of made-up ones.
    public var addresses: [String] = []
    /// Of the connections, the share that is encrypted as ``configuration`` says; the others are not.
    public var encryptedShare = 1.0
    public var seed: UInt64 = 1
    /// Names the run in the ids of its envelopes and messages.
    public var run = "run"
    /// Each message and each recipient of the run has an id of its own; otherwise they repeat.
    public var isUnique = false
    /// Event loops.
    public var threads = 1

    public init(relay: Relay, configuration: SMTPConfiguration) {
        self.relay = relay
        self.configuration = configuration
    }
}
