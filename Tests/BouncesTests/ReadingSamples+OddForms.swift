import Bounces

extension ReadingSample {
    /// Forms in which words and addresses stand otherwise than in most.
    static let oddForms: [ReadingSample] = [
        ReadingSample(
            "a gateway to phones", ["5551234@gw.example"], .delivery,
            """
            From: no-reply@gw.example
            To: x@list.example
            Subject: Undeliverable message

            Your message to +5551234 could not be delivered. Reason: the recipient 5551234@gw.example is not provisioned.
            """),
        ReadingSample(
            "amavisd to the sender", ["gone@example.com"], .delivery,
            """
            From: Mail Delivery Subsystem <postmaster@x.example>
            To: x@list.example
            Subject: Considered UNSOLICITED BULK EMAIL, apparently from you

            A message from <x@list.example>
            to: <gone@example.com>

            was considered unsolicited bulk e-mail (UBE) and was not delivered.
            """),
        ReadingSample(
            "Exchange, the address in a link", ["gone@example.com"], .delivery,
            """
            From: Microsoft Outlook <postmaster@x.example>
            To: x@list.example
            Subject: Undeliverable: hi
            Content-Type: text/html

            <html><p><b>Delivery has failed to these recipients or groups:</b></p><p><a href="mailto:gone@example.com">Gone Person</a><br>Your message wasn't delivered due to a permission issue.</p><p>Diagnostic information for administrators:</p><p>Generating server: x.example</p><p>gone@example.com<br>#550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized ##</p><p>Original message headers:</p><pre>Received: from x
            From: x@list.example</pre></html>
            """),
        ReadingSample(
            "sender and recipient in a sentence, in French", ["theirs@x.example"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: Message non remis

            Le message (hi) envoye par ours@list.example le 1 mai n'a pu être livré à :
            theirs@x.example
            """),
        ReadingSample(
            "sender and recipient in a sentence", ["theirs@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: news-bounces@list.example
            Subject: Mail not delivered

            The message from ours@list.example to theirs@x.example was not delivered.
            """),
        ReadingSample(
            "sender and recipient, in Korean", ["theirs@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: ours@list.example
            Subject: =?utf-8?B?66mU7J28IOyghOyGoSDsi6TtjKg=?=
            Content-Type: text/plain; charset=utf-8

            ours@list.example 님이 보내신 메일이 전송 실패하였습니다.
            수신자 : theirs@x.example
            """),
        ReadingSample(
            "labels, and a contact", ["theirs@x.example"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: Delivery failure

            Recipient:
             theirs@x.example
            Problem:
             user unknown
            Postmaster contact:
             joe@mx.example
            """),
        ReadingSample(
            "PowerMTA, a fate behind each", ["a@x.example", "b@x.example relayed"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: Delivery report

            Immediately below you will find a list of the affected recipients.

            <a@x.example>  delivery failed; will not continue trying
            <b@x.example>  relayed to mailer mx
            """),
        ReadingSample(
            "Sendmail, delivered and failed", ["a@x.example", "b@x.example relayed"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: Returned mail: see transcript

               ----- The following addresses have successful delivery notifications -----
            <b@x.example>  (relayed to non-DSN-aware mailer)

               ----- The following addresses had permanent fatal errors -----
            <a@x.example>
            """),
        ReadingSample(
            "failed, then delivered", ["a@x.example", "b@x.example delivered"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: failed mail

            Your message could not be delivered to:
             a@x.example: user unknown

            The following were delivered:
             b@x.example
            """),
        ReadingSample(
            "several on a line, one with a name", ["a@x.example", "b@x.example", "c@x.example"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: failed mail

            Your message could not be delivered to:
            a@x.example, b@x.example, "C. C." <c@x.example>
            """),
        ReadingSample(
            "one list in mixed spellings", ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"],
            .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: failed mail

            Your message could not be delivered to the following recipients:
              a@x.example
              mailto:b@x.example
              smtp:c@x.example
              <d@x.example>
              RFC822; e@x.example
            """),
        ReadingSample(
            "fields in a file", ["a@x.example"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: ours@list.example
            Subject: failed mail
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            Sorry.
            --b
            Content-Type: application/octet-stream; name=delivery-status
            Content-Transfer-Encoding: base64

            RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFAeC5leGFtcGxlCkFjdGlvbjogZmFpbGVkClN0YXR1
            czogNS4xLjEK
            --b--
            """),
        ReadingSample(
            "the address in a link alone", ["a@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: ours@list.example
            Subject: failed mail
            Content-Type: text/html

            <html><div><div>Delivery to <a href='mailto:a@x.example'>Name</a> failed</div></div></html>
            """),
        ReadingSample(
            "MailFoundry, the reason behind a heading", ["a@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: ours@list.example
            Subject: Message delivery has failed

            Unable to deliver message to: <a@x.example>
            Delivery failed for the following reason:
            Server mx.x.example[192.0.2.1] failed with: 552 5.2.2 full
            """),
    ]
}
