import FanmailBasics

/// Domains that are nearly those of large mailbox providers: `gmial.com`.
package enum DomainTypo {
    private static let known = [
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "aol.com", "gmx.net",
        "gmx.de", "web.de", "t-online.de", "live.com", "msn.com", "proton.me", "protonmail.com", "comcast.net",
        "hotmail.co.uk", "yahoo.co.uk", "orange.fr", "free.fr", "libero.it",
    ]
    /// One slip of the pen away from a large one, and yet somebody's own.
    private static let real: Set<String> = [
        "mail.com", "email.com", "gmx.com", "ymail.com", "me.com", "mac.com", "web.com",
    ]

    /// The domain that was probably meant; nil when there is nothing to say.
    package static func suggestion(for domain: String) -> String? {
        guard !known.contains(domain), !real.contains(domain), domain.utf8.count >= 5 else { return nil }
        return known.first { NearestKey.isOneSlip(domain, from: $0) }
    }
}
