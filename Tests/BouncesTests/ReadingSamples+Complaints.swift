import Bounces

extension ReadingSample {
    /// Of feedback loops (RFC 5965), and as they were before it.
    static let complaints: [ReadingSample] = [
        complaint(
            "a complaint", ["reader@example.jp delivered"],
            "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <reader@example.jp>"),
        complaint(
            "not spam", [],
            "Feedback-Type: not-spam\nVersion: 1\nRemoval-Recipient: reader@example.jp", .other),
        complaint(
            "a check that failed", [],
            "Feedback-Type: auth-failure\nVersion: 1\nAuth-Failure: dmarc\nOriginal-Rcpt-To: reader@example.jp",
            .other),
        complaint(
            "made unreadable", [], "Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: redacted@example.jp",
            to: "<redacted@example.jp>"),
        complaint(
            "named by the message", ["reader@example.jp delivered"], "Feedback-Type: fraud\nVersion: 1",
            to: "Reader <reader@example.jp>"),
        ReadingSample(
            "a complaint before RFC 5965", ["reader@hotmail.com delivered"], .complaint,
            """
            From: staff@hotmail.com
            Subject: complaint about message from 192.0.2.1
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: message/rfc822

            X-HmXmrOriginalRecipient: reader@hotmail.com
            From: news@list.example
            To: news@list.example
            --b--
            """),
    ]

    private static func complaint(
        _ name: String, _ told: [String], _ fields: String, _ nature: BounceReading.Nature = .complaint,
        to: String = "news@list.example, staff@list.example"
    ) -> ReadingSample {
        ReadingSample(
            name, told, nature,
            """
            From: feedback@isp.example
            Subject: FW: The news of May
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b

            This is an email abuse report.
            --b
            Content-Type: message/feedback-report

            \(fields)
            --b
            Content-Type: message/rfc822

            From: news@list.example
            To: \(to)
            Subject: The news of May
            --b--
            """)
    }
}
