package import FanmailBasics

/// When a mailing goes out.
package struct MailingSchedule: Sendable, Equatable {
    /// The moment at which it begins, or as soon after it as somebody sends mailings.
    package var sendAt: Timestamp
    /// The zone in which that was told, for people; nil where an offset told it, or it is the machine's.
    package var zone: String?

    package init(sendAt: Timestamp, zone: String? = nil) {
        self.sendAt = sendAt
        self.zone = zone
    }
}
