public import SMTPCore

/// Enhanced status codes that a rule is about: `5.1.1`, `x.7.1` (4 or 5), `5.7.606-649`, `x.7.*`, and `none` for a
/// remark without one, or with x.0.0, which says no more (RFC 3463, 3.1).
public struct StatusPattern: Hashable, Sendable, CustomStringConvertible {
    /// 4, 5, or 0 for both.
    let `class`: UInt8
    let subject: UInt16
    let details: ClosedRange<UInt16>
    let isNone: Bool

    public init?(_ text: some StringProtocol) {
        if text == "none" {
            (self.class, subject, details, isNone) = (0, 0, 0...0, true)
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let subject = UInt16(parts[1]), subject < 1000 else { return nil }
        switch parts[0] {
        case "x": self.class = 0
        case "4": self.class = 4
        case "5": self.class = 5
        default: return nil
        }
        self.subject = subject
        isNone = false
        if parts[2] == "*" {
            details = 0...999
            return
        }
        let ends = parts[2].split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
            last < 1000
        else { return nil }
        details = first...last
    }

    public func matches(_ status: EnhancedStatusCode?) -> Bool {
        guard let status, status.subject != 0 || status.detail != 0 else { return isNone }
        return !isNone && subject == status.subject && details.contains(status.detail)
            && (self.class == 0 || self.class == status.class)
    }

    public var description: String {
        guard !isNone else { return "none" }
        let detail =
            details == 0...999
            ? "*" : details.count == 1 ? "\(details.lowerBound)" : "\(details.lowerBound)-\(details.upperBound)"
        return "\(self.class == 0 ? "x" : "\(self.class)").\(subject).\(detail)"
    }

    /// A code that it is about; nil where that is none.
    var example: EnhancedStatusCode? {
        isNone ? nil : EnhancedStatusCode(self.class == 0 ? 5 : self.class, subject, details.lowerBound)
    }
}
