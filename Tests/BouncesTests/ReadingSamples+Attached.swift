import Bounces

extension ReadingSample {
    /// A report that is a part of something else.
    private static func attached(
        _ name: String, _ told: [String], _ nature: BounceReading.Nature, _ header: String
    ) -> ReadingSample {
        ReadingSample(
            name, told, nature,
            """
            \(header)
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain

            Have a look at this, please.
            --o
            Content-Type: message/delivery-status

            Reporting-MTA: dns; x.example

            Final-Recipient: rfc822; gone@example.org
            Action: failed
            Status: 5.1.1
            --o
            Content-Type: text/rfc822-headers

            Message-ID: <1@list.example>
            From: News <news@list.example>
            --o--
            """)
    }

    /// Letters of people, who attach a report to ask about it.
    static let lettersWithReports: [ReadingSample] = [
        attached(
            "a letter of somebody whose program says nothing of itself", [], .other,
            """
            Return-Path: <p@example.net>
            From: Person <p@example.net>
            To: news-owner@list.example
            Subject: A question
            """)
    ]

    /// What gateways leave of reports.
    static let wrappedReports: [ReadingSample] = [
        attached(
            "a gateway wraps a report, and leaves its null sender", ["gone@example.org"], .delivery,
            """
            Return-Path: <>
            From: Gateway <notices@gateway.example>
            To: news@list.example
            Subject: A message for you
            """),
        attached(
            "a gateway wraps a report, and leaves who wrote it", ["gone@example.org"], .delivery,
            """
            Return-Path: <gateway@gateway.example>
            From: Mail Delivery Subsystem <MAILER-DAEMON@x.example>
            To: news@list.example
            Subject: A message for you
            """),
        attached(
            "a gateway sends a report in its own name, with its subject", ["gone@example.org"], .delivery,
            """
            Return-Path: <gateway@gateway.example>
            From: Gateway <notices@gateway.example>
            To: news@list.example
            Subject: Undeliverable: The news of May
            """),
        attached(
            "a gateway sends a report in its own name to where bounces go", ["gone@example.org"], .delivery,
            """
            Return-Path: <gateway@gateway.example>
            From: Gateway <notices@gateway.example>
            To: news-bounces@list.example
            Subject: A message for you
            """),
        attached(
            "nobody knows its sender", ["gone@example.org"], .delivery,
            """
            From: Gateway <notices@gateway.example>
            To: news@list.example
            Subject: A message for you
            """),
    ]
}
