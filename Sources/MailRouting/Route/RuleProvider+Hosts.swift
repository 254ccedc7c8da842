package import Bounces

extension RuleProvider {
    /// Who runs a domain's mail hosts: somebody who runs every one of them, since a domain that is served by two is
    /// neither's.
    package static func running(_ hosts: [String]) -> RuleProvider? {
        guard let first = hosts.first.flatMap({ of(server: $0, domain: nil) }) else { return nil }
        return hosts.allSatisfy { of(server: $0, domain: nil) == first } ? first : nil
    }
}
