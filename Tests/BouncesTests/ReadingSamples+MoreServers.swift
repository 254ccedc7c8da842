import Bounces

extension ReadingSample {
    static let moreServers: [ReadingSample] = [
        .text(
            "MailEnable", ["gone@example.jp"], subject: "Message Delivery Failure",
            """
            MailEnable: Message could not be delivered to some recipients.
            The following recipient(s) could not be reached:

            \tRecipient: [SMTP:gone@example.jp]
            \tReason: Remote SMTP Server Returned: 550 no such user

            Message headers follow:

            \(returned)
            """),
        .text(
            "IMail", ["gone@example.jp"], from: "Postmaster <postmaster@mx.example.net>", subject: "Undeliverable Mail",
            """
            Unknown user: gone@example.jp

            RCPT TO generated following response:
            550 5.1.1 unknown

            Original message follows.

            \(returned)
            """),
        .text(
            "Oracle Messaging Server", ["gone@example.jp"], from: "Internet Mail Delivery <postmaster@mx.example.net>",
            subject: "Delivery Notification: Delivery has failed",
            """
            This report relates to a message you sent with the following header fields:

              Return-path: <news-bounces@list.example>
              Message-id: <1@list.example>
              From: News <news@list.example>
              To: news@list.example
              Subject: The news of May

            Your message cannot be delivered to the following recipients:

              Recipient address: gone@example.jp
              Reason: Remote SMTP server has rejected address
              Diagnostic code: smtp;550 5.1.1 <gone@example.jp>... User Unknown
              Remote system: dns;mx.example.jp (TCP|192.0.2.1|46550|192.0.2.7|25)
            """),
        .text(
            "PowerMTA", ["gone@example.jp"], subject: "Delivery report",
            """
            Hello, this is the mail server on mx.example.net.

            I am sending you this message to inform you on the delivery status of a
            message you previously sent.  Immediately below you will find a list of
            the affected recipients;  also attached is a Delivery Status Notification
            (DSN) report in standard format, as well as the headers of the original
            message.

              <gone@example.jp>  delivery failed; will not continue trying
            """),
        .text(
            "Domino", ["gone@example.jp"], from: "Postmaster@mx.example.net",
            subject: "DELIVERY FAILURE: User gone (gone@example.jp) not listed in Domino Directory",
            """
            Your message

              Subject: The news of May

            was not delivered to:

              gone@example.jp

            because:

              User gone (gone@example.jp) not listed in Domino Directory
            """),
        .text(
            "Notes", ["gone@notes.example.jp"], from: "MAILER-DAEMON@mx.example.net", subject: "Undeliverable message",
            """
            ------- Failure Reasons  --------

            User not listed in public Name & Address Book
            gone@notes.example.jp


            ------- Returned Message --------

            \(returned)
            """),
        .text(
            "CommuniGate Pro", ["gone@example.jp"], subject: "Undeliverable mail: The news of May",
            """
            Failed to deliver to 'gone@example.jp'
            SMTP module(domain example.jp) reports:
             host mx.example.jp says:
             550 5.1.1 unknown user
            """),
        .text(
            "a sendmail of Activehunter", ["gone@example.jp"], subject: "FAILURE NOTICE :",
            """
              ----- The following addresses had permanent fatal errors -----

            >>> gone@example.jp <gone@example.jp>

              ----- original message -----

            \(returned)
            """),
        .text(
            "SurfControl", ["gone@example.jp"], from: "Mail Administrator <postmaster@mx.example.net>",
            subject: "Message Undeliverable",
            """
            Your message could not be sent.
            A transcript of the attempts to send the message follows.
            The number of attempts made: 1
            Addressed To: gone@example.jp

            Thu 29 Apr 2021 23:34:45 +0900
            Failed to send to identified host,
            gone@example.jp: [192.0.2.7], 550 gone@example.jp... No such user
            --- Message non-deliverable.
            """),
    ]
}
