/// The reverse-path of a mail transaction: where failure reports go (RFC 5321, 4.1.1.2).
///
/// Never the author's address of the header: the two are told apart everywhere in fanmail.
public enum ReversePath: Hashable, Sendable {
    /// `MAIL FROM:<>`: nobody is told of failures (RFC 5321, 4.5.5).
    case null
    case mailbox(Mailbox)

    /// What stands between the angle brackets; empty for the null reverse-path.
    public var address: String {
        switch self {
        case .null: ""
        case .mailbox(let mailbox): mailbox.address
        }
    }
}
