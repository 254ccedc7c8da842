import FanmailBasics
package import FanmailDelivery

extension Reaction {
    /// What it is, for people, in a clause.
    package var text: String {
        switch self {
        case .slowDown(let rate, for: let duration):
            let pace = rate.map { "no more than \(MailRateText.format($0))" } ?? "half as fast"
            return "\(pace) for \(DurationText.format(duration)), then back gradually"
        case .pause(let duration): return "nothing is offered for \(DurationText.format(duration))"
        case .oneConnection(let duration): return "one connection for \(DurationText.format(duration))"
        case .skipHost(let duration): return "this host is left alone for \(DurationText.format(duration))"
        }
    }
}
