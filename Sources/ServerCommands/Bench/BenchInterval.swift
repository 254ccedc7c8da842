import FanmailBasics
import SMTPLoad

/// What a run did in an interval, as a line of JSON.
struct BenchInterval {
    let before, now: LoadProgress
    var time = Timestamp.now

    var json: JSONValue {
        let length = max(0.001, now.seconds - before.seconds)
        func more(_ count: KeyPath<LoadProgress, Int>) -> Int { now[keyPath: count] - before[keyPath: count] }
        func rounded(_ value: Double) -> JSONValue { .double((value * 1000).rounded() / 1000) }
        let latency = now.latency.since(before.latency)
        func at(_ percentile: Double) -> JSONValue { latency.value(atPercentile: percentile).map(rounded) ?? .null }
        let phase = now.phase.map { [("phase", JSONValue.string($0.name))] } ?? []
        let members: [(String, JSONValue)] = [
            ("time", .string(time.rfc3339)), ("second", rounded(now.seconds)), ("seconds", rounded(length)),
            ("planned", JSONValue(more(\.asked))), ("transactions", JSONValue(more(\.transactions))),
            ("transactionsPerSecond", rounded(Double(more(\.transactions)) / length)),
            ("accepted", JSONValue(more(\.accepted))), ("refused", JSONValue(more(\.refused))),
            ("deferred", JSONValue(more(\.deferred))), ("unsent", JSONValue(more(\.unsent))),
            ("unknown", JSONValue(more(\.unknown))), ("p50", at(50)), ("p99", at(99)), ("p999", at(99.9)),
            ("max", at(100)), ("open", JSONValue(now.open)),
            ("connectionFailures", JSONValue(more(\.connectionFailures))), ("overdue", JSONValue(now.overdue)),
        ]
        return .object(members + phase)
    }
}
