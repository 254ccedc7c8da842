import FanmailBasics

/// Why a key cannot be used: one clause for a person, with the remedy.
package struct DKIMFailure: Error, Sendable, Equatable {
    package enum Kind: Sendable {
        case missing, unusable, unsafe, unwritable
    }

    package let kind: Kind
    package let reason: String

    init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason.escapedForTerminal
    }
}
