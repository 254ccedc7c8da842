import SMTPLoad

/// A run while it goes on, as Prometheus reads it (text format 0.0.4).
enum BenchMetrics {
    /// Seconds up to which transactions are counted.
    private static let limits = [
        0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60,
    ]

    static func text(_ progress: LoadProgress) -> String {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
        }
        func one(_ name: String, _ kind: String, _ help: String, _ value: String) {
            family("fanmail_bench_\(name)", kind, help, [("", value)])
        }
        one("seconds", "gauge", "Since the run began.", "\(progress.seconds)")
        one("transactions_total", "counter", "Mail transactions that ended.", "\(progress.transactions)")
        one("planned_transactions_total", "counter", "Mail transactions whose time came.", "\(progress.asked)")
        if let rate = progress.rate {
            one("asked_rate", "gauge", "Mail transactions a second asked for now.", "\(rate)")
        }
        one("overdue_transactions", "gauge", "Mail transactions that wait for a connection.", "\(progress.overdue)")
        let outcomes = [
            ("accepted", progress.accepted), ("refused", progress.refused), ("deferred", progress.deferred),
            ("unsent", progress.unsent), ("unknown", progress.unknown),
        ]
        family(
            "fanmail_bench_recipients_total", "counter", "Recipients by outcome.",
            outcomes.map { ("{outcome=\"\($0.0)\"}", "\($0.1)") })
        family(
            "fanmail_bench_replies_total", "counter", "Recipients by the reply's code and enhanced code.",
            progress.replies.sorted { $0.key < $1.key }.map { ("{code=\"\($0.key)\"}", "\($0.value)") })
        if let phase = progress.phase {
            let name = phase.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            family(
                "fanmail_bench_phase", "gauge", "The number of the phase of a scenario that is played.",
                [("{name=\"\(name)\"}", "\(phase.number)")])
        }
        one("connections", "gauge", "Connections that are open.", "\(progress.open)")
        one(
            "connection_failures_total", "counter", "Connections that could not be opened.",
            "\(progress.connectionFailures)")
        one("cpu_seconds_total", "counter", "CPU time of the generator.", "\(progress.cpuSeconds)")
        text += histogram("transaction_seconds", "How long mail transactions took.", progress.latency)
        text += histogram("lateness_seconds", "How late the generator sent.", progress.lateness)
        return text
    }

    private static func histogram(_ name: String, _ help: String, _ times: CoarseHistogram) -> String {
        let name = "fanmail_bench_\(name)"
        var text = "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
        for limit in limits { text += "\(name)_bucket{le=\"\(limit)\"} \(times.count(upTo: limit * 1000))\n" }
        text += "\(name)_bucket{le=\"+Inf\"} \(times.count)\n"
        return text + "\(name)_sum \(times.sum / 1000)\n\(name)_count \(times.count)\n"
    }
}
