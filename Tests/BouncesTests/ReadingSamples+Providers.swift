import Bounces

extension ReadingSample {
    /// In the words of large receivers, of mailing services and of gateways.
    static let providers: [ReadingSample] = [
        .text(
            "Gmail, as it was", ["gone@example.jp"], from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject: "Delivery Status Notification (Failure)",
            """
            Delivery to the following recipient failed permanently:

                 gone@example.jp

            Technical details of permanent failure:
            Google tried to deliver your message, but it was rejected by the server for the recipient domain
            example.jp by mx.example.jp. [192.0.2.7].

            The error that the other server returned was:
            550 5.1.1 <gone@example.jp>... User Unknown

            ----- Original message -----

            \(returned)
            """),
        .text(
            "Gmail, a warning", ["slow@example.jp delayed"],
            from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject: "Delivery Status Notification (Delay)",
            """
            This is an automatically generated Delivery Status Notification

            THIS IS A WARNING MESSAGE ONLY.

            YOU DO NOT NEED TO RESEND YOUR MESSAGE.

            Delivery to the following recipient has been delayed:

                 slow@example.jp

            Message will be retried for 2 more day(s)
            """),
        .text(
            "Gmail, a page", ["gone@example.jp"], from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject: "Delivery Status Notification (Failure)", type: "text/html; charset=utf-8",
            """
            <html><head><style>* {font-family: a@b.example}</style></head><body><table><tr><td>
            <h2>Address not found</h2>Your message wasn&#39;t delivered to <a href="mailto:gone@example.jp"><b>gone@example.jp</b></a>
            because the address couldn&#39;t be found, or is unable to receive mail.</td></tr></table>
            <p>The response was:</p><p>550 5.1.1 unknown &lt;gone@example.jp&gt;</p></body></html>
            """),
        .text(
            "Yahoo", ["gone@yahoo.com", "full@yahoo.com"], from: "MAILER-DAEMON@yahoo.com", subject: "Failure Notice",
            """
            Sorry, we were unable to deliver your message to the following address.

            <gone@yahoo.com>:
            554: delivery error: dd This user doesn't have a yahoo.com account (gone@yahoo.com) [0]

            <full@yahoo.com>:
            Over quota

            --- Below this line is a copy of the message.

            \(returned)
            """),
        .text(
            "AOL, names alone", ["screenname@aol.com"], from: "Mail Delivery Subsystem <MAILER-DAEMON@aol.com>",
            subject: "Mail Delivery Problem",
            """
            Your mail to the following recipients could not be delivered because they are not accepting mail from news@list.example:
            \tscreenname
            """),
        .text(
            "Exchange 5.5", ["gone@example.jp"], from: "System Administrator <postmaster@mx.example.net>",
            subject: "Undeliverable: The news of May",
            """
            Your message

              To:      news@list.example
              Subject: The news of May
              Sent:    Thu, 29 Apr 2021 23:34:45 +0900

            did not reach the following recipient(s):

            gone@example.jp on Thu, 29 Apr 2021 23:34:46 +0900
                The recipient name is not recognized
                The MTS-ID of the original message is: c=jp;a= ;p=neko;l=EXCHANGE00000
                MSEXCH:IMS:KIJITORA CAT:EXAMPLE:EXCHANGE 0 (000C05A6) Unknown Recipient
            """),
        .text(
            "Exchange, a page", ["gone@example.jp"], from: "Microsoft Outlook <postmaster@mx.example.net>",
            subject: "Undeliverable: The news of May", type: "text/html; charset=utf-8",
            """
            <html><body><p><b>Delivery has failed to these recipients or groups:</b></p>
            <p><a href="mailto:gone@example.jp">gone@example.jp</a><br>
            The e-mail address you entered couldn't be found. Write to helpdesk@example.jp.<br></p>
            <p>Diagnostic information for administrators:</p><p>Generating server: mx.example.net</p>
            <p>gone@example.jp<br>#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##</p>
            <p>Original message headers:</p><pre>Received: from mail.list.example
            From: News &lt;news@list.example&gt;</pre></body></html>
            """),
        .text(
            "Outlook.com", ["gone@hotmail.com"], from: "postmaster@mail.hotmail.com",
            subject: "Delivery Status Notification (Failure)",
            """
            This is an automatically generated Delivery Status Notification.

            Delivery to the following recipients failed.

                   gone@hotmail.com

            """),
        .text(
            "1&1", ["gone@example.de"], from: "Mail Delivery System <mailer-daemon@kundenserver.de>",
            subject: "Mail delivery failed: returning message to sender",
            """
            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of
            its recipients. The following addresses failed:

              <gone@example.de>

            For the following reason:

            Mail size limit exceeded. For explanation visit
            http://postmaster.example.de/?mail=other@example.de

            --- The header of the original message is following. ---

            \(returned)
            """),
        .text(
            "GMX", ["gone@example.jp"], from: "GMX Mailer Daemon <mailer-daemon@gmx.example>",
            subject: "Mail delivery failed: returning message to sender",
            """
            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of
            its recipients. This is a permanent error. The following address
            failed:

            "gone@example.jp":
            SMTP error from remote server after RCPT command:
            host: mx.example.jp
            5.1.1 <gone@example.jp>... User Unknown

            --- The header of the original message is following. ---

            \(returned)
            """),
        .text(
            "Zoho", ["gone@example.jp"], from: "mailer-daemon@mail.zoho.example",
            subject: "Undelivered Mail Returned to Sender",
            """
            This message was created automatically by mail delivery software.
             A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

            gone@example.jp Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <gone@example.jp>... User Unknown

            """),
        .text(
            "Amazon SES", ["gone@example.jp"], from: "MAILER-DAEMON@email-bounces.amazonses.example",
            subject: "Delivery Status Notification (Failure)",
            """
            An error occurred while trying to deliver the mail to the following recipients:
            gone@example.jp
            """),
        .text(
            "Amazon SES, for programs", ["gone@example.jp", "full@example.jp"], from: "no-reply@sns.amazonaws.example",
            subject: "AWS Notification Message",
            """
            {"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":\
            "gone@example.jp","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"},\
            {"emailAddress":"full@example.jp"}]},"mail":{"source":"news@list.example"}}

            --
            If you wish to stop receiving notifications, write to stop@sns.amazonaws.example
            """),
        .text(
            "KDDI", ["gone@ezweb.ne.jp"], from: "Postmaster@ezweb.ne.jp", subject: "Mail System Error - Returned Mail",
            """
            Your mail sent on: Thu, 29 Apr 2021 11:04:47 +0900
                Could not be delivered to: <gone@ezweb.ne.jp>
                As their mailbox is full.

            """),
        .text(
            "EZweb", ["gone@ezweb.ne.jp"], from: "Postmaster@ezweb.ne.jp", subject: "Mail System Error - Returned Mail",
            """
            Each of the following recipients was rejected by a remote mail server.
            The reasons given by the server are included to help you determine why
            each recipient was rejected.

                Recipient: <gone@ezweb.ne.jp>
                Reason:    <gone@ezweb.ne.jp>... User Unknown

            """),
        .text(
            "Verizon", ["5550100@vtext.example"], from: "post_master@vtext.example", subject: "Undeliverable Message",
            """
            Error: Message could not be delivered to mobile.

            Message From: news-bounces@list.example
            Message To: 5550100@vtext.example
            Message Subject: The news of May
            """),
        .text(
            "MailMarshal", ["gone@example.jp"], from: "MailMarshal <postmaster@mx.example.net>",
            subject: "Undeliverable Mail: \"The news of May\"",
            """
            Your message:
               From:    news-bounces@list.example
               Subject: The news of May

            Could not be delivered because of

            550 5.1.1 User unknown

            The following recipients were affected:
                gone@example.jp

            Additional Information
            ======================
            Original Sender:    <news-bounces@list.example>
            Sender-MTA:         <192.0.2.1>
            """),
        .text(
            "MailFoundry", ["gone@example.jp"], subject: "Message delivery has failed",
            """
            Unable to deliver message to: <gone@example.jp>
            Delivery failed for the following reason:
            Server mx.example.jp[192.0.2.7] failed with: 550 <gone@example.jp> No such user here

            This has been a permanent failure. No further delivery attempts will be made.
            """),
        .text(
            "McAfee", ["gone@example.jp"], subject: "Returned mail: unknown host",
            """
            --- The following addresses had delivery problems ---

            <gone@example.jp>   (User unknown gone@example.jp)

            """),
        .text(
            "Symantec, still trying", ["slow@example.org delayed"],
            from: "Symantec_AntiVirus_for_SMTP_Gateways@mx.example.net",
            subject: "=?utf-8?B?RGVsaXZlcnkgZmFpbHVyZSBub3RpZmljYXRpb25=?=",
            """
            Your message with Subject: The news of May
            could not be delivered to the following recipients:

            slow@example.org

            Please do not resend your original message.

            Delivery attempts will continue to be made for 5  day(s).
            """),
        .text(
            "Vade Secure", ["gone@example.jp"], from: "MAILER-DAEMON <mailer-daemon@mx.example.net>",
            subject: "Undeliverable: The news of May",
            """
            Delivery has failed to these recipients or distribution lists:

            Server "192.0.2.7:25" returned an error:

            \t* [gone@example.jp]: 550 gone@example.jp...User account is overquota

            Original message details:

            \t* From: news@list.example
            \t* To: news@list.example
            """),
    ]
}
