import FanmailBasics
import FanmailDelivery

extension ShapingLimit {
    /// Its value as it is written in a table, without quotes.
    package var text: String {
        switch self {
        case .connections(let count), .messages(let count), .recipients(let count): "\(count)"
        case .idle(let duration): DurationText.format(duration)
        case .rates(_, let rates): rates.isEmpty ? "none" : rates.map(MailRateText.format).joined(separator: ", ")
        case .requiresTLS(let isRequired): isRequired ? "required" : "opportunistic"
        }
    }
}
