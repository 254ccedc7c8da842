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
    package var footer: MessageFooter?
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

    /// The list's address for a purpose: `announce-bounces@lists.example`.
    func address(_ suffix: String) -> Mailbox {
        let local = address.localPart
        let suffixed = local.hasSuffix("\"") ? "\(local.dropLast())-\(suffix)\"" : "\(local)-\(suffix)"
        return Mailbox(trustedLocalPart: suffixed, domain: address.domain)
    }
}
