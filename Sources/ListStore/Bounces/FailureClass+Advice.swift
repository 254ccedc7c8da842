package import Bounces

extension FailureClass {
    /// What a sender does about bounces of this class: a sentence for a person.
    package var advice: String {
        switch self {
        case .addressUnknown: "It goes by itself; where there are many, look at where their addresses came from."
        case .domainUnknown: "Look for a misspelt domain, else let it go."
        case .disabled: "Let it go after a while, as the list's policy does."
        case .full: "Wait, and let it go if it stays so."
        case .tooLarge: "Make the letter smaller: link to pictures and attachments."
        case .content: "Try the letter without its links and pictures, one by one."
        case .reputation: "Ask the block list or the provider that the words name, and send less until it is off."
        case .authentication: "Mend SPF, DKIM, DMARC or reverse DNS: the doctor says which."
        case .policy: "Read the words, and write to the receiver's postmaster."
        case .rate: "Send slower to this provider, over fewer connections."
        case .connection: "Wait; if it lasts, the domain may be dead."
        case .expired: "Wait; if it lasts, the domain may be dead."
        case .system: "Try again later."
        case .loop: "Only they can mend it."
        case .autoReply: "Nothing."
        case .complaint: "They left by it: make the way out easier to find, and ask whether they had asked for mail."
        case .notABounce: "Nothing."
        case .undecided: "Read the words, and make a rule of them."
        }
    }
}
