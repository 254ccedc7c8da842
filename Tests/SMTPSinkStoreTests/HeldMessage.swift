import FanmailBasics

@testable import SMTPSink

extension KeptMessage {
    /// A message as a sink hands it over.
    static func made(
        _ number: Int, to recipients: String..., from sender: String = "app@x.example", subject: String = "Hello",
        body: String = "text\r\n"
    ) -> KeptMessage {
        let header = "From: App <\(sender)>\r\nTo: list@x.example\r\nSubject: \(subject)\r\n\r\n"
        var message = KeptMessage(
            at: Timestamp(milliseconds: Int64(number) * 1000), connection: 1, transaction: number,
            reversePath: "bounces@x.example", forwardPaths: recipients, body: KeptContent(Array((header + body).utf8)))
        message.mailParameters = ["BODY=8BITMIME"]
        message.recipientParameters = recipients.map { _ in ["NOTIFY=NEVER"] }
        message.session.hello = "client.example"
        message.session.user = "ada"
        return message
    }
}
