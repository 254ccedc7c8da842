/// Why a text is not the duration, rate or number it should be, and what to write instead: one clause for a person.
package struct SettingSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }

    package var description: String { reason }

    /// The text as it is quoted in a reason, cut where it is long.
    package static func quoted(_ text: some StringProtocol) -> String {
        text.count <= 40 ? "`\(text)`" : "`\(text.prefix(40))…`"
    }
}
