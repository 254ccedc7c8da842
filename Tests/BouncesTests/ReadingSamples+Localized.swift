import Bounces

extension ReadingSample {
    /// Domino, Gmail and Coremail, in languages.
    static let localized: [(sample: ReadingSample, failureClass: FailureClass)] = [
        (
            text(
                "Domino, in French", ["jdupont@domino.example"], from: "Postmaster <postmaster@domino.example>",
                subject:
                    "ECHEC DE LIVRAISON : L'utilisateur Jean Dupont (jdupont@domino.example) n'est pas répertorié dans l'annuaire Domino",
                """
                Votre message

                  Objet : The news

                n'a pas été livré à :

                  jdupont@domino.example

                car :

                  L'utilisateur Jean Dupont (jdupont@domino.example) n'est pas répertorié dans l'annuaire Domino
                """), .addressUnknown
        ),
        (
            text(
                "Domino, in German", ["jdoe@domino.example"], from: "Postmaster <postmaster@domino.example>",
                subject: "ZUSTELLFEHLER: Benutzer jdoe (jdoe@domino.example) nicht im Domino-Verzeichnis aufgeführt",
                """
                Ihre Nachricht

                  Betreff: The news

                wurde nicht zugestellt an:

                  jdoe@domino.example

                aus folgendem Grund:

                  Benutzer jdoe (jdoe@domino.example) nicht im Domino-Verzeichnis aufgeführt
                """), .addressUnknown
        ),
        (
            text(
                "Domino, in Spanish", ["jdoe@domino.example"], from: "Postmaster <postmaster@domino.example>",
                subject:
                    "FALLO DE ENTREGA: El usuario jdoe (jdoe@domino.example) no se encuentra en el Directorio de Domino",
                """
                Su mensaje

                  Asunto: The news

                no se ha entregado a:

                  jdoe@domino.example

                porque:

                  El usuario jdoe (jdoe@domino.example) no se encuentra en el Directorio de Domino
                """), .addressUnknown
        ),
        (
            text(
                "Domino, in Japanese", ["jdoe@domino.example"], from: "Postmaster <postmaster@domino.example>",
                subject: "配信失敗レポート: ユーザー jdoe (jdoe@domino.example) は Domino ディレクトリには見つかりません",
                """
                次のメッセージは

                  件名: The news

                次の宛先に配信されませんでした:

                  jdoe@domino.example

                理由:

                  ユーザー jdoe (jdoe@domino.example) は Domino ディレクトリには見つかりません
                """), .addressUnknown
        ),
        (
            text(
                "Gmail, in Italian", ["rossi@x.example"],
                from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                subject: "Delivery Status Notification (Failure)",
                """
                ** Indirizzo non trovato **

                Il tuo messaggio non è stato recapitato a rossi@x.example perché l'indirizzo non è stato trovato o non è in grado di ricevere messaggi.
                """), .addressUnknown
        ),
        (
            text(
                "Gmail, in Portuguese", ["silva@x.example"],
                from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                subject: "Delivery Status Notification (Failure)",
                """
                ** Endereço não encontrado **

                Sua mensagem não foi entregue a silva@x.example porque o endereço não foi encontrado ou não pode receber e-mails.
                """), .addressUnknown
        ),
        (
            text(
                "Gmail, in Japanese", ["tanaka@x.example"],
                from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                subject: "Delivery Status Notification (Failure)",
                """
                ** アドレス不明 **

                メールは tanaka@x.example に配信されませんでした。アドレスが見つからないか、メールを受信できません。
                """), .addressUnknown
        ),
        (
            text(
                "Gmail, in Turkish", ["yilmaz@x.example"],
                from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                subject: "Delivery Status Notification (Failure)",
                """
                ** Adres bulunamadı **

                İletiniz yilmaz@x.example adresine teslim edilemedi. Adres bulunamıyor veya posta alamıyor.
                """), .addressUnknown
        ),
        (
            text(
                "in Polish without its letters", ["jan@x.example"], from: "MAILER-DAEMON@wp.pl",
                subject: "Zwrot wiadomosci: news",
                """
                Niestety, Twoja wiadomosc nie mogla zostac dostarczona do nastepujacych odbiorcow:

                jan@x.example
                Powod: brak takiego konta
                """), .addressUnknown
        ),
        (
            text(
                "KDDI", ["taro@au.example"], from: "no-reply@app.auone-net.jp", subject: "Undelivered message",
                """
                Your mail sent on: Thu, 29 Apr 2021 11:04:47 +0900
                     Could not be delivered to: <taro@au.example>
                     As their mailbox is full.
                """), .full
        ),
        (
            text(
                "NetEase", ["wang@x.example"], from: "Postmaster@163.com", subject: "系统退信",
                """
                很抱歉您发送的邮件被退回，以下是该邮件的相关信息：

                被退回邮件 主 题：news
                时 间：2021-04-29 23:34
                无法发送到 wang@x.example
                退信原因 对方邮箱已满 550 Mailbox full
                """), .full
        ),
        (
            text(
                "Coremail, about the original", ["wang@163.example"], from: "Postmaster@163.example", subject: "系统退信",
                """
                抱歉，您的邮件被退回来了……

                原邮件信息：
                时间：2021-04-29 08:10:00
                收件人：wang@163.example

                退信原因：
                收件人邮箱已满 (mailbox is full)
                """), .full
        ),
        (
            text(
                "a page with whom to ask", ["ada@h.example"], subject: "Mail not delivered",
                type: "text/html; charset=utf-8",
                """
                <html><body><p>Your message could not be delivered to <b>ada@h.example</b>:</p><p>the account does not
                exist on this server.</p><p>For help see <a href="mailto:helpdesk@h.example">our help desk</a></p></html>
                """), .addressUnknown
        ),
        (
            text(
                "a table with whom to ask", ["qin@h.example"], from: "postmaster@h.example", subject: "邮件投递失败通知",
                type: "text/html; charset=utf-8",
                """
                <table><tr><td>收件人：</td><td>qin@h.example</td></tr><tr><td>原因：</td><td>对方邮箱空间已满</td></tr><tr>
                <td>管理员</td><td><a href='mailto:admin@h.example'>admin@h.example</a></td></tr></table>
                """), .full
        ),
    ]
}
