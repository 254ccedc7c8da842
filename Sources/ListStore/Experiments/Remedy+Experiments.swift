public import FanmailBasics

extension Remedy.Code {
    /// Say which letter the rest of an audience gets; it is about the number of a mailing.
    public static let pickLetter = Self("pick-letter")
}

extension Remedy {
    package static func pickLetter(for mailing: Int64) -> Self {
        Self(.pickLetter, about: "\(mailing)", "pick the letter that it is to get")
    }
}
