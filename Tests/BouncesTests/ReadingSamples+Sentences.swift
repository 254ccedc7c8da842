import Bounces

extension ReadingSample {
    /// Of one sentence or two, in many languages: the address, what it means, the subject and the words.
    static let sentences: [(sample: ReadingSample, failureClass: FailureClass)] = [
        sentence(
            "fr1", "dupont@exemple.example", .addressUnknown, "Message non distribué",
            "Votre message adressé à dupont@exemple.example n'a pas pu être distribué : l'utilisateur est inconnu."),
        sentence(
            "fr2", "m.martin@exemple.example", .full, "Courrier non remis",
            "Le courrier que vous avez envoyé à m.martin@exemple.example n'a pu être remis car la boîte aux lettres est pleine."
        ),
        sentence(
            "fr3", "dupont@exemple.example", .addressUnknown, "Retour à l'expéditeur",
            "Bonjour, L'adresse dupont@exemple.example n'existe pas sur notre serveur. Votre message ne sera pas délivré."
        ),
        sentence(
            "fr4", "dupont@exemple.example", .disabled, "Échec de livraison",
            "La livraison de votre message au destinataire suivant a échoué : dupont@exemple.example Motif : compte désactivé."
        ),
        sentence(
            "fr5", "dupont@exemple.example", .addressUnknown, "Votre message n'a pas été délivré",
            "Désolé, nous n'avons pas pu livrer votre message à <dupont@exemple.example>. Destinataire inconnu."),
        sentence(
            "pl1", "jan.kowalski@poczta.example", .addressUnknown, "Wiadomość niedostarczona",
            "Wiadomość do jan.kowalski@poczta.example nie została dostarczona, ponieważ użytkownik nie istnieje."),
        sentence(
            "pl2", "jan@poczta.example", .full, "Zwrot",
            "Nie udało się dostarczyć wiadomości do adresata jan@poczta.example: skrzynka jest przepełniona."),
        sentence(
            "pl3", "jan@poczta.example", .disabled, "Błąd dostarczenia wiadomości",
            "Państwa wiadomość wysłana na adres jan@poczta.example nie może zostać doręczona. Konto zostało zablokowane."
        ),
        sentence(
            "pl4", "jan@poczta.example", .addressUnknown, "Nie doręczono przesyłki",
            "Adresat jan@poczta.example jest nieznany."),
        sentence(
            "ru1", "ivanov@pochta.example", .addressUnknown, "Письмо не доставлено",
            "Ваше письмо на адрес ivanov@pochta.example не доставлено: пользователь не найден."),
        sentence(
            "ru2", "ivanov@pochta.example", .full, "Недоставленное сообщение",
            "Сообщение для ivanov@pochta.example не может быть доставлено, так как почтовый ящик переполнен."),
        sentence(
            "ru3", "ivanov@pochta.example", .addressUnknown, "Возврат письма",
            "Здравствуйте! К сожалению, адресат ivanov@pochta.example в нашей системе не зарегистрирован."),
        sentence(
            "ru4", "ivanov@pochta.example", .disabled, "Ошибка при отправке письма",
            "Не удалось отправить письмо получателю ivanov@pochta.example. Почтовый ящик отключен."),
        sentence(
            "ru5", "ivanov@pochta.example", .disabled, "Невозможно доставить сообщение",
            "Ящик ivanov@pochta.example заблокирован владельцем, доставка невозможна"),
        sentence(
            "it1", "rossi@posta.example", .addressUnknown, "Messaggio non recapitato",
            "Il messaggio inviato a rossi@posta.example non è stato consegnato perché l'utente è sconosciuto."),
        sentence(
            "it2", "rossi@posta.example", .full, "Mancata consegna",
            "Non è stato possibile consegnare il messaggio al destinatario rossi@posta.example: la casella è piena."),
        sentence(
            "it3", "rossi@posta.example", .addressUnknown, "Errore di recapito",
            "L'indirizzo rossi@posta.example non esiste."),
        sentence(
            "it4", "rossi@posta.example", .disabled, "Notifica di mancato recapito",
            "Spiacenti, la casella rossi@posta.example è stata disattivata e il messaggio non può essere recapitato."),
        sentence(
            "es1", "garcia@correo.example", .addressUnknown, "Correo no entregado",
            "Su mensaje a garcia@correo.example no se ha podido entregar porque el usuario no existe."),
        sentence(
            "es2", "garcia@correo.example", .full, "Mensaje devuelto",
            "El mensaje enviado a garcia@correo.example ha sido devuelto: el buzón del destinatario está lleno."),
        sentence(
            "es3", "garcia@correo.example", .addressUnknown, "Fallo en la entrega",
            "La dirección garcia@correo.example es desconocida en este servidor."),
        sentence(
            "es4", "garcia@correo.example", .disabled, "Devolución de correo",
            "Lo sentimos, la cuenta garcia@correo.example ha sido cancelada."),
        sentence(
            "es5", "garcia@correo.example", .domainUnknown, "No se pudo enviar su mensaje",
            "No fue posible entregar su correo a <garcia@correo.example>. El dominio no existe."),
        sentence(
            "pt1", "silva@correio.example", .addressUnknown, "Mensagem não entregue",
            "A sua mensagem para silva@correio.example não foi entregue porque o destinatário não existe."),
        sentence(
            "pt2", "silva@correio.example", .full, "Devolução de e-mail",
            "Não foi possível entregar a mensagem para silva@correio.example: caixa postal lotada."),
        sentence(
            "pt3", "silva@correio.example", .addressUnknown, "Erro no envio",
            "O endereço silva@correio.example não foi encontrado em nosso servidor."),
        sentence(
            "pt4", "silva@correio.example", .disabled, "Falha ao entregar mensagem",
            "A conta silva@correio.example está desativada."),
        sentence(
            "nl1", "jansen@post.example", .addressUnknown, "Bericht niet afgeleverd",
            "Uw bericht aan jansen@post.example kon niet worden bezorgd omdat de gebruiker onbekend is."),
        sentence(
            "nl2", "jansen@post.example", .full, "Onbestelbare e-mail",
            "De mailbox van jansen@post.example is vol, uw bericht is niet afgeleverd."),
        sentence(
            "nl3", "jansen@post.example", .addressUnknown, "Fout bij bezorgen",
            "Het adres jansen@post.example bestaat niet (meer)."),
        sentence(
            "cs1", "novak@posta.example", .addressUnknown, "Nedoručená zpráva",
            "Vaše zpráva pro novak@posta.example nebyla doručena, protože uživatel neexistuje."),
        sentence(
            "cs2", "novak@posta.example", .full, "Zprávu nelze doručit",
            "Schránka novak@posta.example je plná, zpráva nebyla doručena."),
        sentence(
            "cs3", "novak@posta.example", .addressUnknown, "Chyba doručení",
            "Příjemce novak@posta.example není znám."),
        sentence(
            "sk1", "novak@posta.example", .addressUnknown, "Nedoručená správa",
            "Správa pre novak@posta.example nebola doručená: používateľ neexistuje."),
        sentence(
            "tr1", "yilmaz@posta.example", .addressUnknown, "Teslim edilemeyen ileti",
            "yilmaz@posta.example adresine gönderdiğiniz ileti teslim edilemedi: kullanıcı bulunamadı."),
        sentence(
            "tr2", "yilmaz@posta.example", .full, "İletiniz teslim edilemedi",
            "yilmaz@posta.example adresinin posta kutusu dolu olduğu için iletiniz teslim edilemedi."),
        sentence(
            "uk1", "petrenko@poshta.example", .addressUnknown, "Лист не доставлено",
            "Ваш лист на адресу petrenko@poshta.example не доставлено: користувача не знайдено."),
        sentence(
            "uk2", "petrenko@poshta.example", .full, "Повідомлення не може бути доставлено",
            "Поштова скринька petrenko@poshta.example переповнена, лист не доставлено."),
        sentence(
            "uk3", "petrenko@poshta.example", .addressUnknown, "Помилка доставки",
            "Отримувача petrenko@poshta.example не існує."),
        sentence(
            "ja1", "tanaka@mail.example", .addressUnknown, "メールを配信できませんでした",
            "tanaka@mail.example 宛のメールは、宛先不明のため配信できませんでした。"),
        sentence(
            "ja2", "tanaka@mail.example", .full, "配信エラーのお知らせ",
            "お送りいただいたメールは、tanaka@mail.example のメールボックスが容量超過のためお届けできませんでした。"),
        sentence(
            "ja3", "tanaka@mail.example", .addressUnknown, "送信エラー",
            "tanaka@mail.example は存在しないアドレスです。"),
        sentence(
            "zh1", "zhang@youjian.example", .addressUnknown, "退信通知",
            "您发往 zhang@youjian.example 的邮件被退回，原因：收件人不存在。"),
        sentence(
            "zh2", "zhang@youjian.example", .full, "系统退信",
            "抱歉，您的邮件未能送达 zhang@youjian.example ，对方邮箱已满。"),
        sentence(
            "zh3", "wang@youjian.example", .addressUnknown, "郵件無法投遞",
            "您寄給 wang@youjian.example 的郵件無法投遞：查無此使用者。"),
        sentence(
            "zh4", "zhang@youjian.example", .disabled, "邮件投递失败",
            "收件人 zhang@youjian.example 的邮箱已被禁用，邮件无法投递。"),
        sentence(
            "ko1", "kim@mail.example", .addressUnknown, "메일 전송 실패 알림",
            "kim@mail.example 님에게 보낸 메일이 전송되지 못했습니다. 존재하지 않는 사용자입니다."),
        sentence(
            "ko2", "kim@mail.example", .full, "반송 메일",
            "수신자 kim@mail.example 의 메일함 용량이 초과되어 메일이 반송되었습니다."),
        sentence(
            "de1", "mueller@post.example", .addressUnknown, "Unzustellbare Nachricht",
            "Ihre Nachricht an mueller@post.example konnte nicht zugestellt werden, weil der Empfänger unbekannt ist."),
        sentence(
            "de2", "mueller@post.example", .full, "Ihre E-Mail konnte nicht zugestellt werden",
            "Das Postfach von mueller@post.example ist voll."),
        sentence(
            "de3", "mueller@post.example", .addressUnknown, "Zustellung nicht möglich",
            "Die Adresse mueller@post.example existiert nicht auf unserem Server."),
        sentence(
            "de4", "mueller@post.example", .disabled, "Rückläufer",
            "Ihre E-Mail an <mueller@post.example> wird zurückgesandt: Konto gesperrt."),
        sentence(
            "de5", "mueller@post.example", .disabled, "Fehler beim Mailversand",
            "Leider können wir Ihre Nachricht nicht an mueller@post.example ausliefern, da das Postfach deaktiviert wurde."
        ),
        sentence(
            "sv1", "svensson@post.example", .addressUnknown, "Ditt meddelande kunde inte levereras",
            "Ditt meddelande till svensson@post.example kunde inte levereras eftersom mottagaren är okänd."),
        sentence(
            "sv2", "svensson@post.example", .full, "Olevererat meddelande",
            "Brevlådan för svensson@post.example är full."),
        sentence(
            "sv3", "svensson@post.example", .addressUnknown, "Leveransfel",
            "Adressen svensson@post.example finns inte."),
        sentence(
            "da1", "jensen@post.example", .addressUnknown, "Din meddelelse kunne ikke leveres",
            "Din meddelelse til jensen@post.example kunne ikke leveres: brugeren findes ikke."),
        sentence(
            "no1", "hansen@post.example", .full, "Meldingen kunne ikke leveres",
            "Meldingen til hansen@post.example kunne ikke leveres fordi postboksen er full."),
        sentence(
            "fi1", "virtanen@posti.example", .addressUnknown, "Viestiä ei voitu toimittaa",
            "Viestiäsi vastaanottajalle virtanen@posti.example ei voitu toimittaa: tuntematon käyttäjä."),
        sentence(
            "hu1", "nagy@posta.example", .addressUnknown, "Kézbesíthetetlen levél",
            "A nagy@posta.example címre küldött levele nem kézbesíthető: ismeretlen felhasználó."),
        sentence(
            "hu2", "nagy@posta.example", .full, "Sikertelen kézbesítés",
            "A nagy@posta.example postafiók megtelt."),
        sentence(
            "el1", "papas@tax.example", .addressUnknown, "Αποτυχία παράδοσης μηνύματος",
            "Το μήνυμά σας προς papas@tax.example δεν παραδόθηκε: ο χρήστης δεν υπάρχει."),
        sentence(
            "el2", "papas@tax.example", .full, "Το μήνυμα δεν παραδόθηκε",
            "Το γραμματοκιβώτιο του papas@tax.example είναι πλήρες."),
        sentence(
            "ro1", "popescu@posta.example", .addressUnknown, "Mesaj nelivrat",
            "Mesajul către popescu@posta.example nu a putut fi livrat: utilizator necunoscut."),
        sentence(
            "bg1", "ivanov@poshta.example", .addressUnknown, "Недоставено писмо",
            "Писмото до ivanov@poshta.example не беше доставено: няма такъв потребител."),
    ]

    private static func sentence(
        _ name: String, _ address: String, _ failureClass: FailureClass, _ subject: String, _ words: String
    ) -> (sample: ReadingSample, failureClass: FailureClass) {
        (
            text("a sentence, \(name)", [address], from: "postmaster@mx.example.net", subject: subject, words),
            failureClass
        )
    }
}
