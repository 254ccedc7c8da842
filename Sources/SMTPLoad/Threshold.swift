/// A condition under which a run has failed, such as `p99 > 50ms`.
public struct Threshold: Sendable, Equatable, CustomStringConvertible {
    /// What is looked at.
    public enum Metric: Sendable, Equatable {
        /// Of `transaction`, `connect`, `lateness` (of the generator) or a command, as a report names them; in milliseconds.
        case latency(of: String, Statistic)
        /// Recipients of an outcome, or transactions that were not sent.
        case outcome(Outcome)
        /// Transactions a second.
        case rate
        /// Accepted recipients a second.
        case recipientsRate
        /// Connections that could not be opened.
        case connectionFailures
    }

    /// Of many times.
    public enum Statistic: String, Sendable, CaseIterable {
        case p50, p90, p95, p99
        case p999 = "p99.9"
        case max, mean
    }

    /// What became of recipients; ``notSent``, of transactions.
    public enum Outcome: String, Sendable, CaseIterable {
        case accepted, refused, deferred, unsent, unknown
        case notSent = "not-sent"
    }

    public enum Comparison: String, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"

        func holds(_ value: Double, _ bound: Double) -> Bool {
            switch self {
            case .atLeast: value >= bound
            case .atMost: value <= bound
            case .above: value > bound
            case .below: value < bound
            }
        }
    }

    /// What the bound and the value are counted in.
    public enum Unit: String, Sendable, Codable {
        case milliseconds = "ms"
        case percent = "%"
        case perSecond = "/s"
        case count = ""
    }

    public let metric: Metric
    public let comparison: Comparison
    public let bound: Double
    public let unit: Unit
    /// As it was written.
    public let description: String

    init(_ text: String, _ metric: Metric, _ comparison: Comparison, _ bound: Double, _ unit: Unit) {
        description = text
        self.metric = metric
        self.comparison = comparison
        self.bound = bound
        self.unit = unit
    }

    /// It looks at a command, which is measured only on request.
    public var needsCommands: Bool {
        guard case .latency(let subject, _) = metric else { return false }
        return !["transaction", "connect", "lateness", "TLS"].contains(subject)
    }

    /// What became of it in a run.
    public struct Verdict: Sendable, Codable, Equatable {
        /// As it was written.
        public var threshold: String
        /// What was measured; nil where there is nothing to measure it by, which fails too.
        public var value: Double?
        public var unit: Unit
        public var isBroken: Bool
    }

    public func verdict(on report: LoadReport) -> Verdict {
        let value = value(in: report)
        return Verdict(
            threshold: description, value: value, unit: unit,
            isBroken: value.map { comparison.holds($0, bound) } ?? true)
    }

    private func value(in report: LoadReport) -> Double? {
        switch metric {
        case .latency(let subject, let statistic): Self.latency(of: subject, in: report)?.value(statistic)
        case .outcome(.notSent): share(report.notSent, of: report.planned)
        case .outcome(let outcome):
            share(
                report.recipients(outcome),
                of: Outcome.allCases.reduce(0) { $0 + ($1 == .notSent ? 0 : report.recipients($1)) })
        case .rate: report.transactions > 0 ? report.transactionsPerSecond : nil
        case .recipientsRate: report.transactions > 0 ? report.recipientsPerSecond : nil
        case .connectionFailures: Double(report.connectionFailures)
        }
    }

    private func share(_ part: Int?, of whole: Int?) -> Double? {
        guard let part, let whole, whole > 0 else { return nil }
        return unit == .percent ? Double(part) / Double(whole) * 100 : Double(part)
    }

    private static func latency(of subject: String, in report: LoadReport) -> LoadReport.Latency? {
        let latency: LoadReport.Latency? =
            switch subject {
            case "transaction": report.transaction
            case "connect": report.connect
            case "lateness": report.generator.sendError
            default: report.commands[subject]
            }
        return latency.flatMap { $0.count > 0 ? $0 : nil }
    }

    /// It is broken already and nothing that comes can mend it: of what only grows, a bound from below.
    func isLost(_ progress: LoadProgress) -> Bool {
        guard comparison == .above || comparison == .atLeast, unit != .percent else { return false }
        let value: Double
        switch metric {
        case .latency(of: "transaction", .max): value = progress.longest
        case .outcome(.refused): value = Double(progress.refused)
        case .outcome(.deferred): value = Double(progress.deferred)
        case .outcome(.unsent): value = Double(progress.unsent)
        case .outcome(.unknown): value = Double(progress.unknown)
        case .outcome(.accepted): value = Double(progress.accepted)
        case .connectionFailures: value = Double(progress.connectionFailures)
        default: return false
        }
        return comparison.holds(value, bound)
    }
}

extension LoadReport {
    fileprivate func recipients(_ outcome: Threshold.Outcome) -> Int {
        switch outcome {
        case .accepted: accepted
        case .refused: refused
        case .deferred: deferred
        case .unsent: unsent
        case .unknown: unknown
        case .notSent: notSent ?? 0
        }
    }
}

extension LoadReport.Latency {
    fileprivate func value(_ statistic: Threshold.Statistic) -> Double? {
        switch statistic {
        case .p50: p50
        case .p90: p90
        case .p95: p95
        case .p99: p99
        case .p999: p999
        case .max: max
        case .mean: mean
        }
    }
}
