import FanmailBasics

/// How long something takes, each time anew.
public enum DurationSpread: Sendable, Equatable, CustomStringConvertible {
    case fixed(Duration)
    case uniform(Duration, Duration)
    /// With this mean; at most 20 times the mean.
    case exponential(mean: Duration)

    /// `50ms`, `10ms-90ms` or `exp:50ms`; nil when it is none of these, or may be longer than an hour.
    public init?(_ text: String) {
        func time(_ text: some StringProtocol, atMost limit: Duration = .seconds(3600)) -> Duration? {
            (try? DurationText.parse(text)).flatMap { $0 <= limit ? $0 : nil }
        }
        if text.hasPrefix("exp:") {
            guard let mean = time(text.dropFirst(4), atMost: .seconds(180)) else { return nil }
            self = .exponential(mean: mean)
            return
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { time($0) }
        switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
        case (1, let time?, _): self = .fixed(time)
        case (2, let low?, let high?) where low <= high: self = .uniform(low, high)
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .fixed(let time): DurationText.format(time)
        case .uniform(let low, let high): "\(DurationText.format(low))-\(DurationText.format(high))"
        case .exponential(let mean): "exp:\(DurationText.format(mean))"
        }
    }

    /// - Parameter draw: from 0 to 1, 1 excluded.
    func value(_ draw: Double) -> Duration {
        switch self {
        case .fixed(let time): time
        case .uniform(let low, let high): low + (high - low) * draw
        case .exponential(let mean): mean * min(20, -naturalLogarithm(1 - draw))
        }
    }
}
