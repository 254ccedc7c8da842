import Composition
import FanmailBasics
import FanmailDelivery
import ListStore
import MailingLists
import SMTPCore
import SMTPProtocol

/// What the recipients of an envelope get: the message that is the same for all, or one of their own.
struct MessageSource: Sendable {
    /// What those get who have no copy of their own. Encoded once and shared.
    let shared: EncodedContent
    /// What failure reports are asked for.
    let reports: ReportRequests
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
    ///   - reports: what failure reports are asked for.
    init(
        _ message: [UInt8], links: [Int64: (link: OneClickLink, address: Mailbox)], signer: DKIMSigner?,
        copies: LetterCopies?,
        keys: TokenKeyFile, start: Timestamp, reports: ReportRequests = .none
    ) throws {
        self.reports = reports
        shared = try EncodedContent(message)
        personal =
            try links.isEmpty && copies == nil
            ? nil
            : Personal(
                message: OneClickMessage(message, signer: signer, now: start), copies: copies, links: links,
                key: keys.signing(at: start),
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

    func made(for envelope: CutEnvelope) throws -> EncodedContent {
        guard let personal, let ways = ways(out: envelope) else { return shared }
        if let copies = personal.copies {
            return try EncodedContent(
                copies.message(
                    for: envelope.recipients.address(at: 0), ways.recipient, list: envelope.list, url: ways.url,
                    leaveAddress: ways.address))
        }
        guard let url = ways.url else { return shared }
        return try EncodedContent(personal.message.message(url: url, address: ways.address))
    }

    /// What the recipient of a personal letter reads; nil when the text is the same for all.
    func letter(for envelope: CutEnvelope) throws -> LetterContent? {
        guard let copies = personal?.copies, let ways = ways(out: envelope) else { return nil }
        return try copies.content(
            for: envelope.recipients.address(at: 0), ways.recipient, list: envelope.list, url: ways.url,
            leaveAddress: ways.address)
    }

    /// The page and the address that end the subscription of an envelope's one recipient; nil where the message is the
    /// same for all.
    private func ways(out envelope: CutEnvelope) -> (recipient: RecipientDetails, url: String?, address: String?)? {
        guard let recipient = envelope.recipient, let personal else { return nil }
        var entry = personal.links[envelope.list]
        // With VERP also those are alone to whom the list gives no link.
        if personal.copies == nil, entry?.link.policy == .largeReceivers,
            entry?.link.policy.applies(to: envelope.recipients.domain(at: 0)) == false
        {
            entry = nil
        }
        guard entry != nil || personal.copies != nil else { return nil }
        let token = Token(.unsubscribe, of: recipient.subscription, expires: personal.expires).sealed(
            with: personal.key)
        let list = entry?.address ?? personal.copies?.lists[envelope.list]?.address
        return (
            recipient, entry?.link.url(token: token),
            list.flatMap { TokenAddress.address(of: $0, .unsubscribe, token: token) }
        )
    }
}
