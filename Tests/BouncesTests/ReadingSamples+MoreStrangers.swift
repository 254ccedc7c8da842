import Bounces

extension ReadingSample {
    /// What speaks of failures, and is no report: filters, trackers, people.
    static let moreStrangers: [ReadingSample] = [
        ReadingSample(
            "no report, authfail", [], .other,
            """
            Return-Path: <>
            From: auth@x.example
            To: fbl@list.example
            Subject: auth failure report
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary=b
            Content-Transfer-Encoding: 8bit

            --b
            Content-Type: text/plain

            An authentication failure.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: auth-failure
            User-Agent: x/1
            Version: 1
            Original-Rcpt-To: ada@x.example
            Auth-Failure: dkim

            --b
            Content-Type: text/rfc822-headers

            From: news@list.example
            To: ada@x.example
            Subject: hi

            --b--
            """),
        ReadingSample(
            "no report, virus2", [], .other,
            """
            Return-Path: <>
            From: MailScanner <postmaster@gw.example>
            To: ada@list.example
            Subject: Warning: E-mail viruses detected
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Our virus detector has just been triggered by a message you received:-
              From: evil@y.example
              To: ada@list.example
            The message has been deleted and was not delivered.
            """),
        ReadingSample(
            "no report, quota1", [], .other,
            """
            Return-Path: <>
            From: postmaster@list.example
            To: news@list.example
            Subject: Your mailbox is 95% full
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Dear user, your mailbox news@list.example is over its quota. Delete messages, or mail will be rejected. Help: helpdesk@list.example
            """),
        ReadingSample(
            "no report, quota4", [], .other,
            """
            Return-Path: <>
            From: postmaster@list.example
            To: news@list.example
            Subject: =?utf-8?q?Votre_bo=C3=AEte_aux_lettres_est_presque_pleine?=
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Votre boîte aux lettres est pleine à 95 %. Contactez assistance@list.example.
            """),
        ReadingSample(
            "no report, tick1", [], .other,
            """
            From: Support <support@x.example>
            To: help@list.example
            Subject: [#123] Mail delivery failed for our customers
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Hello,
            since yesterday mail to gone@y.example could not be delivered: 550 5.1.1 user unknown. Can you help?
            """),
        ReadingSample(
            "no report, tick3", [], .other,
            """
            From: Jira <jira@x.example>
            To: news-bounces@list.example
            Subject: [JIRA] (OPS-12) Bounce: mail to gone@y.example fails
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            Auto-Submitted: auto-generated
            X-JIRA-FingerPrint: abc
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Ada commented:

            gone@y.example: 550 5.1.1 user unknown. Message could not be delivered to gone@y.example
            """),
        ReadingSample(
            "no report, tick4", [], .other,
            """
            From: GitHub <notifications@github.example>
            To: news-bounces@list.example
            Subject: [x/y] Undelivered mail is not parsed (#12)
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            List-ID: <y.x.github.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            The following recipients failed:
             gone@y.example
            550 user unknown
            --
            Reply to this email directly
            """),
        ReadingSample(
            "no report, fwd1", [], .other,
            """
            From: Ada Byron <ada@x.example>
            To: help@list.example
            Subject: Fwd: Undelivered Mail Returned to Sender
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Look what I got!

            ---------- Forwarded message ---------
            From: Mail Delivery System <MAILER-DAEMON@x.example>
            Date: Mon
            Subject: Undelivered Mail Returned to Sender
            To: <ada@x.example>

            This is the mail system at host x.example.

            <gone@y.example>: host mx said: 550 5.1.1 User unknown
            """),
        ReadingSample(
            "no report, fwd4", [], .other,
            """
            From: Ada Byron <ada@x.example>
            To: help@list.example
            Subject: mail to gone@y.example
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Hi all,
            mail to gone@y.example could not be delivered (550 user unknown). Does anybody have a new address?
            Ada
            """),
        ReadingSample(
            "no report, nl3", [], .other,
            """
            Return-Path: <bounce-123@dw.example>
            From: Mail Tips <tips@dw.example>
            To: news@list.example
            Subject: Delivery failed? Five reasons
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Your message could not be delivered to someone@example.com is what users see...
            """),
        ReadingSample(
            "no report, pflog", [], .other,
            """
            Return-Path: <>
            From: postmaster@host.example
            To: root@list.example
            Subject: Postfix log summaries for Apr 29
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            message bounce detail
              smtp
                gone@y.example 550 5.1.1 user unknown
            """),
        ReadingSample(
            "no report, parcel", [], .other,
            """
            From: DHL <noreply@dhl.example>
            To: ada@list.example
            Subject: Delivery failed: we could not deliver your parcel
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Your parcel could not be delivered to the following address: 1 Main St. Write to help@dhl.example
            """),
        ReadingSample(
            "no report, phish2", [], .other,
            """
            From: Mailer-Daemon <no-reply@evil.example>
            To: ada@list.example
            Subject: Undelivered mails (7)
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            The mail server of list.example could not deliver 7 messages to ada@list.example because of quota. Validate at https://evil.example now, contact admin@list.example
            """),
        ReadingSample(
            "no report, auto6", [], .other,
            """
            Return-Path: <>
            From: kundenservice@firma.example
            To: news-bounces@list.example
            Subject: Diese Adresse wird nicht mehr verwendet
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Die Adresse kundenservice@firma.example wird nicht mehr verwendet, Ihre Nachricht wurde gelöscht. Schreiben Sie an service@firma.example.
            """),
        ReadingSample(
            "no report, auto8", [], .other,
            """
            Return-Path: <>
            From: ada@x.example
            To: news-bounces@list.example
            Subject: Mailbox no longer monitored
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Please note that this mailbox is no longer monitored; your message has not been delivered to a person. Use team@x.example.
            """),
    ]
}
