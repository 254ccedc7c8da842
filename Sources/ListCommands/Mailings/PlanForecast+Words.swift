import Fanmail
import FanmailBasics

/// How long a mailing takes by provider, as `plan` says it.
extension PlanForecast {
    private static let shown = 4

    /// - Parameter connections: that may be open at once.
    func sentences(connections: Int) -> [String] {
        guard !parts.isEmpty else { return [] }
        let providers = parts.prefix(Self.shown).map { part in
            let latency = part.latency.map { ", \(Self.milliseconds($0)) a transaction so far" } ?? ""
            return "\(part.provider) \(part.recipients) in \(PlanPage.length(part.seconds))\(latency)"
        }
        let more = parts.count - providers.count + others
        let rest = more > 0 ? " and \(counted(more, "more provider"))" : ""
        var sentences = [providers.joined(separator: "; ") + rest]
        switch limit {
        case .rate: sentences.append("the limit is the rate that is set")
        case .connections:
            let isKnown = parts.contains { $0.latency != nil }
            sentences.append(
                "the limit is \(counted(connections, "connection")), each of which waits for replies"
                    + (isKnown ? "" : "; how long these take is not known before a mailing has gone by this relay"))
        }
        return sentences
    }

    private static func milliseconds(_ value: Double) -> String { "\(max(1, Int(value.rounded()))) ms" }

    func json(_ estimate: PlanEstimate) -> JSONValue {
        let mailing: JSONValue = if case .mailing(let id) = estimate.basis { .int(id) } else { .null }
        return .object([
            ("seconds", .double(estimate.seconds)), ("limit", .string(limit.rawValue)), ("mailing", mailing),
            (
                "providers",
                .array(
                    parts.map { part in
                        .object([
                            ("provider", .string(part.provider)), ("recipients", JSONValue(part.recipients)),
                            ("seconds", .double(part.seconds)),
                            ("milliseconds", part.latency.map { .double($0) } ?? .null),
                        ])
                    })
            ), ("others", JSONValue(others)),
        ])
    }
}
