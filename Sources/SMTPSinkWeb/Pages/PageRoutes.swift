import SMTPSink

/// What a browser is shown.
extension SinkAPI {
    var pageRoutes: [Route] {
        [
            .get("/") { _, _ in
                .text(
                    """
                    The sink takes mail at \(smtpHost):\(sink.port), and holds \(messages.count) messages.

                      /api/v1/messages                       a list; to, from, subject, text, since, before, start, limit
                      /api/v1/message/latest                 one message; /raw, /headers, /part/1
                      /api/v1/wait?to=ada@example.org        the first that comes
                      /api/v1/faults                         how it misbehaves
                      /api/v1/counts                         what it counted

                    """)
            }
        ]
    }
}
