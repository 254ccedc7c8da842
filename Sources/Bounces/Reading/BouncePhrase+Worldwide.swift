extension BouncePhrase {
    /// In the languages of Europe. Letters beyond ASCII stand as they do within a sentence.
    static let worldwide: [BouncePhrase] =
        each(
            .opening(.failed),
            [
                // German.
                "konnte nicht zugestellt werden", "konnte nicht an", "nicht zugestellt werden an",
                "konnte den folgenden empfängern nicht zugestellt", "hat folgende empfänger nicht erreicht",
                "hat folgende(n) empfänger nicht erreicht", "hat den folgenden empfänger nicht erreicht",
                "die folgenden adressen", "folgende empfänger", "folgenden empfänger", "folgenden adressen",
                "fehler bei der nachrichtenzustellung an folgende empfänger", "fehler bei der zustellung",
                "übermittlung an folgende empfänger fehlgeschlagen", "an folgende empfänger fehlgeschlagen",
                "ihre nachricht wurde nicht zugestellt", "ihre nachricht an", "zustellung an", "nicht erreicht werden",
                "konnte nicht übermittelt werden", "nicht ausgeliefert werden", "unzustellbar", "nicht zustellbar",
                // French.
                "n'a pas pu être délivré", "n'a pas pu etre delivre", "n'a pas pu être remis", "n'a pas pu être envoyé",
                "n'a pas pu être distribué", "n'a pas été remis", "n'est pas parvenu", "échec de la remise",
                "chec de la remise à ces destinataires ou groupes", "les destinataires suivants",
                "le destinataire suivant", "destinataires suivants", "aux adresses suivantes", "l'adresse suivante",
                "l'adresse de messagerie", "impossible de remettre", "impossible de délivrer", "n'a pu être délivré",
                "n'a pu etre delivre", "n'a pas pu atteindre", "erreur lors de la distribution",
                // Spanish and Portuguese.
                "no se pudo entregar", "no pudo ser entregado", "no ha podido ser entregado",
                "no se ha podido entregar",
                "no fue entregado", "no se entregó", "no puede ser entregado", "los siguientes destinatarios",
                "siguientes destinatarios", "siguiente destinatario", "destinatarios siguientes",
                "las siguientes direcciones", "la siguiente dirección", "error de entrega", "error al entregar",
                "se produjo un error en la entrega a estos destinatarios o grupos", "no llegó a", "no alcanzó",
                "não pôde ser entregue", "não foi entregue", "nao pode ser enviada", "não pode ser entregue",
                "não foi possível entregar", "os seguintes destinatários", "seguintes destinatários",
                "seguinte destinatário", "falha na entrega a estes destinatários ou grupos", "falha na entrega",
                "endereços a seguir", "nao foi possivel entregar", "nao foi entregue",
                // Italian.
                "non è stato possibile recapitare", "non è stato recapitato", "impossibile recapitare",
                "non può essere consegnato", "non e' stato possibile", "non è stato consegnato",
                "i seguenti destinatari", "messaggio inviato a", "non e' stato consegnato",
                "seguenti destinatari", "seguente destinatario", "seguenti indirizzi",
                "recapito non riuscito per i seguenti destinatari o gruppi", "non ha raggiunto",
                "consegna non riuscita",
                "impossibile consegnare",
                // Dutch.
                "kan niet worden afgeleverd", "kon niet worden afgeleverd", "kon niet worden bezorgd",
                "kan niet worden bezorgd", "volgende geadresseerde", "volgende ontvangers", "volgende adres",
                "de volgende geadresseerden", "niet afgeleverd", "bezorging is mislukt", "niet bereikt",
                // Nordic.
                "kunde inte levereras", "gick inte att leverera", "nådde inte följande mottagare", "följande mottagare",
                "kunne ikke leveres", "nåede ikke følgende modtager", "følgende modtager", "følgende mottaker",
                "nådde ikke følgende mottaker", "ei voitu toimittaa", "seuraaville vastaanottajille", "ei saavuttanut",
                "levering til disse modtagere", "leverans till dessa mottagare",
                // Polish, Czech, Slovak, Hungarian, Romanian, Turkish, Greek.
                "nie mogła zostać dostarczona", "nie może zostać dostarczona", "nie została dostarczona",
                "nie można dostarczyć", "nie udało się dostarczyć", "do następujących adresatów",
                "następujących odbiorców", "następujący adres", "do tych adresatów lub grup", "nie dotarła do",
                "nelze doručit", "nebylo možné doručit", "nebyla doručena", "následujícím příjemcům",
                "nemohla být doručena", "těmto příjemcům nebo skupinám", "nepodařilo se doručit",
                "nebolo možné doručiť",
                "nem kézbesíthető", "nem sikerült kézbesíteni", "a következő címzett", "nem lehetett kézbesíteni",
                "nu a putut fi livrat", "următorii destinatari", "livrarea nu a reușit", "teslim edilemedi",
                "iletilemedi", "aşağıdaki alıcı", "şu alıcılara veya gruplara", "δεν ήταν δυνατή η παράδοση",
                "δεν παραδόθηκε", "στους παρακάτω παραλήπτες",
                // Russian, Ukrainian, Bulgarian.
                "не может быть доставлено", "не было доставлено", "не удалось доставить", "не доставлено",
                "невозможно доставить", "следующим получателям", "следующих получателей", "следующие адреса",
                "следующему адресу", "по следующим адресам", "не доставлено следующим получателям",
                "сбой доставки следующим получателям или группам", "не дошло до", "ошибка доставки",
                "не было отправлено",
                "не вдалося доставити", "не може бути доставлено", "не беше доставено",
            ])
        + each(
            .opening(.delayed),
            [
                "еще не доставлено", "ещё не доставлено", "konnte noch nicht zugestellt werden",
                "wurde noch nicht zugestellt", "verzögert sich", "n'a pas encore été", "aún no se ha entregado",
                "todavía no se ha podido entregar", "ainda não foi entregue", "non è ancora stato", "nog niet bezorgd",
                "nog niet afgeleverd", "nie została jeszcze dostarczona",
            ])
        + each(
            .delay,
            [
                "weitere zustellversuche", "es werden weitere versuche", "nouvelles tentatives",
                "se seguirá intentando",
                "seguiremos intentando", "continuerà a tentare", "мы продолжим попытки",
                "попытки доставки будут продолжены", "der server wird es weiter versuchen",
                "sie brauchen nichts zu unternehmen", "va réessayer", "nouvel essai", "sera réessayé",
                "est en attente", "remise incomplète", "riproverà", "riprovare automaticamente", "se reintentará",
                "volverá a intentar", "seguirá intentando", "vai tentar novamente", "tentará novamente",
                "versucht es weiter", "wird weiter versucht", "weiterhin versuch", "будет повторена", "будут повторены",
                "повторная попытка", "попробуем еще раз", "opnieuw geprobeerd", "ponowna próba", "kolejna próba",
                "další pokus", "bude opakován", "försöker igen", "prøver igen", "prøver på nytt", "tekrar denenecek",
            ])
        + each(
            .ending,
            [
                "originalnachricht", "ursprüngliche nachricht", "kopie der nachricht",
                "ursprüngliche nachrichtenkopfzeilen", "message d'origine", "en-têtes de message d'origine",
                "message original", "mensaje original", "encabezados de mensajes originales", "mensagem original",
                "cabeçalhos de mensagens originais", "messaggio originale", "intestazioni messaggio originale",
                "oorspronkelijk bericht", "origineel bericht", "ursprungligt meddelande", "oprindelig meddelelse",
                "oryginalna wiadomość", "původní zpráva", "исходное сообщение", "копия сообщения",
                "заголовки исходного сообщения", "оригинальное сообщение", "особые заголовки", "исходное письмо",
            ])
        + each(
            .failure,
            [
                "unbekannt", "existiert nicht", "postfach voll", "postfach ist voll", "unzustellbar",
                "nicht zugestellt",
                "n'existe pas", "inconnu", "boîte pleine", "non remis", "no existe", "desconocido", "buzón lleno",
                "não existe", "desconhecido", "caixa cheia", "non esiste", "sconosciuto", "casella piena",
                "bestaat niet",
                "onbekend", "finns inte", "okänd", "findes ikke", "ukendt", "finnes ikke", "nie istnieje", "neexistuje",
                "nem létezik", "nu există", "не существует", "не найден", "неизвест", "переполнен", "отклонено",
                "заблокирован", "bulunamadı", "δεν υπάρχει",
            ])
        + each(
            .failedSubject,
            [
                "unzustellbar", "nicht zustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "fehlgeschlagen",
                "zustellfehler", "zustellungsfehler", "unbekannter empfänger", "rückläufer",
                "fehler bei der zustellung",
                "zustellbenachrichtigung", "zustellungsbenachrichtigung", "nachricht nicht zugestellt", "non remis",
                "échec de la remise", "chec de remise", "échec d'envoi", "non distribu", "non délivr",
                "notification d'état de remise", "avis de non", "utilisateur non recens", "message non remis",
                "retour de message", "courrier non", "no se puede entregar", "no se pudo entregar", "no entregado",
                "correo devuelto", "mensaje devuelto", "error de entrega", "notificación de estado de entrega",
                "no entregable", "entrega fallida", "não entreg", "não é possível entregar", "mensagem devolvida",
                "falha na entrega", "notificação de status de entrega", "nao entreg", "mancato recapito",
                "mancata consegna", "non recapitabile", "impossibile recapitare", "non consegnat", "messaggio respinto",
                "onbestelbaar", "niet bezorgd", "niet afgeleverd", "bezorging mislukt", "aflevering mislukt",
                "kunde inte levereras", "går inte att leverera", "olevererbart", "ej levererat", "kan ikke leveres",
                "kunne ikke leveres", "uleveret", "kan ikkje leverast", "ei voi toimittaa", "toimitus epäonnistui",
                "nie dostarczon", "niedostarczon", "nie można dostarczyć", "zwrot wiadomości", "zwrot poczty",
                "nedoručiteln", "nedoručen", "nelze doručit", "kézbesíthetetlen", "kézbesítési hiba", "nu a putut fi",
                "nelivrat", "teslim edilemedi", "iletilemedi", "μη παραδοτέο", "αποτυχία παράδοσης", "не доставлено",
                "недоставлен", "не удалось доставить", "невозможно доставить", "сбой доставки", "ошибка доставки",
                "не может быть доставлено", "уведомление о доставке", "не доставлен", "недоставк", "возврат почты",
                "уведомление о состоянии доставки",
            ])
        + each(
            .delayedSubject,
            [
                "verzögert", "zustellung verzögert", "retardé", "différé", "remise différée", "retrasad", "demorad",
                "entrega retrasada", "atrasad", "entrega atrasada", "ritardat", "ritardo", "vertraagd", "försenad",
                "forsinket", "opóźnion", "opožděn", "задерж", "отложен",
            ])
}
