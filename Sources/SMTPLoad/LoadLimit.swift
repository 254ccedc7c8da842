/// What kept a run from going faster, as far as the generator can tell.
public struct LoadLimit: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// Everything began at its time.
        case none
        /// Its event loops had no CPU time left.
        case generatorCPU = "generator-cpu"
        /// It sent too late what could have been sent at once.
        case generatorLateness = "generator-lateness"
        /// All connections were busy, and the server answered each as fast as when few were.
        case connections
        /// The server answered more slowly, the more connections were busy; or it had a closed loop to answer.
        case server
        /// The server refused more connections.
        case connectionLimit = "connection-limit"
        /// The server could not be reached any more.
        case unreachable
    }

    public var kind: Kind
    /// Connections that were open at once.
    public var connections: Int
    /// Milliseconds of a transaction while all connections were busy, and while half of them or more were free; nil where
    /// it never came to that.
    public var busy, calm: Double?
    /// Of the transactions that were planned, the share for which no connection was free; nil in a closed loop.
    public var waited: Double?
    /// Transactions a second that so many connections can do at most, when each takes as long as ``busy``.
    public var capacity: Double?

    init(
        _ statistics: LoadStatistics, isOpen: Bool, connections wanted: Int, inFlight: Int, cpuShare: Double,
        lateness: Double
    ) {
        connections = statistics.mostOpen
        (busy, calm) = (statistics.busy.mean, statistics.calm.mean)
        if isOpen, statistics.planned > 0 {
            waited = Double(statistics.waited) / Double(statistics.planned)
        }
        capacity = busy.flatMap { $0 > 0 ? Double(statistics.mostOpen * inFlight) * 1000 / $0 : nil }
        let isBehind = !isOpen || (waited ?? 0) > 0.1
        kind =
            if statistics.isAway, statistics.planned > statistics.measured || !isOpen {
                .unreachable
            } else if cpuShare > 0.9 {
                .generatorCPU
            } else if lateness > 5 {
                .generatorLateness
            } else if !isBehind {
                .none
            } else if statistics.connectionsRefused > 0, statistics.mostOpen < wanted {
                .connectionLimit
            } else if isOpen, let busy, busy <= 1.5 * (calm ?? busy) {
                .connections
            } else {
                .server
            }
    }
}
