/// A limit of pace: so many of something in a time.
package struct MailRate: Sendable, Hashable {
    package enum Unit: String, Sendable, CaseIterable {
        case messages, recipients, connections
    }

    package enum Period: String, Sendable, CaseIterable {
        case second, minute, hour, day

        package var duration: Duration {
            switch self {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            case .hour: .seconds(3600)
            case .day: .seconds(86_400)
            }
        }
    }

    package let unit: Unit
    /// Above 0.
    package let count: Double
    package let period: Period

    package init(_ unit: Unit, _ count: Double, per period: Period) {
        self.unit = unit
        self.count = count
        self.period = period
    }

    /// Of one of them after the other.
    package var interval: Duration { period.duration / count }
}
