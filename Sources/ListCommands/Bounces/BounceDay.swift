import FanmailBasics
import ListStore

/// A day of a plot, on which bounces came or none.
struct BounceDay: Equatable {
    /// `2026-11-20`, in UTC.
    let text: String
    let bounces: Int
    let hard: Int

    private static let length: Int64 = 86_400_000

    /// All days from the first to the last on which anything came, the latest of them.
    ///
    /// - Parameter counts: by day, in their order.
    static func days(_ counts: [BounceCount], most: Int) -> [BounceDay] {
        let known = counts.compactMap { count in count.key.map { ($0, count) } }
        let byDay = Dictionary(known) { first, _ in first }
        guard let first = known.first.flatMap({ Timestamp(rfc3339: $0.0 + "T00:00:00Z") }),
            let last = known.last.flatMap({ Timestamp(rfc3339: $0.0 + "T00:00:00Z") })
        else { return [] }
        let begin = max(first.milliseconds, last.milliseconds - Int64(most - 1) * length)
        return stride(from: begin, through: last.milliseconds, by: Int64.Stride(length)).map { day in
            let text = String(Timestamp(milliseconds: day).rfc3339.prefix(10))
            let count = byDay[text]
            return BounceDay(text: text, bounces: count?.bounces ?? 0, hard: count?.hard ?? 0)
        }
    }
}
