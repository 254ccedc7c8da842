import Bounces
import FanmailBasics

/// The sentences of ``OwnerWarningText`` in one language.
struct OwnerWarningWords {
    let subject: String
    let counts: String
    /// Before the subject of the mailing.
    let letter: String
    let reasons: String
    let help: String
    let held: String
    let commands: String
    let why: String
    /// What helps against each kind.
    let dead: String
    let full: String
    let unreached: String
    let distrusted: String
    let letterRefused: String
    let unknown: String

    func advice(_ failureClass: FailureClass) -> String {
        switch failureClass {
        case .addressUnknown, .domainUnknown, .disabled: dead
        case .full: full
        case .connection, .expired, .system, .loop: unreached
        case .reputation, .authentication, .policy, .rate: distrusted
        case .content, .tooLarge: letterRefused
        case .autoReply, .complaint, .notABounce, .undecided: unknown
        }
    }

    static let all: [String: OwnerWarningWords] = [
        "en": english, "de": german, "fr": french, "es": spanish, "pl": polish, "ja": japanese, "ar": arabic,
    ]

    /// - Parameter language: a tag (BCP 47); English where it is none of these, or nil.
    static func of(_ language: String?) -> OwnerWarningWords {
        LanguageTag.primary(language).flatMap { all[$0] } ?? english
    }
}
