extension BouncePhrase {
    /// Large receivers and mailing services.
    static let providers: [ServerForm] = [
        ServerForm(
            server: "Gmail",
            signs: ["technical details of permanent failure", "technical details of temporary failure"],
            openings: [
                "delivery to the following recipient failed permanently",
                "delivery to the following recipients failed permanently", "your message wasn't delivered to",
                "there was a problem delivering your message to",
                "delivery to the following recipients has failed permanently",

                "message blocked your message to", "message not delivered", "recipient inbox full",
                "the group you tried to contact",
            ],
            delays: [
                "delivery to the following recipient has been delayed",
                "delivery to the following recipients has been delayed",
                "there was a temporary problem delivering your message to", "delivery incomplete",
                "this is an automatically generated delivery status notification this is a warning message only",
            ],
            subjects: ["delivery status notification (failure)"]),
        ServerForm(
            server: "Yahoo",
            signs: ["message from yahoo"],
            openings: [
                "unable to deliver message to the following address(es)",
                "we were unable to deliver your message to the following address",
                "sorry, we were unable to deliver your message to the following address",
                "unable to deliver message to the following address", "sorry your message to",
            ],
            endings: ["original message follows", "original message attached", "-- forwarded message --"],
            failures: ["this user doesn't have a"], subjects: ["failure notice", "delivery failure"]),
        ServerForm(
            server: "AOL",
            openings: [
                "your mail to the following recipients could not be delivered",
                "the following recipients could not be delivered",
            ],
            subjects: ["mail delivery problem", "returned mail: user unknown"]),
        ServerForm(
            server: "Exchange",
            signs: ["mts-id of the original message", "msexch:", "microsoft exchange"],
            openings: [
                "did not reach the following recipient(s)", "did not reach the following recipient",
                "did not reach the following recipients", "delivery has failed to these recipients or groups",
                "delivery has failed to these recipients or distribution lists",
                "your message did not reach some or all of the intended recipients",
                "the following recipient(s) could not be reached", "the following recipient(s) cannot be reached",
                "the following recipients could not be reached", "your message couldn't be delivered to",
                "your message wasn't delivered to anyone because",
                "couldn't be delivered to the following recipients", "your message to",
                "delivery to the following recipients failed", "delivery to the following recipient failed",
                "unable to deliver your message to", "could not deliver the message in the time limit specified",
                "wasn't found at", "message delivery to these recipients or distribution lists",
            ],
            delays: [
                "delivery is delayed to these recipients or groups",
                "delivery is delayed to these recipients or distribution lists",
                "delivery to the following recipients has been delayed", "this message hasn't been delivered yet",
                "this message has not yet been delivered",
            ],
            endings: [
                "diagnostic information for administrators", "original message headers", "message header",
                "original message details", "sent by microsoft exchange server",
                "informations de diagnostic pour les administrateurs",
                "diagnoseinformationen f\u{FC}r administratoren",
                "informaci\u{F3}n de diagn\u{F3}stico para los administradores",
                "informazioni di diagnostica per gli amministratori",
                "informazioni di diagnosi per gli amministratori",
                "informa\u{E7}\u{F5}es de diagn\u{F3}stico para administradores",
                "diagnostische gegevens voor beheerders", "diagnostikinformation f\u{F6}r administrat\u{F6}rer",
                "diagnostiske oplysninger til administratorer", "管理者向けの診断情報", "管理员的诊断信息", "系統管理員的診斷資訊", "관리자용 진단 정보",
                "диагностические сведения для администраторов", "informacje diagnostyczne dla administrator\u{F3}w",
                "yöneticiler için tanılama bilgileri", "diagnostické informace pro správce",
                "diagnostiikkatiedot järjestelmänvalvojille",
            ],
            subjects: ["undeliverable:", "undeliverable mail", "delivery delayed:"]),
        ServerForm(
            server: "Amazon SES",
            openings: [
                "an error occurred while trying to deliver the mail to the following recipients",
                "the following message to",
                "an error occurred while trying to deliver the mail to the following recipient",
            ],
            failures: ["was undeliverable"]),
        ServerForm(
            server: "SendGrid", openings: ["this is an automatically generated message from sendgrid"]),
        ServerForm(
            server: "Mailgun",
            openings: ["the following recipients failed", "could not be delivered to following recipients"]),
        ServerForm(
            server: "Zoho",
            openings: ["this is a permanent error.", "invalid address, error_code"],
            failures: ["error_code :"], subjects: ["undelivered mail returned to sender"]),
        ServerForm(
            server: "mail.ru",
            openings: [
                "не может быть доставлено одному или нескольким получателям", "local mailbox",
            ],
            failures: ["message was not accepted"],
            subjects: ["ваше сообщение не доставлено", "аше сообщение не доставлено"]),
        ServerForm(
            server: "Yandex",
            openings: [
                "к сожалению, ваше письмо не может быть доставлено", "исьмо не было доставлено следующим",
            ],
            subjects: ["недоставленное сообщение", "едоставленное сообщение"]),
        ServerForm(
            server: "GMX, WEB.DE, 1&1",
            openings: [
                "its recipients. the following addresses failed", "this is a permanent error. the following address",
                "the following address failed",
            ],
            endings: ["the header of the original message is following"],
            failures: ["quota exceeded", "smtp error from remote server"]),
        ServerForm(
            server: "T-Online",
            openings: ["ihre e-mail konnte nicht zugestellt werden", "die folgende e-mail konnte nicht"],
            endings: ["beginn der urspr", "kopie ihrer nachricht"]),
        ServerForm(
            server: "Verizon",
            signs: ["message could not be delivered to mobile"],
            openings: ["message could not be delivered to mobile"], labels: ["message to:"],
            endings: ["original message"], failures: ["no valid recipients for this mm"]),
        ServerForm(
            server: "KDDI",
            openings: ["could not be delivered to:", "your mail sent on:", "the user(s)"],
            labels: ["could not be delivered to: <"], failures: ["as their mailbox is full"]),
        ServerForm(
            server: "docomo", openings: ["の宛先には送信できませんでした", "次のあて先へのメッセージはエラーのため送信できませんでした"]),
        ServerForm(
            server: "SoftBank", openings: ["the following addresses had delivery failure"]),
        ServerForm(
            server: "Biglobe",
            signs: ["non-delivered information"],
            openings: ["the following addresses had delivery problems"]),
        ServerForm(
            server: "Activehunter", openings: ["the following addresses had permanent fatal errors"],
            subjects: ["failure notice :"]),
        ServerForm(
            server: "Coremail",
            signs: ["coremail"],
            openings: [
                "抱歉,您的邮件被退回来了", "抱歉，您的邮件被退回来了", "以下是退信的收件人", "无法发送到以下收件人", "收件人：", "收件人:", "收件人邮件地址",
            ],
            subjects: ["系统退信", "邮件被退回", "退信通知"]),
        ServerForm(
            server: "Sina", openings: ["邮件传送失败", "以下地址的邮件传送失败"], subjects: ["邮件传送失败", "邮件投递失败"]),
        ServerForm(
            server: "EYOU", signs: ["eyou mta"],
            openings: ["i'm afraid i wasn't able to deliver your message to the following addresses"]),
        ServerForm(
            server: "X.com", openings: ["unable to deliver message to: <", "unable to deliver message to:"]),
    ]

    /// Filters and gateways that stand before servers.
    static let gateways: [ServerForm] = [
        ServerForm(
            server: "MailMarshal",
            openings: ["the following recipients were affected"],
            endings: ["additional information", "original sender:"], failures: ["could not be delivered because of"]),
        ServerForm(
            server: "MailFoundry", openings: ["unable to deliver message to:"],
            failures: ["delivery failed for the following reason"]),
        ServerForm(
            server: "McAfee", openings: ["--- the following addresses had delivery problems ---"]),
        ServerForm(
            server: "InterScan", signs: ["message from interscan"],
            openings: ["unable to deliver message to"], endings: ["end of message", "end message"]),
        ServerForm(server: "MIMEsweeper", openings: ["a message could not be delivered to"]),
        ServerForm(
            server: "Symantec", openings: ["could not be delivered to the following recipients"],
            delays: ["delivery attempts will continue to be made for"]),
        ServerForm(
            server: "Mimecast", signs: ["addressed to email address :"],
            openings: ["addressed to email address :"], failures: ["the problem appears to be"]),
        ServerForm(
            server: "Vade Secure", openings: ["returned an error:"], endings: ["original message details"]),
        ServerForm(
            server: "MessageLabs", openings: ["your mail could not be delivered to"]),
        ServerForm(
            server: "Barracuda", openings: ["your message to: <"],
            labels: ["your message to:"], failures: ["was blocked by our spam firewall"]),
        ServerForm(
            server: "m-FILTER", signs: ["-------server message"],
            endings: ["-------original message", "-------original mail info"]),
        ServerForm(
            server: "WebShield", openings: ["------ failed recipients ------", "failed recipients"],
            endings: ["-------- returned mail --------"]),
        ServerForm(
            server: "SpamLion", openings: ["did not reach the following recipient:"]),
        ServerForm(
            server: "phquery",
            openings: ["message not delivered to the following addresses", "message not delivered to the following"],
            endings: ["error detail (phquery", "error detail"]),
    ]
}
