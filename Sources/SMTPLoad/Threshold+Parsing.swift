import FanmailBasics

/// Why a threshold cannot be read.
public struct ThresholdSyntaxError: Error, Equatable {
    /// What is wrong and what is right, without the threshold.
    public let reason: String
}

extension Threshold {
    private static let commands = [
        "banner", "EHLO", "HELO", "LHLO", "STARTTLS", "TLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "end of data",
        "QUIT",
    ]
    private static let subjects = ["transaction", "connect", "lateness"] + commands
    private static let others: [(name: String, metric: Metric)] =
        Outcome.allCases.map { ($0.rawValue, .outcome($0)) } + [
            ("rate", .rate), ("recipients-rate", .recipientsRate), ("connection-failures", .connectionFailures),
        ]

    /// `METRIC COMPARISON VALUE`: `p99 > 50ms`, `RCPT p99.9 >= 5ms`, `refused > 0.1%`, `rate < 1900/s`.
    public init(parsing text: String) throws(ThresholdSyntaxError) {
        guard let start = text.firstIndex(where: { "<>=".contains($0) }) else {
            throw ThresholdSyntaxError(
                reason: "it compares nothing; write a metric, <, <=, > or >=, and a value: p99 > 50ms")
        }
        let end = text[start...].firstIndex { !"<>=".contains($0) } ?? text.endIndex
        guard let comparison = Comparison(rawValue: String(text[start..<end])) else {
            throw ThresholdSyntaxError(reason: "\(text[start..<end]) compares nothing; write <, <=, > or >=")
        }
        let metric = try Self.metric(text[..<start].split { " -_".contains($0) }.map(String.init))
        let (bound, unit) = try Self.bound(text[end...].filter { $0 != " " }, of: metric)
        self.init(text, metric, comparison, bound, unit)
    }

    private static func metric(_ words: [String]) throws(ThresholdSyntaxError) -> Metric {
        guard let last = words.last else {
            throw ThresholdSyntaxError(reason: "no metric stands before the comparison; write p99 > 50ms")
        }
        let name = words.joined(separator: "-").lowercased()
        if let other = others.first(where: { $0.name == name }) { return other.metric }
        let statistic = Statistic(rawValue: last.lowercased())
        let before = words.dropLast(statistic == nil ? 0 : 1).joined(separator: " ")
        let subject = before.isEmpty ? "transaction" : before
        let known = subjects.first { $0.lowercased() == subject.lowercased() }
        if let known, let statistic { return .latency(of: known, statistic) }
        let statistics = Statistic.allCases.map(\.rawValue)
        if known != nil, !before.isEmpty {
            throw ThresholdSyntaxError(
                reason: "\(before) is many times; say which: \(before) p99, or \(listed(statistics))")
        }
        if statistic != nil { throw ThresholdSyntaxError(reason: unknown(before, among: subjects)) }
        throw ThresholdSyntaxError(reason: unknown(name, among: statistics + others.map(\.name)))
    }

    private static func unknown(_ word: String, among known: [String]) -> String {
        let near = NearestKey.nearest(to: word, among: known).map { "did you mean \($0)?" }
        return "\(word) is no metric; \(near ?? "there are \(listed(known))")"
    }

    private static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

    private static func bound(_ text: String, of metric: Metric) throws(ThresholdSyntaxError) -> (Double, Unit) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text.dropFirst(digits.count)
        guard let number = Double(digits), number.isFinite else {
            throw ThresholdSyntaxError(
                reason: "\(text.isEmpty ? "nothing" : text) is no value; write \(example(metric))")
        }
        switch (metric, suffix) {
        case (.latency, "us"), (.latency, "µs"): return (number / 1000, .milliseconds)
        case (.latency, "ms"): return (number, .milliseconds)
        case (.latency, "s"): return (number * 1000, .milliseconds)
        case (.latency, "m"): return (number * 60_000, .milliseconds)
        case (.outcome, "%") where number <= 100: return (number, .percent)
        case (.outcome, ""), (.connectionFailures, ""): return (number, .count)
        case (.rate, "/s"), (.rate, ""), (.recipientsRate, "/s"), (.recipientsRate, ""): return (number, .perSecond)
        default: throw ThresholdSyntaxError(reason: "\(text) is no value of it; write \(example(metric))")
        }
    }

    private static func example(_ metric: Metric) -> String {
        switch metric {
        case .latency: "50ms, 200us or 1.5s"
        case .outcome: "a count, 10, or a percentage, 0.1%"
        case .rate, .recipientsRate: "1900/s"
        case .connectionFailures: "a count, 10"
        }
    }
}
