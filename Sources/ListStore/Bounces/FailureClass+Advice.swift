package import Bounces

extension FailureClass {
    /// What a sender does about bounces of this class: a sentence for a person.
    package var advice: String {
        switch self {
        case .addressUnknown: "Nobody has the address: it goes by itself; look at where so many of them came from."
        case .domainUnknown: "The domain is gone or takes no mail: look for a misspelt one, else let it go."
        case .disabled: "The mailbox is closed or asleep: let it go after a while, as the list's policy does."
        case .full: "The mailbox is full: wait, and let it go if it stays so."
        case .tooLarge: "Make the letter smaller: link to pictures and attachments."
        case .content: "A filter dislikes what stands in the letter: try it without links and pictures, one by one."
        case .reputation: "Ask the block list or the provider that the words name, and send less until it is off."
        case .authentication: "Mend SPF, DKIM, DMARC or reverse DNS: the doctor says which."
        case .policy: "A rule of the receiver forbids it: write to its postmaster."
        case .rate: "Send slower to this provider, over fewer connections."
        case .connection: "Their server was not reached: wait; if it lasts, the domain may be dead."
        case .expired: "It was tried for days in vain: wait; if it lasts, the domain may be dead."
        case .system: "Their server is out of order: try again later."
        case .loop: "Their mail goes in a circle: only they can mend it."
        case .autoReply: "Nothing: a machine answered for somebody."
        case .complaint: "They left by it: make the way out easier to find, and ask whether they had asked for mail."
        case .notABounce: "Nothing failed."
        case .undecided: "No rule knows it: read the words."
        }
    }
}
