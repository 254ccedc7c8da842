import Composition
import FanmailBasics
import FanmailDelivery
import FanmailMIME

/// The copies of a personal letter, with the fields of their list and their signatures.
struct LetterCopies: Sendable {
    let letter: Letter
    let lists: [Int64: ListIdentity]
    /// Of every copy: `<1795424400000.42@lists.example>`.
    let messageID: String
    let signer: DKIMSigner?
    let now: Timestamp

    /// - Parameters:
    ///   - url: the page that ends this subscription; nil where the list has none.
    ///   - leaveAddress: the address that ends it by mail.
    /// - Throws: when a placeholder without a default finds nothing of this recipient: better no copy than one with gaps.
    func message(
        for address: String, _ details: RecipientDetails, list: Int64, url: String?, leaveAddress: String?
    ) throws -> [UInt8] {
        let (identity, fields) = filled(address, details, list, url: url, leaveAddress: leaveAddress)
        try letter.expectComplete(for: fields)
        let source = try letter.message(for: fields, list: identity, now: now, seed: Letter.seed)
        let token = Substring(messageID.utf8.dropFirst().prefix { $0 != UInt8(ascii: "@") })
        return try FinalMessage(
            source: source, header: HeaderSection(source), lists: [identity].compactMap { $0 }, now: now,
            token: String(token), signer: signer, sourceDigest: letter.digest, hasOwnFooter: true
        ).bytes
    }

    /// What its recipient reads.
    func content(
        for address: String, _ details: RecipientDetails, list: Int64, url: String?, leaveAddress: String?
    ) throws -> LetterContent {
        let (identity, fields) = filled(address, details, list, url: url, leaveAddress: leaveAddress)
        try letter.expectComplete(for: fields)
        return letter.content(for: fields, list: identity)
    }

    private func filled(
        _ address: String, _ details: RecipientDetails, _ list: Int64, url: String?, leaveAddress: String?
    ) -> (ListIdentity?, RecipientFields) {
        var identity = lists[list]
        // Alone they are anyway: everybody gets an address of their own, and a link where the list has a page.
        if let leaveAddress { identity?.leaveAddress = leaveAddress }
        if let url {
            identity?.unsubscribeURL = url
            identity?.isOneClick = true
        }
        let fields = RecipientFields(
            address: address, details: details,
            unsubscribeURL: url ?? leaveAddress.map { "mailto:\($0)?subject=unsubscribe" }, of: letter)
        return (identity, fields)
    }
}
