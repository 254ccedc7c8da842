import Bounces

extension ReadingSample {
    /// Forms in which words and addresses stand otherwise than in most.
    static let oddForms: [ReadingSample] = [
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
        ReadingSample(
            "a delay in prose", ["slow@example.org delayed"], .delivery,
            """
            From: MAILER-DAEMON@mx.example
            To: x@list.example
            Subject: Temporary delivery problem

            We could not deliver for 6 hours your message to slow@example.org.
            If it cannot be delivered within 3 days it will be returned to you as undeliverable.
            """),
        ReadingSample(
            "an address of X.400 over two lines", ["gone@example.com"], .delivery,
            """
            From: System Administrator <postmaster@x.example>
            To: x@list.example
            Subject: Undeliverable: hi

            Your message

              To:      list@other.example
              Subject: hi

            did not reach the following recipient(s):

            c=US;a= ;p=IKON;o=Nexus2;
             dda:SMTP=gone@example.com; on Fri, 4 Oct 2002 17:12:28 -0400
                The recipient name is not recognized
            """),
        ReadingSample(
            "an administrator", ["gone@example.com"], .delivery,
            """
            From: Administrator <admin@x.example>
            To: x@list.example
            Subject: Mail failure

            Your mail to <gone@example.com> failed
            """),
        ReadingSample(
            "sender and recipient, in Polish", ["theirs@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: x@list.example
            Subject: Mail delivery failed

            Wiadomość od ours@list.example do theirs@x.example nie została dostarczona.
            """),
        ReadingSample(
            "sender and recipient, in Russian", ["theirs@x.example"], .delivery,
            """
            From: postmaster@mx.example
            To: x@list.example
            Subject: Mail delivery failed

            Сообщение от ours@list.example адресату theirs@x.example не доставлено.
            """),
    ]
}
