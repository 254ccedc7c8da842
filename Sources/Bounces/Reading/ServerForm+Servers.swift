extension BouncePhrase {
    /// Servers and gateways that people run themselves.
    static let servers: [ServerForm] = ownServers + providers + gateways

    private static let ownServers: [ServerForm] = [
        ServerForm(
            server: "qmail",
            signs: [
                "this is the qmail-send program at", "this is the deliver program at", "this is the qmail program",
                "this is the mail delivery agent at", "this is the machine generated message from mail service",
            ],
            openings: [
                "i'm afraid i wasn't able to deliver your message to the following addresses",
                "i wasn't able to deliver your message to the following addresses",
                "i tried to deliver a bounce message to this address, but the bounce bounced!",
                "i wasn't able to deliver the following message",
            ],
            endings: [
                "below this line is a copy of the message", "below the next line is a copy of the message",
                "enclosed are the original headers of the message", "below this line is the original bounce",
                "enclosed is a copy of the message", "a copy of the original message below this line",
                "mensaje original adjunto", "attachment is a copy of the message", "undelivered message follows",
                "header section of message", "below this line is the original message",
                "------ this is a copy of your message", "the body of the original message follows",
            ],
            subjects: ["failure notice"]),
        ServerForm(
            server: "Postfix",
            signs: [
                "this is the postfix program at host", "this is the mail system at host", "the postfix program",
                "this is the postfix mail system at host",
            ],
            openings: [
                "i'm sorry to have to inform you that your message could not be delivered to one or more recipients",
                "i'm sorry to have to inform you that the message returned below could not be delivered to one or more "
                    + "destinations",
                "your message could not be delivered to one or more recipients",
                "message could not be delivered to one or more recipients. it's attached below",
            ],
            delays: [
                "your message could not be delivered for", "this is a warning only",
                "# this is a warning only. you do not need to resend your message. #",
            ],
            subjects: [
                "undelivered mail returned to sender", "postmaster copy: undelivered mail",
                "delayed mail (still being",
            ]),
        ServerForm(
            server: "Exim",
            signs: ["this message was created automatically by mail delivery software"],
            openings: [
                "a message that you sent could not be delivered to one or more of its recipients",
                "a message that you sent could not be delivered to all of its recipients",
                "a message that you have sent could not be delivered to one or more recipients",
                "the following address(es) failed", "the following addresses failed", "the following address failed",
                "the address to which the message has not yet been delivered",
                "could not be delivered to all of its recipients", "the following message, addressed to",
            ],
            delays: [
                "has not been delivered to all of its recipients after", "message has not been delivered after",
                "has not yet been delivered to one or more of its recipients",
                "the address to which the message has not yet been delivered is",
                "the addresses to which the message has not yet been delivered are",
                "the message has not yet been delivered to the following addresses",
                "the message has not yet been delivered to", "a message that you sent has not yet been delivered",
            ],
            endings: [
                "this is a copy of the message, including all the headers", "this is a copy of your message",
                "this is a copy of the message's headers", "this is a copy of the headers",
                "the body of the message is", "the header of the original message is following",
                "included is a copy of the message header", "here is a copy of the first part of the message",
                "the header and top 20 lines of the message follows", "start of returned message",
                "this is a copy of the message that was sent",
            ],
            subjects: ["mail delivery failed", "mail failure - ", "mail delivery failure"]),
        ServerForm(
            server: "Sendmail",
            signs: ["----- transcript of session follows -----", "transcript of session follows"],
            openings: [
                "the following addresses had permanent fatal errors",
                "the following address had permanent fatal errors",
                "the following addresses had permanent delivery errors", "the following addresses had fatal errors",
                "the following addresses have delivery notifications", "the following addresses had delivery errors",
                "the following addresses had delivery problems", "the following addresses had permanent errors",
                "addresses had errors",
            ],
            delays: [
                "the following addresses had transient non-fatal errors", "** this is a warning message only **",
                "this is a warning message only", "the following addresses had transient delivery errors",
            ],
            endings: [
                "original message follows", "unsent message follows", "message header follows",
                "returned message follows", "original message headers follow", "unsent message below",
                "original message lost",
            ],
            failures: ["user unknown", "host unknown", "service unavailable", "can't create output", "deferred: "],
            subjects: ["returned mail:", "warning: could not send message for past"]),
        ServerForm(
            server: "Courier",
            signs: ["running the courier mail server", "this is a delivery status notification from"],
            openings: [
                "your message to the following recipients cannot be delivered", "undeliverable mail",
                "your message to the following recipients has been rejected",
            ],
            delays: [
                "your message to the following recipients is being delayed",
                "the following message has not been delivered yet", "delayed mail your message to the following",
            ],
            endings: ["if your message was also sent to additional recipients, their delivery status is not"],
            subjects: ["notice: mail delivery status", "warning: delayed mail", "undelivered mail"]),
        ServerForm(
            server: "OpenSMTPD",
            signs: ["this is the mailer-daemon, please do not reply to this e"],
            openings: [
                "an error has occurred while attempting to deliver a message for the following list of recipients",
                "your message was not delivered to these recipients",
                "your message was successfully delivered to these recipients, but",
            ],
            delays: ["a message is delayed for more than"],
            endings: ["below is a copy of the original message"],
            subjects: ["delivery status notification: error", "delivery status notification: failed"]),
        ServerForm(
            server: "DragonFly Mail Agent", signs: ["this is the dragonfly mail agent"],
            openings: ["there was an error delivering your mail to"],
            endings: ["message headers follow", "message follows"]),
        ServerForm(
            server: "Apache James", signs: ["this is the james mail server at", "this is the james mail server"],
            openings: [
                "this is a permanent error; i've given up. sorry it didn't work out. below i include the list of"
            ],
            labels: ["rcpt to:", "failed recipient(s):"],
            endings: ["the original message is attached"], subjects: ["[bounce]"]),
        ServerForm(
            server: "Haraka",
            openings: ["unfortunately there was a problem with your mail", "intended recipients:"],
            failures: ["failed recipients:"], subjects: ["haraka"]),
        ServerForm(
            server: "PowerMTA",
            signs: ["i am sending you this message to inform you on the delivery status of a message you previously"],
            openings: ["immediately below you will find a list of the affected recipients"],
            failures: ["delivery failed; will not continue trying"]),
        ServerForm(
            server: "MailEnable", signs: ["mailenable: message could not be delivered"],
            openings: [
                "message could not be delivered to some recipients",
                "the following recipient(s) could not be reached",
            ],
            labels: ["recipient: [smtp:"], endings: ["message headers follow"]),
        ServerForm(
            server: "Mercury",
            signs: ["the local mail transport system has reported the following problems"],
            openings: [
                "the local mail transport system has reported the following problems",
                "your message to the following address(es) failed", "to the address(es) shown below could not be",
                "the following error report or reports were given to explain the problem",
            ],
            endings: ["the first part of the message is reproduced below", "the message is reproduced below"],
            subjects: ["postmaster notify: delivery failure"]),
        ServerForm(
            server: "IMail",
            openings: ["undeliverable to"],
            labels: [
                "unknown user:", "unknown host:", "invalid final delivery userid:",
                "user mailbox exceeds allowed size:", "invalid user:", "account inactive:", "mailbox full:",
                "user unknown:", "delivery failed to", "unknown local user:", "mailbox over quota:",
            ],
            endings: ["original message follows"], subjects: ["undeliverable mail"]),
        ServerForm(
            server: "MDaemon",
            openings: [
                "the following data may contain sections which represent base64",
                "the attached message had permanent", "was unable to deliver a message to",
                "your message has encountered delivery problems", "the following recipient is unknown",
                "- no such user here",
            ],
            labels: ["failed address:", "failed address -", "--> failed recipient:"],
            endings: ["-- end transcript"], subjects: ["permanent delivery failure"]),
        ServerForm(
            server: "IceWarp", signs: ["merak", "icewarp"],
            openings: [
                "could not be sent to", "this message could not be delivered to the following recipient",
                "the message you sent could not be delivered to",
            ]),
        ServerForm(
            server: "CommuniGate Pro",
            signs: ["failed to deliver to '"],
            openings: ["failed to deliver to '", "message delivery to '", "failed to deliver to"],
            delays: ["delivery still pending to"],
            subjects: ["undeliverable mail", "delivery problem notification"]),
        ServerForm(
            server: "Oracle Messaging Server",
            signs: ["this report relates to a message you sent with the following header fields"],
            openings: [
                "your message cannot be delivered to the following recipients",
                "your message is being returned; it has been enqueued",
                "the following recipients could not be delivered to",
            ],
            delays: [
                "your message has been enqueued and undeliverable for",
                "the mail system will continue to try to deliver your message",
            ],
            labels: ["recipient address:"]),
        ServerForm(
            server: "Domino",
            openings: [
                "was not delivered to:", "your message was not delivered to", "n'a pas été livré à",
                "n'a pas été remis à :",
                "wurde nicht zugestellt an:", "no se ha entregado a:", "non è stato consegnato a:",
                "não foi entregue a:",
                "is niet bezorgd bij:", "nie została dostarczona do:", "次の宛先に配信されませんでした",
            ],
            delays: ["has not yet been delivered to:"],
            failures: [
                "not listed in domino directory", "not listed in public name & address book", "dans l'annuaire domino",
                "im domino-verzeichnis", "en el directorio de domino", "domino ディレクトリ",
            ],
            subjects: [
                "delivery failure:", "delivery failure report", "echec de livraison", "échec de livraison",
                "zustellfehler:", "fallo de entrega", "配信失敗レポート",
            ]),
        ServerForm(
            server: "Notes", signs: ["failure reasons"],
            openings: ["failure reasons"], endings: ["returned message"],
            failures: ["user not listed in public name & address book"], subjects: ["undeliverable message"]),
        ServerForm(
            server: "GroupWise",
            openings: ["the message that you sent was undeliverable to the following"], subjects: ["mail failure"]),
        ServerForm(
            server: "LSMTP", signs: ["allows software like listserv to automatically take action"],
            labels: ["error-for:"]),
        ServerForm(
            server: "NTMail", openings: ["originally addressed to"],
            failures: ["your message has encountered delivery problems"]),
        ServerForm(
            server: "Smail", openings: ["failed addresses follow"],
            endings: ["message text follows"], subjects: ["mail failed, returning to sender"]),
        ServerForm(
            server: "Netscape Messaging Server",
            signs: ["this message was undeliverable due to the following reason"],
            openings: ["the following recipients did not receive your message"]),
        ServerForm(
            server: "InterMail",
            openings: [
                "each of the following recipients was rejected by a remote mail server",
                "the following recipients were affected", "the following destination addresses were unknown",
            ],
            labels: ["recipient: <"]),
        ServerForm(
            server: "SurfControl",
            signs: ["a transcript of the attempts to send the message follows"],
            labels: ["addressed to:"],
            failures: ["message non-deliverable"]),
        ServerForm(
            server: "Zimbra", openings: ["could not be delivered to these recipients"]),
        ServerForm(
            server: "Dovecot", openings: ["was automatically rejected"],
            subjects: ["automatically rejected mail", "rejected: "]),
        ServerForm(
            server: "MMDF",
            openings: [
                "your message could not be delivered to", "address of delivery failure",
            ],
            endings: ["your message follows", "your message begins as follows"]),
        ServerForm(
            server: "X.400",
            openings: [
                "your message was not delivered to", "your report on message",
            ],
            failures: ["unable to transfer", "unrecognised o/r name", "unrecognised-or-name", "non-delivery"]),
        ServerForm(
            server: "Mailman", openings: ["the following addresses bounced"]),
        ServerForm(server: "VM", openings: ["unable to deliver following mail to recipient(s)"]),
        ServerForm(
            server: "amavisd", openings: ["a message from <"], failures: ["was considered unsolicited bulk"],
            subjects: ["considered unsolicited bulk email"]),
        ServerForm(server: "UUCP", subjects: ["warning from uucp"]),
    ]
}
