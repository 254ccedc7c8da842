import Bounces

extension ReadingSample {
    /// Letters and notices that speak of failures, and report none.
    static let letters: [ReadingSample] = [
        ReadingSample(
            "a bounce passed on in words", [], .other,
            """
            From: Person <p@example.net>
            To: x@list.example
            Subject: Fwd: Undelivered Mail Returned to Sender

            see below

            ---------- Forwarded message ----------
            From: Mail Delivery System <MAILER-DAEMON@x.example>

            <gone@example.org>: host x said: 550 unknown
            """),
        ReadingSample(
            "a quarantine", [], .other,
            """
            From: postmaster@corp.example
            To: x@list.example
            Subject: Spam quarantine digest

            You have 3 messages from a@b.example, c@d.example. Click to release.
            """),
        ReadingSample(
            "TMDA", [], .challenge,
            """
            From: "Person" <p@example.net>
            To: x@list.example
            Subject: Please confirm your message
            Auto-Submitted: auto-replied

            This message was created automatically by mail delivery software (TMDA).

            Your message attached below is being held because the address <x@list.example> has not been verified.

            To release your message for delivery, please send an empty message to the following address, or use your mailer's "Reply" feature.

               p-confirm-123@example.net
            """),
        ReadingSample(
            "a post that waits", [], .other,
            """
            From: news-owner@other.example
            To: x@list.example
            Subject: Your message to News awaits moderator approval

            Your mail to 'News' with the subject hi is being held until the list moderator can review it for approval.
            news@other.example
            """),
        ReadingSample(
            "results of commands", [], .other,
            """
            From: Majordomo@other.example
            To: x@list.example
            Subject: Majordomo results

            >>>> subscribe news bob@x.example
            **** unknown command. not valid
            """),
        ReadingSample(
            "a virus", [], .other,
            """
            From: MailScanner <postmaster@corp.example>
            To: x@list.example
            Subject: Warning: E-mail viruses detected

            Our virus detector has just been triggered by a message you sent:
              To: bob@corp.example
              Subject: hi
            """),
        ReadingSample(
            "a parcel", [], .other,
            """
            From: DHL Express <info@dhl-notify.example>
            To: x@list.example
            Subject: Delivery failed - your parcel is waiting

            Dear customer, your parcel could not be delivered to your address. Please contact support@dhl-notify.example now.
            """),
        ReadingSample(
            "a list asks of a bounce", [], .other,
            """
            From: Admin <admin@corp.example>
            To: postfix-users@postfix.example
            Subject: Undelivered Mail Returned to Sender problem
            List-Id: <postfix-users.postfix.example>

            Hi,
            I get this:

            <gone@example.org>: host mx said: 550 5.1.1 User unknown

            What to do?
            """),
        ReadingSample(
            "a person tells of a bounce", [], .other,
            """
            From: Bob <bob@corp.example>
            To: x@list.example
            Subject: undeliverable mail
            User-Agent: Mozilla Thunderbird

            Hi all, mails to alice@corp.example could not be delivered to her:

            <alice@corp.example>: user unknown
            """),
        ReadingSample(
            "an answer with the null reverse-path", [], .autoReply,
            """
            Return-Path: <>
            From: Bob <bob@corp.example>
            To: x@list.example
            Subject: I have moved on
            Auto-Submitted: auto-replied

            I no longer work at Corp. This address is no longer valid. Please contact alice@corp.example.
            """),
        ReadingSample(
            "a new address", [], .other,
            """
            Return-Path: <>
            From: Bob <bob@corp.example>
            To: x@list.example
            Subject: New address

            This address is no longer valid. Please contact alice@corp.example.
            """),
    ]
}
