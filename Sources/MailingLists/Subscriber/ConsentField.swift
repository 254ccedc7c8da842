/// What a column may say of how a subscription came, was confirmed and ended.
package enum ConsentField: String, Hashable, Sendable, CaseIterable {
    case joined = "subscribed"
    case joinedFrom = "source"
    case joinedHow = "subscribed_how"
    /// The network address of whoever joined; kept with the source.
    case joinedAddress = "subscribed_ip"
    case confirmed = "confirmed"
    case confirmedFrom = "confirmed_from"
    case left = "left"
    case leftFrom = "left_from"
    case leftHow = "left_how"

    /// By headings as ``Swift/String/folded`` has them: an export of ours has the first of each.
    package static let headings: [String: ConsentField] = [
        "subscribed": .joined, "joined": .joined, "source": .joinedFrom, "subscribedhow": .joinedHow,
        "confirmed": .confirmed, "confirmedfrom": .confirmedFrom, "left": .left, "leftat": .left, "leftfrom": .leftFrom,
        "lefthow": .leftHow, "unsubtime": .left, "cleantime": .left, "unsubscribed": .left, "unsubscribedat": .left,
        "unsubscribetime": .left, "optout": .left, "optedout": .left, "bounced": .left,
        "optintime": .joined, "optindate": .joined, "optinat": .joined, "timestampsignup": .joined,
        "signupdate": .joined,
        "signedupat": .joined, "subscribedat": .joined, "subscribedate": .joined, "subscriptiondate": .joined,
        "datesubscribed": .joined, "consentdate": .joined, "dateofconsent": .joined, "consentgivenat": .joined,
        "optinip": .joinedAddress, "signupip": .joinedAddress, "ipsignup": .joinedAddress,
        "subscribedip": .joinedAddress, "consentip": .joinedAddress, "optinsource": .joinedFrom,
        "signupsource": .joinedFrom, "consentsource": .joinedFrom, "confirmtime": .confirmed, "confirmdate": .confirmed,
        "confirmedat": .confirmed, "timestampopt": .confirmed, "confirmip": .confirmedFrom, "ipopt": .confirmedFrom,
    ]

    /// By what `--map` calls them.
    package static let options: [String: ConsentField] = [
        "subscribed": .joined, "joined": .joined, "consent": .joined, "opt-in": .joined, "source": .joinedFrom,
        "subscribed-how": .joinedHow, "subscribed-ip": .joinedAddress, "confirmed": .confirmed,
        "confirm-time": .confirmed,
        "confirmed-from": .confirmedFrom, "unsubscribed": .left, "left": .left, "left-from": .leftFrom,
        "left-how": .leftHow,
    ]

    package var isMoment: Bool { self == .joined || self == .confirmed || self == .left }
}
