import Bounces

extension ReadingSample {
    /// What looks like a report, and is none; and what is one, though it does not look so.
    static let disguises: [ReadingSample] = quotations + forgeries + plainReports

    private static let quotations: [ReadingSample] = [
        ("De", "Envoy\u{E9}", "\u{C0}", "Objet"), ("Von", "Gesendet", "An", "Betreff"),
        ("From", "Sent", "To", "Subject"),
        ("Da", "Inviato", "A", "Oggetto"), ("*De*", "*Enviado*", "*Para*", "*Asunto*"),
    ].map { from, sent, to, subject in
        ReadingSample(
            "a person quotes a report below \(from)", [], .other,
            """
            From: Ada <ada@corp.example>
            To: help@list.example
            Subject: Undelivered Mail Returned to Sender
            Content-Type: text/plain; charset=utf-8

            What does this mean?

            \(from): MAILER-DAEMON@mx.example.net
            \(sent): Monday
            \(to): ada@corp.example
            \(subject): Undelivered Mail Returned to Sender

            I'm sorry to have to inform you that your message could not be delivered to one or more recipients.

            <gone@example.org>: host mx.example.org said: 550 5.1.1 User unknown
            """)
    }

    private static let forgeries: [ReadingSample] = [
        ReadingSample(
            "a forger names whom he writes to", [], .other,
            """
            From: Mail Delivery <support@shop.example>
            To: x@list.example
            Subject: Mail delivery failed
            Content-Type: text/html

            <p>Delivery failed permanently to x@list.example.</p><a href="http://shop.example/retry">Retry</a>
            """),
        ReadingSample(
            "a worm with a programme", [], .other,
            """
            From: MAILER-DAEMON@list.example
            To: x@list.example
            Subject: Returned mail: Data format error
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain

            The following addresses had permanent fatal errors:
            <x@list.example>
            --o
            Content-Type: application/octet-stream; name="letter.SCR"
            Content-Disposition: attachment; filename="letter.SCR"

            MZ
            --o--
            """),
        ReadingSample(
            "a session's log for the postmaster", [], .other,
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
            To: postmaster@mx.example.net
            Subject: Postfix SMTP server: errors from unknown[192.0.2.9]

            Transcript of session follows.

             Out: 220 mx.example.net ESMTP Postfix
             In:  RCPT TO:<nobody@mx.example.net>
             Out: 550 5.1.1 <nobody@mx.example.net>: Recipient address rejected: User unknown
            """),
        ReadingSample(
            "a programme that failed", [], .other,
            """
            From: errors@app.example
            To: x@list.example
            Subject: Mail delivery failed: SMTPRecipientsRefused

            Traceback (most recent call last):
            smtplib.SMTPRecipientsRefused: {'gone@example.org': (550, b'5.1.1 User unknown')}
            """),
        ReadingSample(
            "a person attaches a report's text", [], .other,
            """
            From: Ada <ada@corp.example>
            To: help@list.example
            Subject: Mail delivery failed
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain

            Please look.
            --o
            Content-Type: text/plain; name="bounce.txt"
            Content-Disposition: attachment; filename="bounce.txt"

            This is a permanent error. The following address failed:
            <gone@example.org>: 550 5.1.1 User unknown
            --o--
            """),
    ]

    private static let plainReports: [ReadingSample] = [
        ReadingSample.text(
            "a link with percent signs", ["a+b@example.org"], subject: "Undeliverable: news", type: "text/html",
            "<p>Delivery has failed to these recipients or groups:</p>"
                + "<p><a href=\"mailto:a%2Bb%40example.org\">a+b@example.org</a></p><p>550 5.1.1 User unknown</p>"),
        ReadingSample.text(
            "a refusal by a gateway's policy", ["gone@example.org"], subject: "Message rejected",
            """
            A message you sent was rejected by the organization's mail policy.

            Recipient(s): gone@example.org
            Sender: news-bounces@list.example
            Policy: no newsletters
            """),
        ReadingSample.text(
            "ends of lines that were made twice", ["gone@example.org"], subject: "Mail delivery failed",
            "The following address failed:\r\r\n\r\r\n  gone@example.org\r\r\n    550 5.1.1 User unknown\r\r\n"),
    ]
}
