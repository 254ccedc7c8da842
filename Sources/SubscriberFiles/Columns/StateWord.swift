import MailingLists

/// What a word in a column of states says of a person who is not to be mailed, in the words of systems that export it.
enum StateWord {
    /// They have not said yes, or not yet; or nobody knows.
    case waits
    /// They left, or were taken off; with how, where the word says more than that.
    case left(SubscriptionState, how: String?)

    private static let waiting: Set<String> = [
        "pending", "unconfirmed", "notconfirmed", "unverified", "nonsubscribed", "notsubscribed", "neversubscribed",
        "softbounced", "nonmember",
    ]
    private static let unsubscribed: Set<String> = [
        "unsubscribed", "unsub", "optout", "optedout", "left", "removed", "deleted", "abgemeldet",
    ]
    /// Nobody is to write to them, for a reason that the word tells.
    private static let closed: Set<String> = [
        "blocklisted", "blacklisted", "disabled", "inactive", "suppressed", "archived", "suspended", "banned", "nomail",
        "donotmail", "donotcontact", "gesperrt", "inaktiv", "byuser", "bymoderator",
    ]
    private static let bounced: Set<String> = [
        "bounced", "cleaned", "invalid", "undeliverable", "hardbounce", "hardbounced", "bybounces",
    ]
    private static let complained: Set<String> = ["complained", "complaint", "spam", "spamcomplaint", "abuse"]

    /// Nil for a word that keeps nobody away.
    init?(_ word: String) {
        let word = word.folded
        if Self.waiting.contains(word) {
            self = .waits
        } else if Self.unsubscribed.contains(word) {
            self = .left(.unsubscribed, how: nil)
        } else if Self.closed.contains(word) {
            self = .left(.unsubscribed, how: word)
        } else if Self.bounced.contains(word) {
            self = .left(.bounced, how: nil)
        } else if Self.complained.contains(word) {
            self = .left(.unsubscribed, how: SpellEnding.complaint.how)
        } else {
            return nil
        }
    }

    /// In which state somebody left, by the heading of a column that tells when: Mailchimp's `CLEAN_TIME` is no wish.
    static func state(ofHeading heading: String) -> SubscriptionState {
        ["cleantime", "bounced", "bouncedat", "bouncetime"].contains(heading.folded) ? .bounced : .unsubscribed
    }
}
