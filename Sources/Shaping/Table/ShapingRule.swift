package import Bounces
package import FanmailDelivery
package import SMTPCore

/// What a reply must be like, and what it then leads to.
package struct ShapingRule: Sendable {
    /// Whose replies; one for each of several.
    package let keys: [ShapingKey]
    /// Its name, the conditions on code, status and words, and replies that it takes and does not take. What a class of
    /// failures is plays no part.
    package let conditions: FailureRule
    /// nil: to nothing, though another rule would have it so.
    package let reaction: Reaction?
    package let origin: ShapingOrigin

    package var name: String { conditions.name }

    package init(
        _ keys: [ShapingKey], _ conditions: FailureRule, leadingTo reaction: Reaction?, origin: ShapingOrigin = .own
    ) {
        self.keys = keys
        self.conditions = conditions
        self.reaction = reaction
        self.origin = origin
    }

    /// A reply on one line, as a server writes it: `421 4.7.0 [TSS04] Messages from 192.0.2.1 …`.
    ///
    /// - Returns: nil where it does not begin with a code of 400 to 599.
    package static func reply(_ line: some StringProtocol) -> Reply? {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard words[0].utf8.count == 3, let code = UInt16(words[0]), (400...599).contains(code) else { return nil }
        let rest = words.count > 1 ? words[1] : ""
        let first = rest.prefix { $0 != " " }
        // A code of another class is text (RFC 2034, 4).
        guard let status = EnhancedStatusCode(first), UInt16(status.class) == code / 100 else {
            return Reply(code: code, text: String(rest))
        }
        return Reply(code: code, status: status, text: String(rest.dropFirst(first.count + 1)))
    }
}
