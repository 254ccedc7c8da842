public import SMTPCore

/// A list, as far as a message shows it.
public struct ListIdentity: Sendable {
    public let name: String
    public let address: Mailbox
    public let description: String?
    /// Whether messages get the list's own header fields.
    public let addsHeaders: Bool

    /// Whether those who read the list may write to it.
    package var readersPost = true
    /// Who answers for the list.
    package var owner: Mailbox?
    /// The address that ends a subscription by mail; without this it is `NAME-leave`, which nobody heeds by itself.
    package var leaveAddress: String?
    /// A page where a subscription can be ended.
    package var unsubscribeURL: String?
    /// The page is the recipient's own, and a POST to it ends the subscription (RFC 8058).
    package var isOneClick = false
    package var archiveURL: String?
    /// Where receivers may send complaints of readers (RFC 9477).
    package var complaintAddress: Mailbox?
    package var footer: MessageFooter?
    /// Who may always post, besides the owner.
    package var posters: [Mailbox] = []
    /// Whom its own letters come from; nil: its owner, under its description.
    package var from: (name: String?, address: String)?
    /// What its letters look like.
    package var look = LetterLook()
    /// Which version of a letter those get whose own language is not known (BCP 47).
    package var language: String?

    public init(name: String, address: Mailbox, description: String?, addsHeaders: Bool) {
        self.name = name
        self.address = address
        self.description = description
        self.addsHeaders = addsHeaders
    }

    /// `announce.lists.example`, the identifier of List-Id (RFC 2919, 2).
    var id: String { "\(name).\(address.domain)" }

    /// Where one leaves, as it is without a token.
    package var plainLeaveAddress: String { address("leave").address }

    /// Nil where neither a sender nor an owner is known.
    var sender: (name: String?, address: String)? { from ?? owner.map { (description ?? name, $0.address) } }

    /// Whether letters of the list may come from there, whoever else may post.
    package func mayPost(_ address: String) -> Bool {
        guard let mailbox = try? Mailbox(parsing: address) else { return false }
        return ([owner] + posters + [from.flatMap { try? Mailbox(parsing: $0.address) }]).contains {
            $0?.key == mailbox.key
        }
    }

    /// The list's address for a purpose: `announce-bounces@lists.example`.
    func address(_ suffix: String) -> Mailbox {
        let local = address.localPart
        let suffixed = local.hasSuffix("\"") ? "\(local.dropLast())-\(suffix)\"" : "\(local)-\(suffix)"
        return Mailbox(trustedLocalPart: suffixed, domain: address.domain)
    }
}
