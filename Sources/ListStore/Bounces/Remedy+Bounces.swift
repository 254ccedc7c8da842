public import FanmailBasics

extension Remedy.Code {
    /// See which bounces are logged.
    public static let seeBounces = Self("see-bounces")
}

extension Remedy {
    package static let seeBounces = Self(.seeBounces, "see which bounces there are")
}
