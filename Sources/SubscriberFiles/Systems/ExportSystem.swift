import MailingLists

/// A system whose exports are known: what their columns are, and how it writes days.
package struct ExportSystem: Hashable, Sendable {
    /// As people name it: `mailchimp`.
    package let name: String
    package let title: String
    /// By headings as ``Swift/String/folded`` has them; those that are not here mean what they mean anywhere.
    let headings: [String: HeadingTarget]
    /// Any of these sets of headings is its own.
    let signatures: [Set<String>]
    /// Where a day's two numbers may be either, unless the file shows it.
    let order: WrittenMoment.DayOrder?
    /// Other names of it.
    private let aliases: Set<String>

    init(
        _ name: String, title: String, aliases: Set<String> = [], signatures: [Set<String>] = [],
        order: WrittenMoment.DayOrder? = nil, _ headings: [String: HeadingTarget]
    ) {
        self.name = name
        self.title = title
        self.aliases = aliases
        self.signatures = signatures
        self.order = order
        self.headings = headings
    }

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// In the order of their names.
    package static let all: [ExportSystem] = [
        activeCampaign, brevo, constantContact, kit, ldif, listmonk, mailchimp, mailman2, mailman3, phpList, sympa,
    ]

    /// nil when nobody knows it.
    package static func named(_ name: String) -> ExportSystem? {
        let plain = name.folded
        return all.first { $0.name == plain || $0.aliases.contains(plain) }
    }

    /// Whose export has such headings, or members; nil when that cannot be told.
    package static func recognised(by headings: some Sequence<String>) -> ExportSystem? {
        let plain = Set(headings.map(\.folded))
        return all.first { $0.signatures.contains { $0.isSubset(of: plain) } }
    }
}
