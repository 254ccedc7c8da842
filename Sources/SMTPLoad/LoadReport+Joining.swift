import FanmailBasics
import Histogram

extension LoadReport {
    /// One of several generators.
    public struct Part: Sendable, Codable {
        public var target: String
        public var startedAt: String?
        public var machine: LoadMachine?
        public var seconds: Double
        public var targetRate: Double?
        public var transactions: Int
        public var transactionsPerSecond: Double
        /// Milliseconds, of this one alone.
        public var p50, p99: Double
        public var cpuShare: Double
        public var wasTheLimit: Bool
        public var limit: LoadLimit?
    }
}

/// Why reports cannot become one.
public enum LoadJoinFailure: Error, Equatable {
    case nothing
    /// The report at this place lacks its histograms, or they are none.
    case histograms(Int)
    /// The report at this place does not say when it began.
    case start(Int)
    /// The report at this place ran at another time than the first: nothing of the two was at once.
    case apart(Int)
    /// The report at this place is of a scenario, and the first is of none, or the other way round.
    case scenario(Int)
    /// The scenario at this place has other phases, senders or targets than the first.
    case parts(Int, ScenarioReport.Difference)
}

extension LoadReport {
    /// The reports of generators that ran at once, as one: of all that they measured, never a mean of means. Percentiles
    /// are those of the histograms together; seconds are put side by side by when the runs began, to the second.
    ///
    /// - Throws: where they were written before reports had histograms, or the runs were not at the same time.
    public init(joining reports: [LoadReport]) throws(LoadJoinFailure) {
        guard let first = reports.first else { throw .nothing }
        let offsets = try Self.offsets(reports)
        // Warm-ups may differ: what is measured begins with the first of them that is over, and ends with the last run.
        let begins = zip(offsets, reports).map { $0 + ($1.warmUp ?? 0) }
        let begin = begins.min() ?? 0
        let end = (zip(begins, reports).map { $0 + $1.seconds }.max() ?? 0) - begin
        func sum(_ count: (LoadReport) -> Int) -> Int { reports.reduce(0) { $0 + count($1) } }
        func all<Value: Equatable>(_ value: (LoadReport) -> Value) -> Value? {
            reports.allSatisfy { value($0) == value(first) } ? value(first) : nil
        }
        func texts(_ text: (LoadReport) -> String) -> String {
            reports.map(text).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ", ")
        }
        func latency(_ of: (LoadReport) -> Latency?) throws(LoadJoinFailure) -> Latency {
            try Latency(joining: reports.map(of))
        }
        let joinedScenario = try ScenarioReport.joined(reports.map(\.scenario), offsets)
        self = first
        target = texts(\.target)
        loop = all(\.loop) ?? "closed and open"
        run = texts(\.run)
        seconds = end
        warmUp = begin > 0 ? begin : nil
        let asked = reports.compactMap { report in report.targetRate.map { $0 * report.seconds } }
        targetRate = asked.isEmpty || end <= 0 ? nil : asked.reduce(0, +) / end
        transactions = sum(\.transactions)
        planned = reports.contains { $0.planned != nil } ? sum { $0.planned ?? 0 } : nil
        notSent = reports.contains { $0.notSent != nil } ? sum { $0.notSent ?? 0 } : nil
        scenario = joinedScenario
        inFlight = all(\.inFlight) ?? nil
        limit = Self.limit(reports)
        (accepted, refused, deferred) = (sum(\.accepted), sum(\.refused), sum(\.deferred))
        (unsent, unknown) = (sum(\.unsent), sum(\.unknown))
        transactionsPerSecond = end > 0 ? Double(transactions) / end : 0
        recipientsPerSecond = end > 0 ? Double(accepted) / end : 0
        (connections, connectionFailures) = (sum(\.connections), sum(\.connectionFailures))
        lastFailure = reports.lazy.compactMap(\.lastFailure).first
        connect = try latency(\.connect)
        transaction = try latency(\.transaction)
        for name in Set(reports.flatMap(\.commands.keys)) { commands[name] = try latency { $0.commands[name] } }
        replies = reports.reduce(into: [:]) { $0.merge($1.replies) { $0 + $1 } }
        series = try Self.series(reports, offsets)
        let threads = sum(\.generator.threads)
        let busy = reports.reduce(0) { $0 + $1.generator.cpuShare * Double($1.generator.threads) }
        generator = Generator(
            threads: threads, cpuSeconds: reports.reduce(0) { $0 + $1.generator.cpuSeconds },
            cpuShare: busy / Double(max(1, threads)), sendError: try latency(\.generator.sendError),
            wasTheLimit: reports.contains(where: \.generator.wasTheLimit))
        isInterrupted = reports.contains { $0.isInterrupted == true } ? true : nil
        version = texts { $0.version ?? "" }
        startedAt = zip(offsets, reports).min { $0.0 < $1.0 }?.1.startedAt
        machine = all(\.machine) ?? nil
        settings = Self.settings(reports)
        let changed = zip(offsets, reports).flatMap { offset, report in
            (report.changes ?? []).map { LoadChange(second: $0.second + offset, factor: $0.factor) }
        }
        changes = changed.isEmpty ? nil : changed.sorted { $0.second < $1.second }
        parts = reports.flatMap { $0.parts ?? [Part($0)] }
        // What each was to be like is asked of all of them together.
        let wanted = texts { $0.thresholds?.map(\.threshold).joined(separator: "\n") ?? "" }
        thresholds = nil
        let judged = reports.compactMap(\.thresholds).first { $0.map(\.threshold).joined(separator: "\n") == wanted }
        thresholds = judged?.compactMap { try? Threshold(parsing: $0.threshold).verdict(on: self) }
    }

    /// Seconds from when the first one began.
    private static func offsets(_ reports: [LoadReport]) throws(LoadJoinFailure) -> [Double] {
        var starts: [Timestamp] = []
        for (place, report) in reports.enumerated() {
            guard let start = report.startedAt.flatMap({ Timestamp(rfc3339: $0) }) else { throw .start(place) }
            starts.append(start)
        }
        let earliest = starts.min() ?? starts[0]
        let offsets = starts.map { ($0 - earliest) / .seconds(1) }
        // Seconds of the series count from the start, also those that are not measured.
        let ends = zip(offsets, reports).map { offset, report in
            let lastSecond = report.series.last.map { Double($0.second + ($0.length ?? 1)) } ?? 0
            return offset + max((report.warmUp ?? 0) + report.seconds, lastSecond)
        }
        let firstEnd = ends.min() ?? 0
        if let late = offsets.firstIndex(where: { $0 > firstEnd }) { throw .apart(late) }
        return offsets
    }

    private static func series(_ reports: [LoadReport], _ offsets: [Double]) throws(LoadJoinFailure) -> [Second] {
        var sum = LoadSeries()
        for (place, report) in reports.enumerated() {
            guard let series = LoadSeries(report.series) else { throw .histograms(place) }
            sum.add(series, shift: Int(offsets[place].rounded()))
        }
        return sum.seconds
    }

    /// What limited all of them; nil where that differs.
    private static func limit(_ reports: [LoadReport]) -> LoadLimit? {
        let limits = reports.compactMap(\.limit)
        guard limits.count == reports.count, var limit = limits.first,
            limits.allSatisfy({ $0.kind == limit.kind })
        else { return nil }
        limit.connections = limits.reduce(0) { $0 + $1.connections }
        let capacities = limits.compactMap(\.capacity)
        limit.capacity = capacities.isEmpty ? nil : capacities.reduce(0, +)
        (limit.busy, limit.calm) = (limits.compactMap(\.busy).max(), limits.compactMap(\.calm).max())
        limit.waited = limits.compactMap(\.waited).max()
        return limit
    }

    /// What is the same for all, and of the rest what each was asked for.
    private static func settings(_ reports: [LoadReport]) -> [Setting]? {
        let all = reports.compactMap(\.settings)
        guard all.count == reports.count else { return nil }
        let names = all.joined().reduce(into: [String]()) { if !$0.contains($1.name) { $0.append($1.name) } }
        return names.map { name in
            let values = all.map { settings in settings.first { $0.name == name }?.value ?? "–" }
            return Setting(name, Set(values).count == 1 ? values[0] : values.joined(separator: " | "))
        }
    }
}

extension LoadReport.Latency {
    /// - Parameter parts: of each report; nil where it has none.
    init(joining parts: [LoadReport.Latency?]) throws(LoadJoinFailure) {
        var histogram = LoadStatistics.histogram()
        for (place, part) in parts.enumerated() {
            guard let part, part.count > 0 else { continue }
            guard let other = HistogramText.histogram(part.histogram ?? "", longest: part.max) else {
                throw .histograms(place)
            }
            histogram.add(other)
        }
        self.init(histogram)
    }
}

extension LoadReport.Part {
    init(_ report: LoadReport) {
        self.init(
            target: report.target, startedAt: report.startedAt, machine: report.machine, seconds: report.seconds,
            targetRate: report.targetRate, transactions: report.transactions,
            transactionsPerSecond: report.transactionsPerSecond, p50: report.transaction.p50,
            p99: report.transaction.p99, cpuShare: report.generator.cpuShare,
            wasTheLimit: report.generator.wasTheLimit, limit: report.limit)
    }
}
