import Composition
import Delivery
import MIME
import MailCore

/// The copies of a personal letter, with the fields of their list and their signatures.
struct LetterCopies: Sendable {
    let letter: any PersonalLetter
    let lists: [Int64: ListIdentity]
    /// Of every copy: `<1795424400000.42@lists.example>`.
    let messageID: String
    let signer: DKIMSigner?
    let now: Timestamp

    func message(
        for recipient: PersonalRecipient, list: Int64, leaveAddress: String?, isOneClick: Bool
    ) throws -> [UInt8] {
        let source = try letter.message(for: recipient)
        let identity = lists[list]
        let token = messageID.dropFirst().prefix { $0 != "@" }
        let link = isOneClick ? recipient.unsubscribeURL : nil
        let posting = try Posting(
            source: source, header: HeaderSection(source), lists: [identity].compactMap { $0 }, now: now,
            token: String(token), signer: link == nil ? signer : nil)
        guard let link else { return posting.bytes }
        return try OneClickMessage(posting.bytes, signer: signer, now: now).message(url: link, address: leaveAddress)
    }
}
