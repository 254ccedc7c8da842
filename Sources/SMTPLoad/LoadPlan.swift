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
    /// Transactions under way on one connection, 1 or 2; 2 only where the server offers PIPELINING. The second waits for
    /// the first, and its latency with it.
    public var inFlight = 1
    /// A connection takes many messages; otherwise one.
    public var reusesConnections = true
    /// What passes after a transaction before its connection does anything else; nil for nothing.
    public var think: DurationSpread?
    /// How long a server that is away is waited for before the run begins.
    public var startWait = Duration.zero
    /// What of the beginning is not measured.
    public var warmUp = Duration.zero
    /// How long it lasts, with the warm-up. An open loop ends with its steps.
    public var duration = Duration.seconds(10)
    /// How long, behind the last step of an open loop, what is due is still begun; and how long a closed loop of so many
    /// ``transactions`` waits for a server that has gone.
    public var grace = Duration.seconds(30)
    /// The most transactions.
    public var transactions = Int.max
    public var mail = LoadMail()
    /// Of the connections, the share that is encrypted as ``configuration`` says; the others are not.
    public var encryptedShare = 1.0
    public var seed: UInt64 = 1
    /// When the run has failed.
    public var thresholds: [Threshold] = []
    /// Ends the run as soon as a threshold is broken that nothing can mend.
    public var endsWhenLost = false
    /// Names the run in the ids of its messages.
    public var run = "run"
    /// Event loops.
    public var threads = 1

    public init(relay: Relay, configuration: SMTPConfiguration) {
        self.relay = relay
        self.configuration = configuration
    }
}
