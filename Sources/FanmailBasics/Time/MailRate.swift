/// A limit of pace: so many of something in a time.
public struct MailRate: Sendable, Hashable {
    public enum Unit: String, Sendable, CaseIterable {
        case messages, recipients, connections
    }

    public enum Period: String, Sendable, CaseIterable {
        case second, minute, hour, day

        public var duration: Duration {
            switch self {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            case .hour: .seconds(3600)
            case .day: .seconds(86_400)
            }
        }
    }

    public let unit: Unit
    /// Above 0.
    public let count: Double
    public let period: Period

    public init(_ unit: Unit, _ count: Double, per period: Period) {
        self.unit = unit
        self.count = count
        self.period = period
    }

    /// Of one of them after the other.
    public var interval: Duration { period.duration / count }

    /// So many in a second.
    package var perSecond: Double { count / (period.duration / .seconds(1)) }
}

extension MailRate {
    /// The slowest even pace of recipients, per second, that some limits lead to; nil where none of them does.
    public static func recipientsPerSecond(_ rates: some Sequence<MailRate>) -> Double? {
        rates.filter { $0.unit == .recipients && $0.period != .day }.map(\.perSecond).min()
    }
}
