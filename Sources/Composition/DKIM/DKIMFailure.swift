package import FanmailBasics

/// Why a key cannot be used: one clause for a person, with the remedy.
package struct DKIMFailure: ExplainedError, Equatable {
    package enum Kind: Sendable {
        case missing, unusable, unsafe, unwritable
    }

    package let kind: Kind
    package let explanation: Explanation

    init(_ kind: Kind, at place: String? = nil, _ what: String, remedy: Remedy? = nil) {
        self.kind = kind
        explanation = Explanation(what, at: place, remedy: remedy)
    }
}
