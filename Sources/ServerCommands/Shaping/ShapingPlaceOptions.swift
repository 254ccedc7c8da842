import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import MailRouting
import SMTPCore
import Shaping

/// Whose destination is meant.
struct ShapingPlaceOptions: ParsableArguments {
    @Option(name: .customLong("mx"), help: "The name of a mail host; again for each of several.") var hosts: [String] =
        []

    /// - Parameters:
    ///   - provider: by name; nil for whoever runs the hosts, or else the domain.
    ///   - domain: an address or a domain.
    func place(provider: String?, domain: String?) throws -> ShapingPlace {
        if let provider, !RuleProvider.names.contains(provider) {
            let meant =
                NearestKey.nearest(to: provider, among: RuleProvider.names).map { "did you mean \($0)?" }
                ?? "those are \(RuleProvider.names.joined(separator: ", "))"
            throw FanmailFailure(.usage, at: provider, "is no provider who is known; \(meant)")
        }
        let domain = try domain.map(Self.domain)
        let known = hosts.isEmpty ? RuleProvider.of(server: nil, domain: domain) : RuleProvider.running(hosts)
        return ShapingPlace(provider: provider ?? known?.name, hosts: hosts, domain: domain)
    }

    private static func domain(_ text: String) throws -> String {
        do throws(MailboxSyntaxError) { return try MailTarget(text).description } catch {
            throw FanmailFailure(
                .usage, at: text, "is no address and no domain (\(error.reason)); write ada@example.org, or example.org"
            )
        }
    }
}
