import Bounces

extension ReadingSample {
    private static func exchange(
        _ language: String, subject: String, _ opening: String, _ diagnostic: String
    ) -> ReadingSample {
        .text(
            "Exchange in \(language)", ["gone@example.jp"], from: "postmaster@mx.example.net", subject: subject,
            """
            \(opening)

            gone@example.jp<mailto:gone@example.jp>
            helpdesk +1 555

            \(diagnostic)

            Server: mx.example.net
            gone@example.jp
            #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

            Received: from mail.list.example
            From: news@list.example
            """)
    }

    /// In the languages in which they come.
    static let languages: [ReadingSample] = [
        exchange(
            "German", subject: "Unzustellbar: Neues im Mai",
            "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:",
            "Diagnoseinformationen für Administratoren:"),
        exchange(
            "French", subject: "Non remis : Nouvelles de mai", "Échec de la remise à ces destinataires ou groupes :",
            "Informations de diagnostic pour les administrateurs :"),
        exchange(
            "Spanish", subject: "No se puede entregar: Noticias",
            "Se produjo un error en la entrega a estos destinatarios o grupos:",
            "Información de diagnóstico para los administradores:"),
        exchange(
            "Italian", subject: "Non recapitabile: Notizie",
            "Recapito non riuscito per i seguenti destinatari o gruppi:",
            "Informazioni di diagnostica per gli amministratori:"),
        exchange(
            "Portuguese", subject: "Não é possível entregar: Notícias",
            "Falha na entrega a estes destinatários ou grupos:",
            "Informações de diagnóstico para administradores:"),
        exchange(
            "Dutch", subject: "Onbestelbaar: Nieuws",
            "Bezorging is mislukt voor de volgende geadresseerden of groepen:",
            "Diagnostische gegevens voor beheerders:"),
        exchange(
            "Polish", subject: "Nie można dostarczyć: Nowości",
            "Dostarczenie do tych adresatów lub grup nie powiodło się:",
            "Informacje diagnostyczne dla administratorów:"),
        exchange(
            "Russian", subject: "Не удалось доставить: Новости", "Сбой доставки следующим получателям или группам:",
            "Диагностические сведения для администраторов:"),
        exchange(
            "Japanese", subject: "配信不能: ニュース", "次の受信者またはグループへの配信に失敗しました:", "管理者向けの診断情報:"),
        exchange(
            "Chinese", subject: "无法传递: 新闻", "传递到以下收件人或组失败:", "管理员的诊断信息:"),
        exchange(
            "Korean", subject: "배달되지 않음: 소식", "다음 받는 사람 또는 그룹에게 배달하지 못했습니다.", "관리자용 진단 정보:"),
        .text(
            "mail.ru", ["gone@example.ru"], from: "Mail Delivery System <Mailer-Daemon@mx.mail.example>",
            subject: "=?utf-8?B?0JLQsNGI0LUg0YHQvtC+0LHRidC10L3QuNC1INC90LUg0LTQvtGB0YLQsNCy0LvQtdC90L4=?=",
            """
            Это письмо создано автоматически сервером, отвечать на него не нужно.

            К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

            gone@example.ru
                user not found

            **********************
            """),
        .text(
            "a German provider", ["weg@example.de"], from: "Mail Delivery System <mailer-daemon@mx.example.de>",
            subject: "Unzustellbare E-Mail",
            """
            Sehr geehrte Nutzerin,

            Ihre Nachricht an <weg@example.de> konnte nicht zugestellt werden:
            Der Empfänger existiert nicht.
            """),
        .text(
            "a French filter", ["parti@example.fr"], from: "postmaster@mx.example.fr",
            subject: "Votre message non remis",
            """
            Votre message n'a pas pu être délivré à
            parti@example.fr

            L'adresse n'existe pas.
            """),
        .text(
            "a Japanese server", ["gone@example.jp"], from: "MAILER-DAEMON@mx.example.jp", subject: "メール送信エラー",
            """
            以下のアドレスにメールを送信できませんでした。

            gone@example.jp

            宛先のアドレスが存在しません。
            """),
        .text(
            "a Chinese server", ["gone@example.cn"], from: "Postmaster@mx.example.cn", subject: "系统退信",
            """
            抱歉，您的邮件被退回来了……

            收件人邮件地址：gone@example.cn
            退信原因：该邮箱不存在。
            """),
        .text(
            "a Korean server", ["gone@example.kr"], from: "postmaster@mx.example.kr", subject: "메일 전송 실패",
            """
            아래의 메일을 보낼 수 없습니다.

            받는사람: gone@example.kr
            원인: 존재하지 않는 사용자
            """),
        .text(
            "docomo, in ISO-2022-JP", ["gone@docomo.example"], from: "MAILER-DAEMON@docomo.example",
            subject: "=?iso-2022-jp?B?GyRCJWEhPCVrGyhC?=", type: "text/plain",
            """
            \u{1B}$B<!$N$"$F@h$X$N%a%C%;!<%8$O%(%i!<$N$?$aAw?.$G$-$^$;$s$G$7$?!#\u{1B}(B

            gone@docomo.example
            """),
    ]
}
