package import Composition
package import FanmailBasics
package import FanmailDelivery
import SMTPCore

/// Composes the copies of a personal letter as a mailing does, without a mailing.
package struct LetterComposer: Sendable {
    private let copies: LetterCopies

    package init(letter: Letter, list: ListIdentity, start: Timestamp) {
        copies = LetterCopies(
            letter: letter, lists: [1: list], messageID: "<1.1@\(list.address.domain)>", signer: nil, now: start)
    }

    /// - Returns: the octets of the message.
    package func message(
        for address: String, _ details: RecipientDetails
    ) throws(CompositionFailure) -> [UInt8] {
        do {
            return try copies.message(
                for: address, details, list: 1, url: nil, leaveAddress: "announce-leave@lists.example")
        } catch let failure as CompositionFailure {
            throw failure
        } catch {
            throw CompositionFailure(unexpected: error)
        }
    }
}
