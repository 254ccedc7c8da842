import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// What became of a scenario's phases, senders and targets, as tables for people.
enum ScenarioSummary {
    /// - Parameter width: columns; nil is as wide as it gets.
    static func lines(_ report: LoadReport, width: Int?) -> [String] {
        guard let scenario = report.scenario else { return [] }
        let parts = [("phase", scenario.phases), ("sender", scenario.senders), ("target", scenario.targets)]
        return parts.flatMap { [""] + table($0, $1).lines(width: width) }
            + faults(scenario).flatMap { line in width.map { line.isEmpty ? [line] : line.wrapped(to: $0) } ?? [line] }
    }

    private static func table(_ noun: String, _ parts: [ScenarioReport.Part]) -> FigureTable {
        // What is nobody's has no column.
        let rare: [(name: String, value: KeyPath<ScenarioReport.Part, Int>)] = [
            ("refused", \.refused), ("deferred", \.deferred), ("unsent", \.unsent), ("unknown", \.unknown),
            ("not sent", \.notSent), ("failed connections", \.connectionFailures),
        ].filter { column in parts.contains { $0[keyPath: column.value] > 0 } }
        var table = FigureTable([noun, "transactions", "accepted"] + rare.map(\.name) + ["p50", "p99", "max"])
        for part in parts {
            let isEmpty = part.latency.count == 0
            let counts = [part.transactions, part.accepted] + rare.map { part[keyPath: $0.value] }
            let times = [part.latency.p50, part.latency.p99, part.latency.max].map {
                isEmpty ? ("", "") : BenchSummary.figure($0)
            }
            table.add(part.name, counts.map { ("\($0)", "\($0)") } + times)
        }
        return table
    }

    /// What bad clients did, and what they were told.
    private static func faults(_ scenario: ScenarioReport) -> [String] {
        let all = scenario.senders.compactMap(\.faults).reduce(into: [String: [String: Int]]()) { sum, faults in
            sum.merge(faults) { $0.merging($1) { $0 + $1 } }
        }
        guard !all.isEmpty else { return [] }
        return [""]
            + all.sorted { $0.key < $1.key }.map { fault, answers in
                let told = answers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key): \($0.value)" }
                return "\(fault): \(told.joined(separator: ", "))".escapedForTerminal
            }
    }
}
