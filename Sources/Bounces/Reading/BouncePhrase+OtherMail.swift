extension BouncePhrase {
    /// What is no failure: answers of machines for people who are away, receipts, lists' business.
    static let otherMail: [BouncePhrase] =
        each(
            .replySubject,
            [
                "out of office", "out of the office", "out-of-office", "automatic reply", "auto reply", "auto-reply",
                "autoreply", "auto response", "auto-response", "autoresponse", "autoresponder", "auto:",
                "automated reply", "automated response", "automatic response", "vacation", "on holiday", "on leave",
                "away from", "i am away", "i'm away", "away message", "thank you for your email",
                "thank you for contacting", "thank you for your message", "we have received your", "ticket received",
                "[ticket", "your request has been received", "absence", "abwesenheit", "abwesend",
                "automatische antwort", "autoantwort", "im urlaub", "nicht im büro", "nicht im hause",
                "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau",
                "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "ausente",
                "resposta automática", "resposta automatica", "fora do escritório", "ausência", "risposta automatica",
                "fuori ufficio", "fuori sede", "assente", "automatisch antwoord", "afwezig", "autosvar",
                "automatiskt svar", "automatisk svar", "frånvaro", "fraværende", "poissa", "automaattinen vastaus",
                "autoodpowiedź", "automatyczna odpowiedź", "odpowiedź automatyczna", "автоматична відповідь",
                "в отпуске",
                "у відпустці", "răspuns automat", "auto-svar", "poza biurem", "automatická odpověď", "mimo kancelář",
                "automatikus válasz", "otomatik yanıt", "автоответ", "автоматический ответ",
                "вне офиса", "αυτόματη απάντηση", "自動返信", "自動応答", "自動応答:", "不在", "不在通知", "自动回复", "自動回覆", "自动答复", "休假",
                "외출 중", "부재중", "자동 회신", "자동 응답", "자동회신", "is away", "is out of", "currently away", "re: auto",
                "notification of absence",
            ])
        + each(
            .reply,
            [
                "i am out of the office", "i will be out of the office", "i'm out of the office",
                "i am currently out of", "i am on vacation", "i am away", "i'm away", "i am currently away",
                "i will be away", "on annual leave", "on maternity leave", "i will return", "i will be back",
                "i'll be back", "i will respond", "i will reply to your", "will respond to your", "limited access to",
                "in urgent cases", "thank you for contacting", "we will get back to you", "ich bin derzeit nicht",
                "ich bin bis", "ich bin im urlaub", "ich bin ab", "wieder erreichbar", "bin ich wieder",
                "nicht im büro", "je suis absent", "je suis actuellement", "de retour le", "en congé", "estoy fuera",
                "estaré fuera", "estaré de vuelta", "estou fora", "estou de férias", "sono assente", "sono fuori",
                "ik ben afwezig", "ik ben niet op kantoor", "jag är", "jeg er ikke på kontoret", "jestem poza",
                "не в офисе", "в отпуске", "只今不在", "休暇", "外出しております", "正在休假", "외부에 있",
            ])
        + each(
            .otherSubject,
            [
                "read:", "read receipt", "return receipt", "delivered:", "relayed:", "receipt", "gelesen:", "lu :",
                "leído:", "lida:", "letto:", "gelezen:", "läst:", "ulest:", "læst:", "прочитано", "開封済み", "已读", "已讀",
                "읽음", "lesebestätigung", "empfangsbestätigung", "accusé de réception", "confirm", "subscribe",
                "subscription", "unsubscribe", "welcome to", "digest", "newsletter", "cron <", "cron job",
                "mailing list", "moderator", "awaits moderator", "uncaught bounce notification",
                "bounce action notification", "disabled due to", "password", "invoice", "order",
                "delivery status notification (success)", "successful delivery", "success notice", "logwatch",
                "backup", "your account", "requires approval", "has been approved", "held for", "zugestellt:",
                "remis :", "entregado:", "recapitato:", "delivery receipt", "daily report", "weekly report",
                "bounce rate", "high bounces", "votre boîte", "ihr postfach", "su buzón", "la tua casella", "sua caixa",
                "uw mailbox",
                "twoja skrzynka",
                "ваш почтовый ящик", "ваш ящик",
                "quarantine", "summary", "report domain", "dmarc", "spam report", "statistics", "your mailbox",
                "mailbox is almost", "almost full", "quota warning", "storage limit", "parcel", "package", "shipment",
                "tracking", "rejected a message", "moderation", "new message from", "[spam]", "virus",
                "zustellbestätigung",
            ])
        + each(
            .otherText,
            [
                "a message claiming to be from you", "authentication failure report", "dmarc failure report",
                "dmarc aggregate report", "mailing list bounce action notice",
            ])
        + each(
            .challenge,
            [
                "confirm that you sent", "verify that you are a human", "verify your email address to deliver",
                "prove that you are human", "prove you are human", "sender verification",
                "to verify that you are not a spammer", "please confirm your message", "please confirm the delivery",
                "message is being held", "your message is awaiting", "challenge-response", "challenge/response",
                "boxtrapper", "spamarrest", "spam arrest", "tagged message delivery agent", "tmda",
                "click the link below to confirm", "reply to this message to confirm", "just this once", "whitelist",
                "add yourself to", "approved senders", "allowed senders list", "mailblocks", "earthlink spamblocker",
                "request to be added", "your message will be delivered once", "simply reply to this",
                "confirm delivery of your message", "bluebottle", "sendio", "spamlion verification", "qconfirm",
                "authenticate yourself",
            ])
        + each(
            .success,
            [
                "was successfully delivered", "was delivered on", "was delivered at", "were delivered on",
                "has been successfully delivered", "successfully delivered to",
                "delivery successful", "successful mail delivery report", "was delivered to the following",
                "has been delivered to the following recipient", "is complete, but no delivery notification",
                "no delivery notification was sent by the destination", "relayed to the following recipients",
                "relayed via", "úspěšně doručen", "byla doručena do", "a bien été remis", "consegnato correttamente",
                "consegnato con successo", "entregado correctamente", "entregado con éxito", "entregue com sucesso",
                "met succes afgeleverd", "успешно доставлено", "pomyślnie dostarczon", "配信されました", "成功送达",
                "delivered successfully", "was relayed", "was read on", "has been read", "was displayed",
                "has been displayed",
                "this is a return receipt", "this is a receipt for the mail you sent", "wurde am",
                "erfolgreich zugestellt", "a été remis", "ha sido entregado", "è stato recapitato", "foi entregue a",
                "your message was successfully relayed", "delivered to mailbox",
            ])
}
