import Composition
import FanmailMIME
import SMTPSink

/// A message that is looked at from all sides: what of it is decoded is decoded once.
struct MessageView: Sendable {
    let message: SinkMessage
    let content: MessageContent
    /// All of its HTML; empty where there is none.
    let html: String
    let comparison: EnvelopeComparison
    /// Links and pictures, one by one.
    let addresses: [AddressCheck]
    /// Why its header cannot be read: then nothing is known of its fields. Nil where it can.
    let headerFault: HeaderFailure?

    init(_ message: SinkMessage) {
        let content = message.content
        (self.message, self.content) = (message, content)
        html = content.html
        comparison = EnvelopeComparison(message)
        addresses = MessageCheck.addresses(of: content, html)
        do throws(HeaderFailure) {
            _ = try HeaderSection(received: message.octets)
            headerFault = nil
        } catch {
            headerFault = error
        }
    }

    /// Its HTML, as far as it is looked at.
    var lookedAt: String { String(decoding: html.utf8.prefix(MessageCheck.lookedAt), as: UTF8.self) }
}
