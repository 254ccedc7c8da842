import Bounces
import FanmailMIME

extension BounceReading.Nature {
    /// As a sentence calls it.
    var name: String {
        switch self {
        case .delivery: "a delivery report (RFC 3464)"
        case .complaint: "a complaint (RFC 5965)"
        case .disposition: "a receipt (RFC 8098)"
        case .autoReply: "an automatic answer (RFC 3834)"
        case .challenge: "a question whether a person wrote"
        case .other: "no report"
        }
    }

    /// By the header's own word (RFC 6522): all that mail to the addresses that act is asked for.
    ///
    /// - Returns: nil when it does not say that the message is a report.
    init?(_ header: HeaderSection) {
        let entity = EntityFields(header)
        guard entity.type == "multipart", entity.subtype == "report" else {
            guard header.has("X-Failed-Recipients") else { return nil }
            self = .delivery
            return
        }
        switch entity.reportType {
        case "feedback-report": self = .complaint
        case "disposition-notification": self = .disposition
        default: self = .delivery
        }
    }
}
