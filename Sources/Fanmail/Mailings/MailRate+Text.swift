package import FanmailDelivery
package import FanmailSettings

extension MailRate {
    /// A limit as the settings have it.
    package init(_ text: RateText) {
        let unit: Unit =
            switch text.unit {
            case .recipients: .recipients
            case .messages: .messages
            case .connections: .connections
            }
        let period: Period =
            switch text.period {
            case .second: .second
            case .minute: .minute
            case .hour: .hour
            case .day: .day
            }
        self.init(unit, Double(text.count), per: period)
    }
}

extension RateText {
    /// A limit as it is shown; of one that was learned, the nearest whole number.
    package init(_ rate: MailRate) {
        let unit: Unit =
            switch rate.unit {
            case .recipients: .recipients
            case .messages: .messages
            case .connections: .connections
            }
        let period: Period =
            switch rate.period {
            case .second: .second
            case .minute: .minute
            case .hour: .hour
            case .day: .day
            }
        self.init(unit, max(1, Int(rate.count.rounded())), per: period)
    }
}
