import FanmailBasics
import FanmailWeb
import SMTPSink

/// What there is, and what was counted.
extension SinkAPI {
    var stateRoutes: [Route] {
        [
            .get("/api/v1/info") { _, _ in
                try await apart { [messages, sink] in
                    .json(
                        .object([
                            ("Version", "fanmail sink"), ("Messages", JSONValue(messages.count)),
                            ("Unread", JSONValue(messages.unread)), ("Octets", JSONValue(messages.octets)),
                            ("Last", .string("\(messages.lastID)")),
                            (
                                "Keep",
                                .object([
                                    ("Messages", JSONValue(messages.room.messages)),
                                    ("Octets", JSONValue(messages.room.octets)),
                                ])
                            ),
                            (
                                "SMTP",
                                .object([
                                    ("Host", .string(smtpHost)), ("Port", JSONValue(sink.port)),
                                    ("TLS", JSONValue(sink.tls?.mode.rawValue)),
                                ])
                            ),
                        ]))
                }
            },
            .get("/api/v1/counts") { _, _ in .json(sink.counts.json) },
        ]
    }
}
