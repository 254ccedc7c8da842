import Bounces

extension ReadingSample {
    private static func report(
        _ name: String, _ told: [String], _ fields: String, type: String = "message/delivery-status",
        encoding: String = "7bit", text: String = "Sorry."
    ) -> ReadingSample {
        ReadingSample(
            name, told, .delivery,
            """
            From: MAILER-DAEMON@mx.example.net
            To: news-bounces@list.example
            Subject: Returned mail
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            \(text)

            --b
            Content-Type: \(type)
            Content-Transfer-Encoding: \(encoding)

            \(fields)
            --b
            Content-Type: text/rfc822-headers

            From: news@list.example
            To: other@example.org
            --b--
            """)
    }

    /// In the fields of RFC 3464 and its kin, as they are written.
    static let reports: [ReadingSample] = [
        report(
            "several, and all actions",
            [
                "a@example.jp", "b@example.jp delayed", "c@example.jp delivered", "d@example.jp relayed",
                "e@example.jp expanded",
            ],
            """
            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            Status: 5.1.1

            Final-Recipient: RFC822;b@example.jp
            Action: delayed
            Status: 4.4.7

            Final-Recipient: rfc822; c@example.jp
            Action: delivered
            Status: 2.0.0

            Final-Recipient: rfc822; d@example.jp
            Action: relayed (to a server without DSN)
            Status: 2.0.0

            Final-Recipient: rfc822; e@example.jp
            Action: Expanded
            Status: 2.0.0
            """),
        report(
            "xtext, brackets, quotes, comments",
            ["final@example.jp=first+tag@example.org", "b@example.jp", "\"c d\"@example.jp", "e@example.jp"],
            """
            Original-Recipient: rfc822;first+2Btag@example.org
            Final-Recipient: rfc822;final@example.jp (their new home)
            Action: failed
            Status: 5.1.1 (no such mailbox)

            Final-Recipient: rfc822;<b@example.jp>
            Action: failed

            Final-Recipient: RFC822; "c d"@example.jp
            Action: failed

            Final-Recipient: e@example.jp
            Action: failed
            """),
        report(
            "odd types", ["jörg@bücher.example", "user@example.org", "x@example.org", "u@example.jp"],
            """
            Final-Recipient: utf-8; j\\x{F6}rg@bücher.example
            Action: failed

            Final-Recipient: X.400; /RFC-822=user(a)example.org/ADMD= /C=WW/
            Action: failed

            Final-Recipient: unknown; @relay.example:x@example.org
            Action: failed

            Final-Recipient: LOCAL;<u@example.jp>
            Action: failed
            """, type: "message/global-delivery-status"),
        report(
            "no empty lines between them", ["a@example.jp", "b@example.jp"],
            """
            Reporting-MTA: dns; mx.example.net
            Final-Recipient: rfc822; a@example.jp
            Action: failed
            Final-Recipient: rfc822; b@example.jp
            Action: failed
            """),
        report(
            "an empty line within", ["a@example.jp"],
            """
            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; a@example.jp

            Action: failed
            Status: 5.1.1
            """),
        report(
            "in base64", ["a@example.jp"],
            """
            UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLm5ldAoKRmluYWwtUmVjaXBpZW50OiByZmM4
            MjI7IGFAZXhhbXBsZS5qcApBY3Rpb246IGZhaWxlZApTdGF0dXM6IDUuMS4xCg==
            """, encoding: "base64"),
        report(
            "in quoted-printable", ["a=b@example.jp"],
            """
            Final-Recip=
            ient: rfc822; a=3Db@example.jp
            Action: failed
            """, encoding: "quoted-printable"),
        report(
            "of nobody; the text names whom", ["a@example.jp"], "Reporting-MTA: dns; mx.example.net",
            text: "The following recipients did not receive this message:\n\n<a@example.jp>"),
        report("without an action, for good", ["a@example.jp"], "Final-Recipient: rfc822; a@example.jp\nStatus: 5.1.1"),
        ReadingSample(
            "a mark, From, no end", ["a@example.jp"], .delivery,
            """
            \u{FEFF}From MAILER-DAEMON Thu Apr 29 23:34:45 2021
            From: MAILER-DAEMON@mx.example.net
            Content-Type: multipart/report; boundary=b

            --b

            --b
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            """),
        ReadingSample(
            "another boundary than it says", ["a@example.jp"], .delivery,
            """
            From: MAILER-DAEMON@mx.example.net
            Content-Type: multipart/report; boundary=something

            --else
            Content-Type: text/plain

            Sorry.
            --else
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            --else--
            """),
        ReadingSample(
            "within other parts", ["a@example.jp"], .delivery,
            """
            From: gateway@mx.example.net
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/related; boundary=inner

            --inner
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            --inner--
            --outer
            Content-Type: text/plain

            Scanned.
            --outer--
            """),
        ReadingSample(
            "passed on whole", ["a@example.jp"], .delivery,
            """
            From: Somebody <somebody@list.example>
            To: news-bounces@list.example
            Subject: Fwd: failure
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: text/plain

            This came back.
            --outer
            Content-Type: message/rfc822

            From: MAILER-DAEMON@mx.example.net
            Content-Type: multipart/report; report-type=delivery-status; boundary=inner

            --inner
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            --inner--
            --outer--
            """),
        .text(
            "the fields in a text", ["a@example.jp"], subject: "Undeliverable mail",
            """
            Your mail could not be delivered.

            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; a@example.jp
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 no such user
            """),
        ReadingSample(
            "X-Failed-Recipients", ["a@example.jp", "b@example.jp"], .delivery,
            """
            From: Mail Delivery System <Mailer-Daemon@mx.example.net>
            X-Failed-Recipients: a@example.jp,
              b@example.jp
            Subject: Mail delivery failed: returning message to sender

            This message was created automatically by mail delivery software.
            """),
        ReadingSample(
            "a sieve that refuses", ["full@example.jp"], .delivery,
            """
            From: Mail Delivery Subsystem <postmaster@mx.example.net>
            Auto-Submitted: auto-replied (rejected)
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b

            Your message to <full@example.jp> was automatically rejected:
            Quota exceeded
            --b
            Content-Type: message/disposition-notification

            Final-Recipient: rfc822; full@example.jp
            Disposition: automatic-action/MDN-sent-automatically; deleted
            --b--
            """),
        ReadingSample(
            "a receipt", ["reader@example.jp delivered"], .disposition,
            """
            From: Reader <reader@example.jp>
            Subject: Read: The news of May
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b

            This is a receipt for the mail you sent.
            --b
            Content-Type: message/disposition-notification

            Final-Recipient: rfc822; reader@example.jp
            Disposition: manual-action/MDN-sent-manually; displayed
            --b--
            """),
    ]
}
