import Bounces

extension ReadingSample {
    /// In the words of servers that people run themselves.
    static let servers: [ReadingSample] = [
        .text(
            "qmail", ["gone@example.jp", "full@example.org"], subject: "failure notice",
            """
            Hi. This is the qmail-send program at mx.example.net.
            I'm afraid I wasn't able to deliver your message to the following addresses.
            This is a permanent error; I've given up. Sorry it didn't work out.

            <gone@example.jp>:
            192.0.2.7 does not like recipient.
            Remote host said: 550 5.1.1 <gone@example.jp>... User Unknown
            Giving up on 192.0.2.7.

            <full@example.org>:
            user is over quota

            --- Below this line is a copy of the message.

            \(returned)
            """),
        .text(
            "qmail, the bounce of a bounce", ["gone@example.jp"], subject: "failure notice",
            """
            Hi. This is the qmail-send program at mx.example.net.
            I tried to deliver a bounce message to this address, but the bounce bounced!

            <gone@example.jp>:
            Sorry, no mailbox here by that name. (#5.1.1)

            --- Below this line is the original bounce.

            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            """),
        .text(
            "Postfix", ["gone@example.jp", "alias@example.org=first@example.org"],
            subject: "Undelivered Mail Returned to Sender",
            """
            This is the mail system at host mx.example.net.

            I'm sorry to have to inform you that your message could not
            be delivered to one or more recipients. It's attached below.

            For further assistance, please send mail to postmaster.

            If you do so, please include this problem report. You can
            delete your own text from the attached returned message.

                               The mail system

            <gone@example.jp>: host mx.example.jp[192.0.2.7] said: 550 5.1.1
                <gone@example.jp>: Recipient address rejected: User unknown (in reply to
                RCPT TO command)

            <alias@example.org> (expanded from <first@example.org>): mailbox of other@example.org is
                full
            """),
        .text(
            "Postfix, a warning", ["slow@example.jp delayed"], subject: "Delayed Mail (still being retried)",
            """
            This is the mail system at host mx.example.net.

            ####################################################################
            # THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #
            ####################################################################

            Your message could not be delivered for more than 4 hour(s).
            It will be retried until it is 5 day(s) old.

            <slow@example.jp>: connect to mx.example.jp[192.0.2.7]:25: Connection timed out
            """),
        .text(
            "Exim", ["gone@example.jp", "fwd@example.com=first@example.org"],
            subject: "Mail delivery failed: returning message to sender",
            """
            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of its
            recipients. This is a permanent error. The following address(es) failed:

              gone@example.jp
                SMTP error from remote mail server after RCPT TO:<gone@example.jp>:
                host mx.example.jp [192.0.2.7]: 550 5.1.1 <gone@example.jp>... User Unknown
              fwd@example.com
                (generated from first@example.org)
                mailbox is full: retry timeout exceeded

            ------ This is a copy of the message, including all the headers. ------

            \(returned)
            """),
        .text(
            "Exim, a warning", ["slow@example.jp delayed"], subject: "Warning: message 1abcde-0001 delayed 24 hours",
            """
            This message was created automatically by mail delivery software.
            A message that you sent has not yet been delivered to one or more of its
            recipients after more than 24 hours on the queue on mx.example.net.

            The message identifier is:     1abcde-0001
            The date of the message is:    Thu, 29 Apr 2021 23:34:45 +0900

            The address to which the message has not yet been delivered is:

              slow@example.jp
                host mx.example.jp [192.0.2.7]
                Delay reason: Connection timed out

            No action is required on your part. Delivery attempts will continue for
            some time, and this warning may be repeated at intervals if the message
            remains undelivered.
            """),
        .text(
            "Sendmail", ["gone@example.jp", "cat@example.org"], subject: "Returned mail: see transcript for details",
            """
            The original message was received at Thu, 29 Apr 2021 23:34:45 +0900
            from mail.list.example [192.0.2.1]

               ----- The following addresses had permanent fatal errors -----
            <gone@example.jp>
                (reason: 550 5.1.1 <gone@example.jp>... User Unknown)
            "|exec /usr/local/bin/filter"
                (reason: 2)
                (expanded from: <cat@example.org>)

               ----- Transcript of session follows -----
            ... while talking to mx.example.jp.:
            >>> RCPT To:<gone@example.jp>
            <<< 550 5.1.1 <gone@example.jp>... User Unknown
            550 5.1.1 <gone@example.jp>... User unknown

               ----- Original message follows -----

            \(returned)
            """),
        .text(
            "Sendmail, failed and delayed", ["gone@example.jp", "slow@example.org delayed"],
            subject: "Returned mail: see transcript for details",
            """
               ----- The following addresses had permanent fatal errors -----
            <gone@example.jp>

               ----- The following addresses had transient non-fatal errors -----
            <slow@example.org>

               ----- Transcript of session follows -----
            550 5.1.1 <gone@example.jp>... User unknown
            <slow@example.org>... Deferred: Connection timed out with mx.example.org.
            """),
        .text(
            "Sendmail 5", ["gone@example.jp"], subject: "Returned mail: User unknown",
            """
               ----- Transcript of session follows -----
            While talking to mx.example.jp:
            >>> RCPT To:<gone@example.jp>
            <<< 550 <gone@example.jp>... User Unknown
            550 <gone@example.jp>... User unknown

               ----- Unsent message follows -----
            \(returned)
            """),
        .text(
            "Courier", ["gone@example.jp"], subject: "NOTICE: mail delivery status.",
            """
            This is a delivery status notification from mx.example.net,
            running the Courier mail server, version 0.65.

            The original message was received on Thu, 29 Apr 2021 23:34:45 +0900
            from mail.list.example ([192.0.2.1])

            ---------------------------------------------------------------------------

                                       UNDELIVERABLE MAIL

            Your message to the following recipients cannot be delivered:

            <gone@example.jp>:
                mx.example.jp [192.0.2.7]:
            >>> RCPT TO:<gone@example.jp>
            <<< 550 5.1.1 <gone@example.jp>... User Unknown

            ---------------------------------------------------------------------------
            """),
        .text(
            "OpenSMTPD", ["gone@example.jp"], subject: "Delivery status notification: error",
            """
                Hi!

                This is the MAILER-DAEMON, please DO NOT REPLY to this email.

                An error has occurred while attempting to deliver a message for
                the following list of recipients:

            gone@example.jp: 550 5.1.1 <gone@example.jp>... User Unknown

                Below is a copy of the original message:

            \(returned)
            """),
        .text(
            "DragonFly Mail Agent", ["gone@example.jp"], subject: "Mail delivery failed",
            """
            This is the DragonFly Mail Agent v0.13 at mx.example.net.

            There was an error delivering your mail to <gone@example.jp>.

            mx.example.jp [192.0.2.7] did not like our RCPT TO:
            550 5.1.1 <gone@example.jp>: Recipient address rejected: User unknown

            Message headers follow.

            \(returned)
            """),
        .text(
            "Apache James", ["gone@example.jp"], subject: "[BOUNCE]",
            """
            Hi. This is the James mail server at mx.example.net.
            I'm afraid I wasn't able to deliver your message to the following addresses.
            This is a permanent error; I've given up. Sorry it didn't work out.  Below
            I include the list of recipients and the reason why I was unable to deliver
            your message.

            Message details:
              Subject: The news of May
              Sent date: Thu Apr 29 01:20:50 JST 2021
              MAIL FROM: news-bounces@list.example
              RCPT TO: gone@example.jp
              From: News <news@list.example>
              To: gone@example.jp
              Size (in bytes): 1024

            Error message below:
            550 - Requested action not taken: no such user here
            """),
    ]
}
