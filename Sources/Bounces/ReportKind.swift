public import FanmailMIME

/// What a message that a machine wrote about another one is (RFC 6522), by its own word.
public enum ReportKind: Sendable, CaseIterable {
    /// Of a copy that was not delivered, or not yet (RFC 3464).
    case delivery
    /// Of a reader who calls a message spam (ARF, RFC 5965).
    case complaint
    /// Of a message that was shown (RFC 8098).
    case disposition

    /// As a sentence calls it.
    public var name: String {
        switch self {
        case .delivery: "a delivery report (RFC 3464)"
        case .complaint: "a complaint (RFC 5965)"
        case .disposition: "a receipt (RFC 8098)"
        }
    }

    /// - Returns: nil when the header does not say that it is a report.
    public init?(_ header: HeaderSection) {
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
