package import FanmailBasics

/// Something that was looked at: what, where, how it is, and what to do.
package struct HealthFinding: Sendable, Equatable {
    package enum Level: String, Sendable {
        case good
        /// Works, and may be held against the sender.
        case warning
        /// Does not work, or mail is refused because of it.
        case bad
        /// Could not be looked at.
        case unknown
    }

    package enum Area: String, Sendable {
        case database, config, relay, lists, dns
    }

    package let area: Area
    /// A file, a server, a domain, an address.
    package let subject: String
    package let level: Level
    /// A clause for a person. Not escaped: servers and files may have written of it.
    package let text: String
    /// Nil when nothing has to be done, or nothing is known to help.
    package let remedy: Remedy?

    init(_ area: Area, _ subject: String, _ level: Level, _ text: String, _ remedy: Remedy? = nil) {
        self.area = area
        self.subject = subject
        self.level = level
        self.text = text
        self.remedy = remedy
    }
}
