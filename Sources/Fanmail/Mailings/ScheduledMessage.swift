import Composition
import FanmailBasics
import FanmailMIME
import ListStore

/// A message that waits for its mailing to begin. It is dated and signed then: a Date of the day before would sort it
/// below what came since, and signatures run out.
enum ScheduledMessage {
    /// - Parameter signatures: how many of ours stand on top.
    /// - Returns: the message without them.
    static func waiting(_ message: [UInt8], signatures: Int) throws(HeaderFailure) -> [UInt8] {
        guard signatures > 0 else { return message }
        let fields = try HeaderSection(message).fields.prefix(signatures)
        guard fields.count == signatures, fields.allSatisfy({ $0.isNamed("DKIM-Signature") }), let last = fields.last
        else { return message }
        return Array(message[last.range.upperBound...])
    }

    /// - Parameter isDatedByUs: the Date is not its author's.
    static func started(
        _ message: [UInt8], isDatedByUs: Bool, signer: DKIMSigner?, at moment: Timestamp
    ) throws -> StartedMessage {
        var bytes = message
        if isDatedByUs, let date = try HeaderSection(message).fields.first(where: { $0.isNamed("Date") }) {
            bytes.replaceSubrange(date.range, with: Array("Date: \(moment.rfc5322Date)\r\n".utf8))
        }
        if let signer { bytes = try signer.signed(bytes, now: moment) }
        return StartedMessage(bytes: bytes, at: moment)
    }
}
