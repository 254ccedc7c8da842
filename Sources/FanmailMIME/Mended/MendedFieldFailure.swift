/// Why a field cannot be written so that mail can carry it.
package struct MendedFieldFailure: Error, Sendable, Equatable {
    /// Of the field, from 0.
    package let line: Int
    /// A clause for a person, not escaped.
    package let reason: String

    init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }
}
