import Bounces

extension ReadingSample {
    /// What speaks of failures, and is no report: answers, lists, machines.
    static let strangers: [ReadingSample] = [
        ReadingSample(
            "no report, ooo-en", [], .autoReply,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: Re: The news of May
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Hello,
            I am no longer with Example Ltd. This mailbox is not monitored and your message was not delivered to anybody.
            Please write to bob@x.example instead.
            """),
        ReadingSample(
            "no report, ooo-en2", [], .other,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: Ada Byron no longer works here
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Ada Byron (ada@x.example) no longer works here. Please update your records and write to sales@x.example.
            """),
        ReadingSample(
            "no report, ooo-de2", [], .other,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: =?utf-8?q?Adresse_nicht_mehr_g=C3=BCltig?=
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Sehr geehrte Damen und Herren,
            die E-Mail-Adresse ada@x.example ist nicht mehr gültig. Ihre Nachricht wurde nicht weitergeleitet. Bitte schreiben Sie an info@x.example.
            """),
        ReadingSample(
            "no report, ooo-fr2", [], .other,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: =?utf-8?b?RMOpcGFydCBkZSBsYSBzb2Npw6l0w6k=?=
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Je ne fais plus partie de la société. L'adresse ada@x.example n'existe plus. Merci de contacter bob@x.example.
            """),
        ReadingSample(
            "no report, ooo-cs", [], .autoReply,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: =?utf-8?b?QXV0b21hdGlja8OhIG9kcG92xJvEjzogVGhlIG5ld3M=?=
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Ve firmě již nepracuji, adresa ada@x.example neexistuje. Pište na bob@x.example.
            """),
        ReadingSample(
            "no report, ooo-ko", [], .autoReply,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: =?utf-8?b?W+yekOuPmeydkeuLtV0g67aA7J6s7KSR7J6F64uI64uk?=
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            저는 퇴사하였습니다. ada@x.example 은 존재하지 않는 주소입니다. bob@x.example 로 연락 바랍니다.
            """),
        ReadingSample(
            "no report, ooo-postmaster", [], .autoReply,
            """
            Return-Path: <>
            From: postmaster@x.example
            To: news-bounces@list.example
            Subject: Ada Byron has left
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Ada Byron no longer works for us. Her mailbox ada@x.example has been closed. Please write to bob@x.example from now on; your message has been forwarded to him.
            """),
        ReadingSample(
            "no report, ooo-quote", [], .autoReply,
            """
            Return-Path: <>
            From: Ada Byron <ada@x.example>
            To: news-bounces@list.example
            Subject: Automatic reply: Undeliverable: The news
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            I am away until Monday.

            > Delivery has failed to these recipients or groups:
            > gone@y.example
            > 550 5.1.1 user unknown
            """),
        ReadingSample(
            "no report, chal3", [], .challenge,
            """
            Return-Path: <>
            From: Mail Shield <shield@x.example>
            To: news-bounces@list.example
            Subject: [Confirm] message to bob@x.example
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            The recipient bob@x.example has not received your message. To deliver it, please prove you are human: https://x.example/c/1
            """),
        ReadingSample(
            "no report, lm8", [], .other,
            """
            From: LISTSERV@lists.example
            To: news-owner@list.example
            Subject: NEWS: Daily error monitoring report
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            The following 2 subscribers are currently being monitored:

            Err First Last Address
            5  04/01 04/20 ada@x.example
            3  04/02 04/21 bob@y.example
            550 5.1.1 User unknown
            """),
        ReadingSample(
            "no report, lm9", [], .other,
            """
            Return-Path: <news-return-@lists.example>
            From: ezmlm-help@lists.example
            To: ada@x.example
            Subject: ezmlm warning
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            Precedence: bulk
            Mailing-List: contact news-help@lists.example; run by ezmlm
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Messages to you from the news mailing list seem to have been bouncing. I've attached a copy of the first bounce message I received.

            Here are the message numbers: 12

            --- Enclosed is a copy of the bounce message I received.

            Return-Path: <>
            From: MAILER-DAEMON@x.example
            To: news-return-12@lists.example
            Subject: failure notice

            Hi. This is the qmail-send program at x.example.
            I'm afraid I wasn't able to deliver your message to the following addresses.

            <ada@x.example>:
            Sorry, no mailbox here by that name. (#5.1.1)
            """),
        ReadingSample(
            "no report, dmarc2", [], .other,
            """
            Return-Path: <>
            From: postmaster@x.example
            To: dmarc@list.example
            Subject: Report Domain: list.example; Submitter: x.example; Report-ID: <1>
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            This is a DMARC aggregate report for list.example. Records: 3. Failed: 1. contact ada@x.example
            """),
        ReadingSample(
            "no report, tlsrpt", [], .other,
            """
            Return-Path: <>
            From: postmaster@x.example
            To: tls@list.example
            Subject: Report Domain: list.example Submitter: x.example Report-ID: <t@x>
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=tlsrpt; boundary=b
            Content-Transfer-Encoding: 8bit

            --b
            Content-Type: text/plain

            This is an aggregate TLS report from x.example. Failures: certificate-expired. smtp-tls@x.example
            --b
            Content-Type: application/tlsrpt+gzip

            xx
            --b--
            """),
        ReadingSample(
            "no report, notspam", [], .other,
            """
            Return-Path: <>
            From: feedback@x.example
            To: fbl@list.example
            Subject: not-spam report
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            Message-ID: <q1@x.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary=b
            Content-Transfer-Encoding: 8bit

            --b
            Content-Type: text/plain

            A user took this message out of the spam folder.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: not-spam
            User-Agent: x/1
            Version: 1
            Original-Rcpt-To: ada@x.example

            --b
            Content-Type: message/rfc822

            From: news@list.example
            To: ada@x.example
            Subject: hi

            x
            --b--
            """),
    ]
}
