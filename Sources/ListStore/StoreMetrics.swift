import CoreMetrics

/// What a dashboard is told of the database.
///
/// - `fanmail_journal_commit_seconds`: how long a round of a journal took, its sync included.
/// - `fanmail_import_rows`, by `result`: `added`, `already_subscribed`, `left_earlier`, `suppressed`, `left_elsewhere`;
///   and `ended` for whom a sync unsubscribed.
struct StoreMetrics: Sendable {
    private let commit: Timer
    private let factory: any MetricsFactory

    init(_ factory: any MetricsFactory) {
        self.factory = factory
        commit = Timer(
            label: "fanmail_journal_commit_seconds", dimensions: [], preferredDisplayUnit: .seconds, factory: factory)
    }

    func committing<T>(_ body: () throws -> T) rethrows -> T {
        let start = ContinuousClock.now
        defer {
            let (seconds, attoseconds) = start.duration(to: .now).components
            commit.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        }
        return try body()
    }

    func count(_ counts: SubscriberImport.Counts) {
        for (result, count) in [
            ("added", counts.added), ("already_subscribed", counts.alreadySubscribed),
            ("left_earlier", counts.leftEarlier), ("suppressed", counts.suppressed),
            ("left_elsewhere", counts.leftElsewhere), ("ended", counts.ended),
        ] where count > 0 {
            Counter(label: "fanmail_import_rows", dimensions: [("result", result)], factory: factory)
                .increment(by: count)
        }
    }
}
