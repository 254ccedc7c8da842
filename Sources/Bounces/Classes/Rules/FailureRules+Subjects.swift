extension FailureRules {
    /// What ends with an error of the machine, whatever was said of the user before it.
    static let lastWords = #"""
        rule delivery-error
        words errno= | can not open new email file | will deliver to catchall | deliver to & catchall
        unless over quota | quota exceeded
        class system
        means 5.3.0
        yes user does not exist, but will deliver to /var/vmail/catchall can not open new email file errno=28 system error
        no 550 user does not exist
        """#

    /// The user is unknown *in* a domain: of the two, what is missing is told by which one it is missing in.
    static let subjects = #"""
        rule user-in-domain
        words en este dominio & no existe | en este dominio & desconocido | en este dominio & no encontrado
        words en este dominio & no se encontro | en este dominio & inexistente | en el dominio & no existe
        words en el dominio & desconocido | en el dominio & no encontrado | en el dominio & no se encontro
        words en el dominio & inexistente | en nuestro dominio & no existe | en nuestro dominio & desconocido
        words en nuestro dominio & no encontrado | en nuestro dominio & no se encontro
        words en nuestro dominio & inexistente | usuario del dominio & no existe | usuario del dominio & desconocido
        words usuario del dominio & no encontrado | usuario del dominio & no se encontro
        words usuario del dominio & inexistente | neste dominio & nao existe | neste dominio & desconhecido
        words neste dominio & nao encontrado | neste dominio & nao foi encontrado | neste dominio & inexistente
        words nesse dominio & nao existe | nesse dominio & desconhecido | nesse dominio & nao encontrado
        words nesse dominio & nao foi encontrado | nesse dominio & inexistente | no dominio & nao existe
        words no dominio & desconhecido | no dominio & nao encontrado | no dominio & nao foi encontrado
        words no dominio & inexistente | em nosso dominio & nao existe | em nosso dominio & desconhecido
        words em nosso dominio & nao encontrado | em nosso dominio & nao foi encontrado
        words em nosso dominio & inexistente | usuario do dominio & nao existe | usuario do dominio & desconhecido
        words usuario do dominio & nao encontrado | usuario do dominio & nao foi encontrado
        words usuario do dominio & inexistente | in questo dominio & non esiste | in questo dominio & sconosciuto
        words in questo dominio & inesistente | in questo dominio & non trovato
        words in questo dominio & non e stato trovato | nel dominio & non esiste | nel dominio & sconosciuto
        words nel dominio & inesistente | nel dominio & non trovato | nel dominio & non e stato trovato
        words nel nostro dominio & non esiste | nel nostro dominio & sconosciuto | nel nostro dominio & inesistente
        words nel nostro dominio & non trovato | nel nostro dominio & non e stato trovato
        words su questo dominio & non esiste | su questo dominio & sconosciuto | su questo dominio & inesistente
        words su questo dominio & non trovato | su questo dominio & non e stato trovato
        words dans ce domaine & n'existe pas | dans ce domaine & inconnu | dans ce domaine & introuvable
        words dans ce domaine & n'existe plus | dans ce domaine & inexistant | sur ce domaine & n'existe pas
        words sur ce domaine & inconnu | sur ce domaine & introuvable | sur ce domaine & n'existe plus
        words sur ce domaine & inexistant | dans le domaine & n'existe pas | dans le domaine & inconnu
        words dans le domaine & introuvable | dans le domaine & n'existe plus | dans le domaine & inexistant
        words sur le domaine & n'existe pas | sur le domaine & inconnu | sur le domaine & introuvable
        words sur le domaine & n'existe plus | sur le domaine & inexistant | pour ce domaine & n'existe pas
        words pour ce domaine & inconnu | pour ce domaine & introuvable | pour ce domaine & n'existe plus
        words pour ce domaine & inexistant | in dieser doma & existiert nicht | in dieser doma & unbekannt
        words in dieser doma & nicht gefunden | in dieser doma & gibt es | in dieser doma & nicht bekannt
        words in dieser doma & nicht vorhanden | in der doma & existiert nicht | in der doma & unbekannt
        words in der doma & nicht gefunden | in der doma & gibt es | in der doma & nicht bekannt
        words in der doma & nicht vorhanden | auf dieser doma & existiert nicht | auf dieser doma & unbekannt
        words auf dieser doma & nicht gefunden | auf dieser doma & gibt es | auf dieser doma & nicht bekannt
        words auf dieser doma & nicht vorhanden | unter dieser doma & existiert nicht | unter dieser doma & unbekannt
        words unter dieser doma & nicht gefunden | unter dieser doma & gibt es | unter dieser doma & nicht bekannt
        words unter dieser doma & nicht vorhanden | fur diese doma & existiert nicht | fur diese doma & unbekannt
        words fur diese doma & nicht gefunden | fur diese doma & gibt es | fur diese doma & nicht bekannt
        words fur diese doma & nicht vorhanden | in dit domein & bestaat niet | in dit domein & onbekend
        words in dit domein & niet gevonden | in dit domein & niet bekend | op dit domein & bestaat niet
        words op dit domein & onbekend | op dit domein & niet gevonden | op dit domein & niet bekend
        words in het domein & bestaat niet | in het domein & onbekend | in het domein & niet gevonden
        words in het domein & niet bekend | binnen dit domein & bestaat niet | binnen dit domein & onbekend
        words binnen dit domein & niet gevonden | binnen dit domein & niet bekend | w tej domenie & nie istnieje
        words w tej domenie & nieznan | w tej domenie & nie ma$ | w tej domenie & nie znaleziono
        words w tej domenie & brak | w domenie & nie istnieje | w domenie & nieznan | w domenie & nie ma$
        words w domenie & nie znaleziono | w domenie & brak | w naszej domenie & nie istnieje
        words w naszej domenie & nieznan | w naszej domenie & nie ma$ | w naszej domenie & nie znaleziono
        words w naszej domenie & brak | v teto domene & neexistuje | v teto domene & neznam
        words v teto domene & nenalezen | v teto domene & nebyl nalezen | v domene & neexistuje | v domene & neznam
        words v domene & nenalezen | v domene & nebyl nalezen | v tejto domene & neexistuje | v tejto domene & neznam
        words v tejto domene & nenalezen | v tejto domene & nebyl nalezen | в этом домене & не существует
        words в этом домене & не найден | в этом домене & неизвест | в этом домене & нет такого
        words в этом домене & не зарегистрирован | в домене & не существует | в домене & не найден
        words в домене & неизвест | в домене & нет такого | в домене & не зарегистрирован
        words на этом домене & не существует | на этом домене & не найден | на этом домене & неизвест
        words на этом домене & нет такого | на этом домене & не зарегистрирован | для этого домена & не существует
        words для этого домена & не найден | для этого домена & неизвест | для этого домена & нет такого
        words для этого домена & не зарегистрирован | у цьому домені & не існує | у цьому домені & не знайдено
        words у цьому домені & невідом | у цьому домені & немає | в цьому домені & не існує
        words в цьому домені & не знайдено | в цьому домені & невідом | в цьому домені & немає | у домені & не існує
        words у домені & не знайдено | у домені & невідом | у домені & немає | в домені & не існує
        words в домені & не знайдено | в домені & невідом | в домені & немає | in acest domeniu & nu exista
        words in acest domeniu & necunoscut | in acest domeniu & nu a fost gasit | in acest domeniu & inexistent
        words in domeniul & nu exista | in domeniul & necunoscut | in domeniul & nu a fost gasit
        words in domeniul & inexistent | pe acest domeniu & nu exista | pe acest domeniu & necunoscut
        words pe acest domeniu & nu a fost gasit | pe acest domeniu & inexistent | ebben a tartomany & nem letezik
        words ebben a tartomany & ismeretlen | ebben a tartomany & nem talalhato | ebben a tartomany & nincs
        words ebben a domain & nem letezik | ebben a domain & ismeretlen | ebben a domain & nem talalhato
        words ebben a domain & nincs | a tartomanyban & nem letezik | a tartomanyban & ismeretlen
        words a tartomanyban & nem talalhato | a tartomanyban & nincs | a domainben & nem letezik
        words a domainben & ismeretlen | a domainben & nem talalhato | a domainben & nincs
        words etki alaninda & bulunamadi | etki alaninda & mevcut degil | etki alaninda & yok$
        words etki alaninda & bilinmeyen | alan adinda & bulunamadi | alan adinda & mevcut degil | alan adinda & yok$
        words alan adinda & bilinmeyen | i denna doman & finns inte | i denna doman & okand
        words i denna doman & findes ikke | i denna doman & finnes ikke | i denna doman & ukendt
        words i denna doman & ukjent | i denna doman & hittades inte | i denna doman & existerar inte
        words i denna doman & eksisterer ikke | i domanen & finns inte | i domanen & okand | i domanen & findes ikke
        words i domanen & finnes ikke | i domanen & ukendt | i domanen & ukjent | i domanen & hittades inte
        words i domanen & existerar inte | i domanen & eksisterer ikke | i dette doman & finns inte
        words i dette doman & okand | i dette doman & findes ikke | i dette doman & finnes ikke
        words i dette doman & ukendt | i dette doman & ukjent | i dette doman & hittades inte
        words i dette doman & existerar inte | i dette doman & eksisterer ikke | i dette dome & finns inte
        words i dette dome & okand | i dette dome & findes ikke | i dette dome & finnes ikke | i dette dome & ukendt
        words i dette dome & ukjent | i dette dome & hittades inte | i dette dome & existerar inte
        words i dette dome & eksisterer ikke | i domenet & finns inte | i domenet & okand | i domenet & findes ikke
        words i domenet & finnes ikke | i domenet & ukendt | i domenet & ukjent | i domenet & hittades inte
        words i domenet & existerar inte | i domenet & eksisterer ikke | verkkotunnuksessa & ei ole
        words verkkotunnuksessa & ei loydy | verkkotunnuksessa & tuntematon | toimialueessa & ei ole
        words toimialueessa & ei loydy | toimialueessa & tuntematon | toimialueella & ei ole
        words toimialueella & ei loydy | toimialueella & tuntematon | σε αυτον τον τομεα & δεν υπαρχει
        words σε αυτον τον τομεα & δεν βρεθηκε | σε αυτον τον τομεα & αγνωστο | στον τομεα & δεν υπαρχει
        words στον τομεα & δεν βρεθηκε | στον τομεα & αγνωστο | in this domain & does not exist
        words in this domain & doesn't exist | in this domain & not found | in this domain & unknown
        words in this domain & no such | in this domain & not known | at this domain & does not exist
        words at this domain & doesn't exist | at this domain & not found | at this domain & unknown
        words at this domain & no such | at this domain & not known | in domain & does not exist
        words in domain & doesn't exist | in domain & not found | in domain & unknown | in domain & no such
        words in domain & not known | on this domain & does not exist | on this domain & doesn't exist
        words on this domain & not found | on this domain & unknown | on this domain & no such
        words on this domain & not known | in our domain & does not exist | in our domain & doesn't exist
        words in our domain & not found | in our domain & unknown | in our domain & no such
        words in our domain & not known | at our domain & does not exist | at our domain & doesn't exist
        words at our domain & not found | at our domain & unknown | at our domain & no such
        words at our domain & not known | ドメインに & ユーザ | ドメインに & アドレス | ドメインに & 受信者 | 域名下 & 不存在 | 域名下 & 找不到 | 域名下 & 无此
        words 域名下 & 無此 | 域名中 & 不存在 | 域名中 & 找不到 | 域名中 & 无此 | 域名中 & 無此 | 網域中 & 不存在 | 網域中 & 找不到 | 網域中 & 无此 | 網域中 & 無此
        words 网域中 & 不存在 | 网域中 & 找不到 | 网域中 & 无此 | 网域中 & 無此
        words usuario invalido & dominio | im domain & nicht vorhanden | 域名下 & 没有 | 域名下 & 沒有
        words usuario no existe & dominio | usuario desconocido & dominio | destinatario desconocido & dominio
        words usuario nao existe & dominio | usuario desconhecido & dominio | destinatario desconhecido & dominio
        words utente sconosciuto & dominio | destinatario sconosciuto & dominio | utente inesistente & dominio
        words utilisateur inconnu & domaine | adresse inconnue & domaine | destinataire inconnu & domaine
        words unbekannter empfanger & doma | unbekannter benutzer & doma | benutzer unbekannt & doma
        words empfanger unbekannt & doma | in domain & nicht gefunden | in domain & unbekannt | in domain & existiert nicht
        words onbekende gebruiker & domein | gebruiker onbekend & domein | nieznany uzytkownik & dome
        words neznamy uzivatel & dome | неизвестный пользователь & домен | пользователь не найден & домен
        words нет такого пользователя & домен | utilizator necunoscut & domeniu | ismeretlen felhasznalo & doma
        words okand anvandare & doman | ukendt bruger & doman | ukjent bruker & dome
        unless sender | remitente | remetente | absender | expediteur | mittente | отправител | nadawc | afsender
        unless avsandar | host | relay | server
        class address-unknown
        means 5.1.1
        yes 550 El usuario no existe en este dominio
        yes 550 L'utilisateur n'existe pas dans ce domaine
        yes 550 Uživatel v této doméně neexistuje
        yes 550 Пользователь не существует в этом домене
        no 550 El dominio no existe
        no 550 Домен не существует
        """#

    /// Of two languages at once, such as `Recipient address rejected: user unbekannt`: what one says of the user comes
    /// before that the other refuses.
    static let mixed = #"""
        rule quota-word
        words quota
        unless sending | send | hour | minute | daily | per day | connection | messages | rate | recipients | your quota | spool
        class full
        means 5.2.2
        yes 550 Quota!
        no 550 You have used up your daily quota

        rule unknown-anywhere
        words unbekannt | inconnu | desconocido | desconocida | desconhecido
        words desconhecida | sconosciuto | sconosciuta | onbekend | onbekende | nieznany | nieznana | neznamy
        words neznama | неизвестен | неизвестный | неизвестна | невідомий | necunoscut | ismeretlen | bilinmeyen
        words okand | ukendt | ukjent | tuntematon | αγνωστος | αγνωστη | inexistant
        words inesistente | introuvable | nicht gefunden | nicht vorhanden
        unless domain | doman | domaine | dominio | domein | domena | домен | domeniu | tartomany | etki alani
        unless toimialue | τομεας | sender | absender | expediteur | remitente | remetente | mittente | отправитель
        unless fehler | erreur | error | errore | erro$ | ошибка | host | server | rechner | hote | befehl | commande
        class address-unknown
        means 5.1.1
        yes 550 5.7.1 <ada@x.example>: Recipient address rejected: user unbekannt
        yes 554 refused after RCPT TO:<ada@x.example>: desconocido
        no 550 5.7.1 <ada@x.example>: Recipient address rejected: Access denied
        no 550 unbekannter Fehler

        rule unknown-elsewhere
        words nepoznat | ne postoji | neznan uporabnik | ne obstaja | непознат | не съществува | khong ton tai
        words tidak ditemukan | tidak dikenal | ไม่พบผู้ใช้ | ไม่มีผู้ใช้ | kasutajat ei | не зарегистрирован
        words няма такъв | няма такава | не е намерен | ne postoji korisnik | nepostojec | nezinam | neatrast | nerastas | nera tokio
        words không tồn tại | غير موجود | לא קיים | ez da existitzen | non existe
        unless domen | domain | домейн | домен | โดเมน
        class address-unknown
        means 5.1.1
        yes 550 5.7.1 <ada@x.example>: Recipient address rejected: nepoznat korisnik
        yes 550 Непознат потребител
        no 550 Domena ne postoji

        rule disabled-anywhere
        words is not active | not activated | not active$ | ist nicht aktiv | n'est pas actif | n'est plus actif
        words no esta activ | non attivo | non attiva | nao esta ativ | nie jest aktywn | не активен | не активна
        words gesperrt | desactive | deshabilitad | desactivad | desativad | disabilitat
        words disattivat | zablokowan | nieaktywn | заблокирован | отключен
        unless domain | sender | absender | expediteur | remitente | mittente | remetente | your ip | server | host
        unless feature | service
        class disabled
        means 5.2.1
        yes 550 5.7.1 <ada@x.example>: Recipient address rejected: mailbox is not activated
        yes 550 5.7.1 <ada@x.example>: Recipient address rejected: le compte n'est plus actif
        no 550 Empfänger unbekannt
        """#
}
