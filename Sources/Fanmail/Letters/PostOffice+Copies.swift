package import Composition
package import ListStore
import NIOCore
import SMTPProtocol

extension PostOffice {
    /// One recipient's copy of a mailing, made as it was sent, from what is known of them at this moment; unsigned.
    ///
    /// - Returns: the octets, and of a personal letter also what its recipient reads.
    package func copy(
        of story: CopyStory, in mailing: Int64
    ) throws(FanmailFailure) -> (octets: [UInt8], letter: LetterContent?) {
        do {
            let record = try store.mailing(mailing)
            let source = try MessageSource(
                store.message(of: mailing), links: store.oneClick(of: mailing), signer: nil, copies: copies(of: record),
                keys: store.tokenKeys, start: record.startedAt)
            let envelope = try store.envelope(of: story)
            return (
                try Array(source.made(for: envelope).octets.readableBytesView), try source.letter(for: envelope)
            )
        } catch let failure as CompositionFailure {
            throw FanmailFailure(failure, in: "mailing \(mailing)")
        } catch {
            throw FanmailFailure(error)
        }
    }
}
