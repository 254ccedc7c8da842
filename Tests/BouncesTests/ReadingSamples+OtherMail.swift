import Bounces

extension ReadingSample {
    private static func mail(
        _ name: String, _ nature: BounceReading.Nature, from: String = "Reader <reader@example.jp>", subject: String,
        fields: String = "X-Mailer: x", _ body: String
    ) -> ReadingSample {
        ReadingSample(
            name, [], nature,
            """
            From: \(from)
            To: news@list.example
            Subject: \(subject)
            \(fields)

            \(body)
            """)
    }

    /// What names nobody who failed.
    static let otherMail: [ReadingSample] = [
        mail(
            "a vacation", .autoReply, subject: "Out of Office: The news of May", fields: "Auto-Submitted: auto-replied",
            "I am out of the office until Monday. In urgent cases write to colleague@example.jp."),
        mail(
            "a vacation without a mark", .autoReply, subject: "Automatische Antwort: Neues",
            "Ich bin bis Montag nicht im Büro. Bitte wenden Sie sich an vertretung@example.de."),
        mail(
            "somebody who left", .autoReply, subject: "Automatic reply: The news of May",
            fields: "X-Auto-Response-Suppress: All",
            "I no longer work here; my mailbox will be closed. My address me@example.jp is no longer valid."),
        mail(
            "an answer that quotes a bounce", .other, subject: "Re: failure notice",
            fields: "In-Reply-To: <1@x.example>",
            """
            Do you know why this happens?

            > Hi. This is the qmail-send program at mx.example.net.
            > I'm afraid I wasn't able to deliver your message to the following addresses.
            >
            > <gone@example.jp>:
            > user unknown
            """),
        mail(
            "a question with a bounce in it", .other, subject: "Re: Undeliverable: The news of May",
            fields: "References: <1@x.example>",
            """
            What does it mean?

            -----Original Message-----
            From: System Administrator
            Subject: Undeliverable

            did not reach the following recipient(s):

            gone@example.jp on Thu, 29 Apr 2021 23:34:46 +0900
            """),
        mail(
            "a newsletter", .other, from: "Shop <shop@shop.example>", subject: "Delivery news: new products",
            fields: "List-Unsubscribe: <https://shop.example/u>\nPrecedence: bulk",
            "The following products are new. Write to help@shop.example. If it could not be delivered to you, tell us."),
        mail(
            "a receipt in words", .other, subject: "Read: The news of May",
            "Your message to reader@example.jp was read on Thursday."),
        mail(
            "a subscription to confirm", .other, from: "list-request@list.example", subject: "confirm 1234",
            "Mailing list subscription confirmation notice: we received a request from reader@example.jp."),
        mail(
            "a programme's output", .other, from: "root@host.example (Cron Daemon)", subject: "Cron <root@host> backup",
            "rsync: failed: user unknown admin@host.example\nerror 550"),
        mail(
            "BoxTrapper", .challenge, subject: "Your email requires verification verify#abc",
            "The message you sent requires that you verify that you are a human. Reply to this message to confirm. BoxTrapper"
        ),
        mail(
            "SpamArrest", .challenge, subject: "Re: The news of May (verification)",
            "reader@example.jp uses Spam Arrest: just this once, click the link below to confirm."),
        mail(
            "an ordinary letter", .other, subject: "The failure of our bounce castle",
            "Dear friends, write to castle@example.jp, or to me@example.jp."),
        mail(
            "a ticket", .autoReply, from: "support@shop.example", subject: "[Ticket #17] We have received your request",
            fields: "Auto-Submitted: auto-replied", "Your address reader@example.jp was noted."),
    ]
}
