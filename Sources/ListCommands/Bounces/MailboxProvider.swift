package import ArgumentParser
import Bounces
import FanmailBasics

/// Whose mailboxes they are, as it is typed: a provider's name as the log has it, or a domain, which may be of a provider.
package struct MailboxProvider: ExpressibleByArgument {
    /// As the log has it.
    let name: String

    package init?(argument: String) {
        let word = argument.lowercased()
        guard word.contains(".") || RuleProvider.names.contains(word) else { return nil }
        let domain = word.hasPrefix("@") ? String(word.dropFirst()) : word
        name = RuleProvider.names.contains(word) ? word : RuleProvider.mailboxes(ofDomain: domain, server: nil)
    }

    package static var completion: CompletionKind { .list(RuleProvider.names) }

    /// What somebody is told who typed neither.
    package static func words(_ typed: String) -> String {
        let near = NearestKey.nearest(to: typed, among: RuleProvider.names)
        return near.map { "did you mean \($0)?" }
            ?? "use a domain, or one of " + RuleProvider.names.joined(separator: ", ")
    }
}
