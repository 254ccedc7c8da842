import Bounces

extension ReadingSample {
    /// Letters with reports in them, and answers.
    static let moreLetters: [ReadingSample] = [
        ReadingSample(
            "a mailbox that is almost full", [], .other,
            """
            From: System Administrator <postmaster@corp.example>
            To: x@list.example
            Subject: Your mailbox is almost full

            Your mailbox is over its size limit. Contact helpdesk@corp.example.
            """),
        ReadingSample(
            "a programme lists the queue", [], .other,
            """
            From: root@host.example (Cron Daemon)
            To: x@list.example
            Subject: Cron <root@host> /usr/bin/mailq

            ABC 1234 Thu Apr 1 bob@x.example
               (host mx refused to talk to me: 550)
               gone@example.org
            """),
        ReadingSample(
            "a list tells its owner of a bounce", [], .other,
            """
            From: mailman-bounces@lists.example
            To: news-owner@lists.example
            Subject: Bounce action notification
            X-Mailman-Version: 2.1

            This is a Mailman mailing list bounce action notice:

                List:       news
                Member:     gone@example.org
                Action:     Subscription disabled.
                Reason:     Excessive or fatal bounces.
            """),
        ReadingSample(
            "a question with a report attached", [], .other,
            """
            From: Person <p@example.net>
            To: help@list.example
            Subject: what is this?
            Message-ID: <1@example.net>
            User-Agent: Thunderbird
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain

            What is this?
            --o
            Content-Type: message/rfc822

            From: MAILER-DAEMON@x.example
            Content-Type: multipart/report; boundary=i

            --i
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; gone@example.org
            Action: failed
            --i--
            --o--
            """),
        ReadingSample(
            "a letter of a postmaster", [], .other,
            """
            From: Joe <postmaster@corp.example>
            To: p@list.example
            Subject: Re: blocked mail
            In-Reply-To: <1@x.example>

            Hi, the mail to bob@corp.example was rejected because of its content. We have removed your IP from our list. Please try again.
            Joe
            """),
        ReadingSample(
            "a list talks of bounces", [], .other,
            """
            From: Joe <joe@corp.example>
            To: list@lists.example
            Subject: Bounce not recognised: delivery failed
            List-ID: <list.lists.example>
            Precedence: list

            We got

            Final-Recipient: rfc822; gone@example.org
            Action: failed
            Status: 5.1.1

            550 5.1.1 <gone@example.org> unknown
            """),
        ReadingSample(
            "a failed policy of DMARC", [], .other,
            """
            From: postmaster@corp.example
            To: x@list.example
            Subject: DMARC failure

            A message claiming to be from you has failed the published DMARC policy.
            From: x@list.example
            To: bob@corp.example
            Mail rejected.
            """),
        ReadingSample(
            "a forward of a person", [], .other,
            """
            From: Person <p@freemail.example>
            To: x@list.example
            Subject: Fwd: Undelivered Mail
            Message-ID: <1@freemail.example>
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain


            --o
            Content-Type: message/rfc822
            Content-Disposition: attachment

            From: MAILER-DAEMON@x.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=i

            --i
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; gone@example.org
            Action: failed
            --i--
            --o--
            """),
        ReadingSample(
            "a report attached to an answer", [], .other,
            """
            From: Help Desk <help@corp.example>
            To: x@list.example
            Subject: RE: [#17] bounce
            In-Reply-To: <1@x>
            X-Mailer: Desk
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: text/plain

            We looked at it.
            --o
            Content-Type: message/delivery-status
            Content-Disposition: attachment

            Final-Recipient: rfc822; gone@example.org
            Action: failed
            --o--
            """),
        ReadingSample(
            "an announcement of a postmaster", [], .other,
            """
            From: Postmaster <postmaster@corp.example>
            To: all-staff@corp.example
            Subject: Mail trouble this morning
            List-Id: <all-staff.corp.example>

            Dear all, this morning mail to users such as bob@corp.example was returned with 550 User unknown; this was an error.
            """),
        ReadingSample(
            "an answer that quotes a subject", [], .autoReply,
            """
            Return-Path: <>
            From: Bob <bob@corp.example>
            To: x@list.example
            Subject: I am away: Re: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied

            I am away until May. Your mail was not delivered to anybody else; write to alice@corp.example.
            """),
    ]
}
