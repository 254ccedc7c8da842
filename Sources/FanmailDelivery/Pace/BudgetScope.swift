/// What a budget is for, in the text that it is kept and shown by.
package struct BudgetScope: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// - Parameter description: as it was kept.
    package init(_ description: String) { self.description = description }

    /// Whatever is sent.
    package static let all = Self("all")
    /// By its name in the settings, or its URL without a password.
    package static func relay(_ name: String) -> Self { Self("relay:\(name)") }
    /// This machine's address that connections come from.
    package static func source(_ address: String) -> Self { Self("source:\(address)") }
    /// Who runs the mail hosts of many domains.
    package static func provider(_ name: String) -> Self { Self("provider:\(name)") }
    package static func list(_ id: Int64) -> Self { Self("list:\(id)") }
    package static func destination(_ name: String) -> Self { Self("destination:\(name)") }
    /// What a source address sends to a provider.
    package static func warmUp(source: String, provider: String) -> Self {
        Self("source:\(source) provider:\(provider)")
    }
}

extension Destination {
    /// The budget of its own rates: a relay's; that of who runs the hosts, which all their domains share; else its own.
    package var scope: BudgetScope {
        if hosts.isEmpty { return .relay(name) }
        return provider.map { .provider($0) } ?? .destination(name)
    }
}
