package import FanmailBasics

/// A mailing that stands in the way of another one.
package struct EarlierMailing: Sendable, Equatable {
    package let mailing: Int64
    /// It is the same message; else another one with the same Message-ID.
    package let hasSameText: Bool

    package var objection: Explanation {
        hasSameText
            ? Explanation("this message went to this list before, as mailing \(mailing)", remedy: .sendAgain)
            : Explanation(
                "mailing \(mailing) had this Message-ID with another text, and mail programs show one of the two alone; "
                    + "remove the Message-ID field, and it gets one of its own")
    }
}
