import Composition
import Delivery
import ListStore
import MailCore
import Roster
import SMTPProtocol
import Tokens

/// What the recipients of an envelope get: the message that is the same for all, or one of their own.
struct MessageSource: Sendable {
    /// What those get who have no copy of their own. Encoded once and shared.
    let shared: EncodedContent
    private let personal: Personal?

    private struct Personal: Sendable {
        let message: OneClickMessage
        let copies: LetterCopies?
        let links: [Int64: (link: OneClickLink, address: Mailbox)]
        let key: TokenKey
        let expires: Timestamp
        let isSigned: Bool
    }

    /// - Parameters:
    ///   - message: the final bytes, as they go to many.
    ///   - links: by list, of lists where some get a link of their own.
    ///   - start: when the mailing began.
    init(
        _ message: [UInt8], links: [Int64: (link: OneClickLink, address: Mailbox)], signer: DKIMSigner?,
        copies: LetterCopies?,
        keys: TokenKeyFile, start: Timestamp
    ) throws {
        shared = try EncodedContent(message)
        personal =
            try links.isEmpty && copies == nil
            ? nil
            : Personal(
                message: OneClickMessage(message, signer: signer, now: start), copies: copies, links: links,
                key: keys.current(),
                expires: start + Store.leaveLifetime, isSigned: signer != nil)
    }

    /// Makes the content; where that means to compose or to sign, on another thread, so that connections do not wait for
    /// each other.
    func content(of envelope: CutEnvelope) async throws -> EncodedContent {
        guard envelope.recipient != nil, let personal, personal.isSigned || personal.copies != nil else {
            return try made(for: envelope)
        }
        return try await Task.detached { try made(for: envelope) }.value
    }

    private func made(for envelope: CutEnvelope) throws -> EncodedContent {
        guard let recipient = envelope.recipient, let personal else { return shared }
        var entry = personal.links[envelope.list]
        // With VERP also those are alone to whom the list gives no link.
        if personal.copies == nil, entry?.link.policy == .largeReceivers,
            entry?.link.policy.applies(to: envelope.recipients.domain(at: 0)) == false
        {
            entry = nil
        }
        guard entry != nil || personal.copies != nil else { return shared }
        let token = Token(.unsubscribe, of: recipient.subscription, expires: personal.expires).sealed(
            with: personal.key)
        let url = entry?.link.url(token: token)
        let list = entry?.address ?? personal.copies?.lists[envelope.list]?.address
        let address = list.flatMap { TokenAddress.address(of: $0, .unsubscribe, token: token) }
        if let copies = personal.copies {
            return try EncodedContent(
                copies.message(
                    for: envelope.recipients.address(at: 0), recipient, list: envelope.list, url: url,
                    leaveAddress: address))
        }
        guard let url else { return shared }
        return try EncodedContent(personal.message.message(url: url, address: address))
    }
}
