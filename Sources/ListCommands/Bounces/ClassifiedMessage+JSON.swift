import Bounces
import Fanmail
import FanmailBasics
import SMTPCore

extension ClassifiedMessage {
    /// - Parameter file: its name, with its number in an mbox.
    func json(_ file: String) -> JSONValue {
        .object([
            ("file", .string(file)), ("nature", .string(reading.nature.rawValue)),
            ("recipients", .array(recipients.map(\.json))), ("envelopeID", JSONValue(reading.envelopeID)),
            ("returned", reading.returned?.json ?? .null), ("steps", JSONValue(reading.steps)),
        ])
    }
}

extension ClassifiedMessage.Recipient {
    fileprivate var json: JSONValue {
        let remark = reported.remark
        return .object([
            ("address", JSONValue(reported.address)), ("original", JSONValue(reported.original)),
            ("source", .string(reported.source.rawValue)), ("confidence", JSONValue(reported.source.confidence)),
            ("action", .string(reported.action.rawValue)), ("class", .string(verdict.failureClass.rawValue)),
            ("hard", .bool(verdict.isHard)), ("status", JSONValue(verdict.status?.description)),
            ("statusInferred", .bool(isStatusInferred)), ("code", JSONValue(remark.code.map { Int($0) })),
            ("server", JSONValue(remark.server)), ("rule", .string(verdict.rule)), ("text", .string(remark.text)),
            ("steps", JSONValue(steps)),
        ])
    }
}

extension ReturnedMessage {
    fileprivate var json: JSONValue {
        .object([
            ("messageID", JSONValue(messageID)), ("listID", JSONValue(listID)), ("feedbackID", JSONValue(feedbackID)),
            ("reversePath", JSONValue(reversePath)), ("to", JSONValue(to)), ("unsubscribe", JSONValue(unsubscribe)),
            ("subject", JSONValue(subject)),
        ])
    }
}
