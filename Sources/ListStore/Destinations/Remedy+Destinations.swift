public import FanmailBasics

extension Remedy.Code {
    /// See which destinations are known.
    public static let seeDestinations = Self("see-destinations")
}

extension Remedy {
    package static let seeDestinations = Self(.seeDestinations, "see which destinations are known")
}
