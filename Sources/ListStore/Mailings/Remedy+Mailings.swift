public import FanmailBasics

extension Remedy.Code {
    /// To have a scheduled mailing go out at once; it is about the mailing.
    public static let rescheduleNow = Self("reschedule-now")
}

extension Remedy {
    package static func rescheduleNow(_ mailing: Int64) -> Self {
        Self(.rescheduleNow, about: "\(mailing)", "have it go out at once first")
    }
}
