import FanmailBasics

/// By how much a metric may change between two runs, such as `p99 +5%`: a failure when it changed by more with 95 %
/// confidence.
public struct ChangeThreshold: Sendable, Equatable, CustomStringConvertible {
    private static let names = [
        ("rate", "transactions/s"), ("recipients-rate", "recipients/s"), ("p50", "p50 ms"), ("p99", "p99 ms"),
    ]

    /// The row of a ``LoadComparison`` that it is about.
    public let row: String
    /// As a share: what is more fails, or with ``isFall`` what is less.
    public let change: Double
    public let isFall: Bool
    /// As it was written.
    public let description: String

    public init(parsing text: String) throws(ThresholdSyntaxError) {
        let example = "write a metric and a change: p99 +5%, or rate -5%"
        guard let sign = text.lastIndex(where: { "+-−".contains($0) }), text.hasSuffix("%"),
            let percent = Double(text[text.index(after: sign)...].dropLast().filter { $0 != " " }), percent.isFinite
        else { throw ThresholdSyntaxError(reason: example) }
        let name = text[..<sign].split { " _".contains($0) }.joined(separator: "-").lowercased()
        guard let row = Self.names.first(where: { $0.0 == name })?.1 else {
            let names = Self.names.map(\.0)
            let near = NearestKey.nearest(to: name, among: names).map { "did you mean \($0)?" }
            throw ThresholdSyntaxError(
                reason: name.isEmpty
                    ? example : "\(name) is not compared; \(near ?? "there are \(names.joined(separator: ", "))")")
        }
        self.row = row
        isFall = text[sign] != "+"
        change = (isFall ? -1 : 1) * percent / 100
        description = text
    }

    /// Nil where it is kept; otherwise why it is not. Where there are too few seconds for an interval, nobody can know.
    public func objection(to comparison: LoadComparison) -> String? {
        guard let row = comparison.rows.first(where: { $0.name == row }), let low = row.low, let high = row.high,
            let interval = row.interval
        else {
            return "too few seconds to tell"
        }
        guard isFall ? high < change : low > change else { return nil }
        return "\(LoadComparison.percent(row.change)), with 95 % confidence \(interval)"
    }
}
