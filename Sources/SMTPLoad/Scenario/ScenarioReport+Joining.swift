extension ScenarioReport {
    /// In which of two scenarios differ that are not the same.
    public struct Difference: Sendable, Equatable {
        /// `phases`, `senders` or `targets`.
        public var what: String
        /// Their names, of the first one and of the other.
        public var first, other: [String]
    }

    /// Those of generators that played one scenario at once, as one: its phases, senders and targets by their names. Nil
    /// where none of the reports is of a scenario.
    ///
    /// - Parameter offsets: seconds from when the first of them began.
    /// - Throws: where they are not of one scenario, or lack histograms.
    static func joined(
        _ scenarios: [ScenarioReport?], _ offsets: [Double]
    ) throws(LoadJoinFailure) -> ScenarioReport? {
        if let other = scenarios.firstIndex(where: { ($0 == nil) != (scenarios[0] == nil) }) { throw .scenario(other) }
        let all = scenarios.compactMap(\.self)
        guard let first = all.first else { return nil }
        func parts(_ what: String, _ parts: (ScenarioReport) -> [Part]) throws(LoadJoinFailure) -> [Part] {
            let names = parts(first).map(\.name)
            for (place, one) in all.enumerated() where parts(one).map(\.name) != names {
                throw .parts(place, Difference(what: what, first: names, other: parts(one).map(\.name)))
            }
            var joined: [Part] = []
            for place in names.indices { joined.append(try Part(joining: all.map { parts($0)[place] }, offsets)) }
            return joined
        }
        return ScenarioReport(
            seed: all.allSatisfy { $0.seed == first.seed } ? first.seed : nil,
            phases: try parts("phases", \.phases), senders: try parts("senders", \.senders),
            targets: try parts("targets", \.targets))
    }
}

extension ScenarioReport.Part {
    /// - Parameters:
    ///   - parts: what several generators did of one phase, sender or target.
    ///   - offsets: seconds from when the first of them began.
    init(joining parts: [ScenarioReport.Part], _ offsets: [Double]) throws(LoadJoinFailure) {
        self = parts[0]
        func sum(_ count: (ScenarioReport.Part) -> Int) -> Int { parts.reduce(0) { $0 + count($1) } }
        (transactions, notSent, octets) = (sum(\.transactions), sum(\.notSent), sum(\.octets))
        (accepted, refused, deferred) = (sum(\.accepted), sum(\.refused), sum(\.deferred))
        (unsent, unknown) = (sum(\.unsent), sum(\.unknown))
        (connections, connectionFailures) = (sum(\.connections), sum(\.connectionFailures))
        let all = parts.compactMap(\.faults).reduce(into: [String: [String: Int]]()) { sum, faults in
            sum.merge(faults) { $0.merging($1) { $0 + $1 } }
        }
        faults = all.isEmpty ? nil : all
        latency = try LoadReport.Latency(joining: parts.map(\.latency))
        let starts = zip(parts, offsets).compactMap { part, offset in part.start.map { $0 + offset } }
        let ends = zip(parts, offsets).compactMap { part, offset in part.end.map { $0 + offset } }
        start = starts.min()
        seconds = start.flatMap { start in ends.max().map { $0 - start } }
        let rates = parts.compactMap(\.targetRate)
        targetRate = rates.isEmpty ? nil : rates.reduce(0, +)
        // Where one has it in its sums it is in those of all.
        isMeasured = parts.compactMap(\.isMeasured).reduce(nil) { ($0 ?? false) || $1 }
    }

    private var end: Double? { start.flatMap { start in seconds.map { start + $0 } } }
}
