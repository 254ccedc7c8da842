import FanmailBasics
import SMTPSink

/// Recipients, parameters and session of a message as one text of the database.
struct StoredEnvelope {
    let mailParameters: [String]
    let recipients: [SinkMessage.Recipient]
    let session: SessionFacts

    init(_ message: KeptMessage) {
        mailParameters = message.mailParameters
        let parameters = message.recipientParameters
        recipients = message.forwardPaths.enumerated().map { place, path in
            .init(path: path, parameters: place < parameters.count ? parameters[place] : [])
        }
        session = message.session
    }

    /// As it was written; of what cannot be read nothing.
    init(_ text: String) {
        let document = try? JSONValue(parsing: text)
        mailParameters = document?["parameters"]?.strings ?? []
        var recipients: [SinkMessage.Recipient] = []
        if case .array(let values) = document?["recipients"] {
            recipients = values.map {
                .init(path: $0["path"]?.string ?? "", parameters: $0["parameters"]?.strings ?? [])
            }
        }
        self.recipients = recipients
        var session = SessionFacts()
        session.peer = document?["peer"]?.string ?? ""
        session.hello = document?["hello"]?.string
        session.dialect = document?["protocol"]?.string ?? session.dialect
        session.tls = document?["tls"]?.string
        session.user = document?["user"]?.string
        self.session = session
    }

    var text: String {
        func value(_ text: String?) -> JSONValue { JSONValue(text.map(Self.withoutNUL)) }
        func values(_ texts: [String]) -> JSONValue { JSONValue(texts.map(Self.withoutNUL)) }
        return JSONValue.object([
            ("parameters", values(mailParameters)),
            (
                "recipients",
                .array(
                    recipients.map { recipient in
                        .object([("path", value(recipient.path)), ("parameters", values(recipient.parameters))])
                    })
            ),
            ("peer", value(session.peer)), ("hello", value(session.hello)), ("protocol", value(session.dialect)),
            ("tls", value(session.tls)), ("user", value(session.user)),
        ]).text
    }

    /// What a client says may hold one, and what is read back may not.
    private static func withoutNUL(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
