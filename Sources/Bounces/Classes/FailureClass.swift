/// Why a copy was not delivered, as far as anybody can do something about it.
public enum FailureClass: String, Hashable, CaseIterable, Sendable {
    /// No such mailbox (x.1.1 of RFC 3463 and its kin).
    case addressUnknown = "address-unknown"
    /// No such domain, or none that takes mail (x.1.2, RFC 7505).
    case domainUnknown = "domain-unknown"
    /// The mailbox is there and takes nothing: closed, suspended, unused for long (x.2.1).
    case disabled
    /// The mailbox is full (x.2.2).
    case full
    /// The message is larger than the mailbox or the server takes (x.2.3, x.3.4).
    case tooLarge = "too-large"
    /// What stands in the message: spam, a virus, a link, its form (x.6.x, x.7.1 as it is used).
    case content
    /// The sender's address on the network, or domain, is badly spoken of: block lists and their kin.
    case reputation
    /// SPF, DKIM, DMARC, reverse DNS, or TLS of the sender is missing or wrong (x.7.20 to x.7.27).
    case authentication
    /// A rule of the receiver: who may write to whom, a list's members, the law of an organisation (x.7.1, x.7.2).
    case policy
    /// Too much in too short a time.
    case rate
    /// No server could be reached or spoken to, or DNS did not answer (x.4.x).
    case connection
    /// It was tried for as long as a server tries (x.4.7).
    case expired
    /// The receiver's own machinery: out of disk, configured wrongly (x.3.x).
    case system
    /// Mail goes in a circle (x.4.6).
    case loop
    /// The answer of a machine to what was delivered (RFC 3834).
    case autoReply = "auto-reply"
    /// A reader calls it spam (RFC 5965).
    case complaint
    /// Nothing failed.
    case notABounce = "not-a-bounce"
    /// No rule knows it.
    case undecided
}
