package import FanmailBasics
import SMTPCore

/// Where mail goes.
package enum DeliveryWay: Sendable, Hashable, CustomStringConvertible {
    /// To the relay of `[delivery]`.
    case general
    /// To one of the relays that the settings name, in proportion to their weights.
    case relays([String])
    /// To the mail hosts of each domain (MX).
    case direct

    /// As it is written in `to`; the relay of `[delivery]` has no name.
    package var description: String {
        switch self {
        case .general: ""
        case .relays(let names): names.joined(separator: ",")
        case .direct: "direct"
        }
    }
}

/// One `[[route]]` of `fanmail.toml`: whose mail takes which way.
package struct RouteRule: Sendable, Equatable {
    /// Of lists with these names; empty for all.
    package let lists: [String]
    /// To these domains, in A-labels and lower case; one that begins with a dot is what lies below it. Empty for all.
    package let domains: [String]
    package let way: DeliveryWay
    /// "fanmail.toml:12".
    package let place: String

    private static let mostDomains = 10_000

    /// - Parameter relays: the names that there are.
    init(_ table: TOMLReader, relays: [String]) throws(InputFailure) {
        try table.check(["list", "domain", "to"])
        place = table.begin
        lists = try table.strings("list", atMost: 1000) ?? []
        var domains: [String] = []
        for text in try table.strings("domain", atMost: Self.mostDomains) ?? [] {
            let isSuffix = text.hasPrefix(".")
            let name = isSuffix ? String(text.dropFirst()) : text
            // Behind a dot a label alone is enough: .gov is a suffix, and no domain.
            let whole = isSuffix ? "a@below.\(name)" : "a@\(name)"
            guard let mailbox = try? Mailbox(parsing: whole), !mailbox.domain.hasPrefix("[") else {
                throw table.failure(
                    "domain", "holds \(text.debugDescription), which is no domain; write example.org, or .example.org")
            }
            let domain = mailbox.domain.lowercased()
            domains.append(isSuffix ? String(domain.dropFirst("below".count)) : domain)
        }
        self.domains = domains
        guard let to = try table.strings("to", atMost: 100), !to.isEmpty else {
            throw table.failure(nil, "says nothing of where to; write to = \"direct\", or the name of a relay")
        }
        if to.contains("direct") {
            guard to.count == 1 else {
                throw table.failure("to", "names relays beside \"direct\"; write one or the other")
            }
            way = .direct
            return
        }
        for (place, name) in to.enumerated() {
            guard relays.contains(name) else {
                let meant = NearestKey.nearest(to: name, among: relays + ["direct"]).map { "did you mean \"\($0)\"?" }
                throw table.failure(
                    "to",
                    "names no relay: there is no [relay.\(name.escapedForTerminal)]; \(meant ?? "write one, or direct")"
                )
            }
            guard !to[..<place].contains(name) else {
                throw table.failure("to", "names \(name) twice; give it more weight in [relay.\(name)]")
            }
        }
        way = .relays(to)
    }

    /// It takes all that comes to it.
    var takesAll: Bool { lists.isEmpty && domains.isEmpty }

    /// - Parameter domain: in A-labels and lower case.
    package func takes(_ domain: String, list: String?) -> Bool {
        takes(list: list)
            && (domains.isEmpty
                || domains.contains { $0.hasPrefix(".") ? domain.hasSuffix($0) : domain == $0 })
    }

    package func takes(list: String?) -> Bool { lists.isEmpty || list.map(lists.contains) ?? false }

    /// What it is about, for a person: "list announce, domain .example.org".
    package var conditions: String {
        let parts = [("list", lists), ("domain", domains)].filter { !$0.1.isEmpty }.map { label, values in
            "\(label) \(values.prefix(4).joined(separator: " or "))\(values.count > 4 ? " or \(values.count - 4) more" : "")"
        }
        return parts.isEmpty ? "everything else" : parts.joined(separator: ", ")
    }
}
