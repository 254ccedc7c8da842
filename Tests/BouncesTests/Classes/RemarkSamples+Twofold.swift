extension RemarkSamples {
    /// Where two things are said at once, and the more specific one counts.
    static let twofold = """
        full soft - 550 Your message could not be delivered: the quota for this mailbox has been reached. Try again \
        later.
        full soft - Recipient's mailbox is out of disk space
        full soft - 451 The user's inbox has run out of disk space, please try again later
        full soft - 452 4.3.1 mailbox for ada is out of disk space, try later
        full soft - 450 quota of this account reached, try again later
        system soft - 452 4.3.1 Out of disk space
        system soft - 451 Server is out of disk space, try again later
        reputation soft @laposte.net 550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please \
        try later. LPN007_510
        reputation soft @laposte.net 550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please \
        try later. LPN007_401
        rate soft @zohomail.com 554 5.4.6 Unusual sending activity detected. Please try after some time.
        rate soft - 550 5.4.6 Unusual sending activity detected. Please try after sometime. Learn more.
        disabled hard - smtp; 550 Error occurred after RCPT TO:<ada@x.example>: Account is not active
        disabled hard - 550 <ada@x.example>: Recipient address rejected: Account is not active
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: user unbekannt
        address-unknown hard - 550 <ada@x.example>: Recipient address rejected: Recipient <ada@x.example> user \
        unbekannt
        address-unknown hard - 554 <ada@x.example>: Recipient address rejected: Recipient ada@x.example unknown
        address-unknown hard - 550 refused after RCPT TO:<ada@x.example>: utilisateur inconnu
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: usuario desconocido
        address-unknown hard - 550 5.7.1 Recipient address rejected: nieznany uzytkownik
        address-unknown hard - 550 Recipient <ada@x.example> unknown
        address-unknown hard - 554 5.7.1 <ada@x.example>: Recipient address rejected: unknown
        address-unknown hard - 550 rejected after RCPT TO:<ada@x.example>: Benutzer nicht bekannt
        disabled hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: Konto gesperrt
        full soft - 550 5.7.1 <ada@x.example>: Recipient address rejected: Postfach voll
        system soft - user does not exist, but will deliver to /home/vpopmail/domains/x.example/catchall/ can not \
        open new email file errno=28 file=/home/vpopmail/domains/x.example/catchall/Maildir/tmp/1 system error
        address-unknown hard - 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_No_such_user/
        address-unknown hard - \
        192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_<ada@x.example>..._User_unknown/Giving_up_on_19\
        2.0.2.1./
        full soft - 192.0.2.1_does_not_like_recipient./Remote_host_said:_552_5.2.2_mailbox_is_full/Giving_up_on_192.0.\
        2.1./
        address-unknown hard - 550 sorry, this recipient is not in my validrcptto list (#5.7.1)
        address-unknown hard - 553 5.7.1 this address is not in our validrcptto list
        address-unknown hard - 550 El usuario no existe en este dominio
        address-unknown hard - 550 5.1.1 O usuário não existe neste domínio
        address-unknown hard - 550 L'utente non esiste in questo dominio
        address-unknown hard - 550 L'utilisateur n'existe pas dans ce domaine
        address-unknown hard - 550 Der Benutzer existiert nicht in dieser Domain
        address-unknown hard - 550 De gebruiker bestaat niet in dit domein
        address-unknown hard - 550 user ada does not exist in domain x.example
        address-unknown hard - 550 No such user in domain x.example
        address-unknown hard - 550 The user was not found in this domain
        address-unknown hard - 550 Uživatel v této doméně neexistuje
        address-unknown hard - 550 Uzytkownik nie istnieje w tej domenie
        address-unknown hard - 550 Пользователь не существует в этом домене
        address-unknown hard - 550 Utilizatorul nu exista in acest domeniu
        domain-unknown hard - 550 El dominio no existe
        domain-unknown hard - 550 Le domaine n'existe pas
        content soft - 554 5.7.1 This message contains a URL listed by SURBL
        content soft - 550 5.7.1 Message contains a link listed in URIBL black list
        content soft - 554 5.7.1 rejected: a URL in your message is listed by the DBL of Spamhaus
        content soft - 550 Blacklisted URL in message
        reputation soft - 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dbl.spamhaus.org
        policy soft - 550 5.7.1 Your mail comes from a country that this organization does not accept mail from
        policy soft - 554 5.7.1 we do not accept mail from your country
        policy soft - 550 5.7.1 Message from a geographic region that this organization doesn't accept mail from
        domain-unknown hard - 556 5.1.10 Domain x.example does not accept mail (nullMX)
        domain-unknown hard - 521 Host does not accept mail
        full soft - 550 Der Empfänger hat das Speichervolumen ueberschritten
        full soft - 550 Das Postfach hat sein Speichervolumen überschritten
        full soft - 552 Speicherlimit erreicht
        disabled hard - 550 Casella di posta disabilitata
        disabled hard - 550 La casella di posta e' stata disabilitata
        disabled hard - 550 Casella postale sospesa
        system soft - This message is undeliverable: qmail-remote child crashed. (#4.3.0)
        system soft - 451 child crashed
        system soft - qmail-local child crashed
        full soft - 451 4.2.2 ada@x.example is temporarily over quota
        full soft - 550 temporarily over quota
        full soft - 450 User account temporarily over quota
        address-unknown hard - 550 5.0.0 550 No such person here
        address-unknown hard - 550 5.0.0 550 5.1.1 <ada@x.example> User unknown
        full soft - 554 5.0.0 550 quota exceeded
        full soft - 554 5.0.0 mailbox is full
        disabled hard - 554 5.0.0 Account has been disabled
        content soft - 554 5.0.0 Message looks like spam
        disabled hard - 550 受信者のメールボックスが停止されています
        disabled hard - 550 この電話番号は利用停止されています
        disabled hard - 550 ご利用のメールアドレスは停止中です
        disabled hard - 550 收件人信箱已停用
        policy soft - 550 5.7.1 Recipient not authorized
        policy soft - 550 5.7.1 The recipient is not authorized, your message was not delivered
        address-unknown hard - 554 5.0.0 550 mailbox unavailable
        address-unknown hard - 554 5.0.0 Service unavailable 550 5.1.1 unknown
        policy soft - 554 5.0.0 550 5.7.1 rejected
        address-unknown hard - 550 5.0.0 550 Invalid recipient
        content soft - 554 5.0.0 554 5.7.1 spam
        address-unknown hard - 550 Sin dominio: el usuario ada no existe en el dominio x.example
        undecided soft - 550 unbekannter Fehler
        domain-unknown hard - 550 Die Domain x.example ist unbekannt
        system soft - 451 4.3.0 unable to open mailbox: no space left on device
        disabled hard - 550 5.0.0 550 account is not active
        domain-unknown hard - 550 domain x.example does not exist
        rate soft - 550 5.7.1 Daily sending quota exceeded
        full soft - 452 4.3.1 The recipient's mailbox has no disk space left, try again later
        full soft - 451 4.3.0 user's mailbox is out of quota; try later
        full soft - 421 The mailbox quota limit was reached, service temporarily unavailable
        full soft - 550 5.7.1 <ada@x.example>: Recipient address rejected: over quota
        full soft - 450 <ada@x.example>: Recipient address rejected: Mailbox temporarily full
        full soft - 450 4.2.0 Mailbox temporarily over its limit
        full soft - 554 Quota de la boite depasse
        system soft - 552 insufficient disk space on server
        disabled hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: account expired
        disabled hard - 554 rejected after RCPT TO:<ada@x.example>: account closed
        disabled hard - 550 5.7.1 Recipient address rejected: this mailbox is not active
        disabled hard - 550 Recipient refused: the account was closed
        address-unknown hard - 550 5.7.1 Recipient refused: no such account
        address-unknown hard - 554 5.7.1 recipient <ada@x.example> unknown, access denied
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: unknown recipient address
        address-unknown hard - 550 Access denied: user ada@x.example not found
        address-unknown hard - 550 5.7.1 Blocked: recipient does not exist
        address-unknown hard - 554 5.7.1 <ada@x.example>: Recipient address rejected: not a valid user
        address-unknown hard - 550 Empfängeradresse abgelehnt: Benutzer unbekannt
        address-unknown hard - 550 Empfaenger abgelehnt: unbekannt
        address-unknown hard - 550 Destinataire refusé: adresse inconnue
        address-unknown hard - 550 Destinatario rechazado: usuario desconocido
        address-unknown hard - 550 Destinatario rifiutato: utente sconosciuto
        address-unknown hard - 550 Destinatário rejeitado: usuário desconhecido
        address-unknown hard - 550 Odbiorca odrzucony: nieznany uzytkownik
        address-unknown hard - 550 Получатель отклонен: пользователь не найден
        address-unknown hard - 550 Recipient address rejected: undeliverable address: unknown user
        address-unknown hard - 550 5.1.1 <ada@x.example>: Recipient address rejected: undeliverable address: host \
        mx.x.example[192.0.2.1] said: 550 Invalid recipient (in reply to RCPT TO command)
        address-unknown hard - \
        550_5.1.1_<ada@x.example>:_Recipient_address_rejected:_User_unknown_in_virtual_mailbox_table
        policy soft - 550_5.7.1_Relaying_denied_for_this_recipient
        content soft - 550 5.7.1 Message contains links listed by URIBL, see http://x.example/
        content soft - 554 5.7.1 Mail with a URL on the SURBL list refused
        content soft - 550 The body of your message has a domain listed on DBL
        content soft - 550 5.7.1 URL [x.example] is on a blocklist
        reputation soft - 550 5.7.1 your IP 192.0.2.1 is listed, see http://bl.x.example/link
        reputation soft - 554 5.7.1 192.0.2.1 is listed at dnsbl, see the URL https://bl.x.example/lookup
        reputation soft - 550 5.7.1 Rejected: 192.0.2.1 is blacklisted, use this link to be removed
        reputation soft - 550 Mail from x.example blocked, listed in blacklist; see URL http://bl.x.example
        policy soft - 550 Mail from your region is not accepted
        policy soft - 550 5.7.1 We don't accept email from foreign countries
        policy soft - 550 5.7.1 The recipient is not allowed to receive from you
        policy soft - 550 5.7.1 recipient not authorized for external mail
        disabled hard - 550 La cuenta de correo ha sido desactivada
        disabled hard - 550 Le compte a été désactivé
        disabled hard - 550 Das Konto wurde gesperrt
        disabled hard - 550 A conta foi desativada
        disabled hard - 550 Schránka byla zrušena
        disabled hard - 550 宛先のアカウントは停止しています
        disabled hard - 550 このメールアドレスは現在使用されておりません。停止中です
        full soft - 552 La casella ha superato lo spazio a disposizione
        full soft - 552 Lo spazio di archiviazione del destinatario e' esaurito
        full soft - 552 Le destinataire a dépassé son espace de stockage
        full soft - 552 El usuario ha superado su espacio de almacenamiento
        full soft - 552 O usuário excedeu o espaço de armazenamento
        full soft - 552 Speicherplatz des Empfängers erschöpft
        system soft - 451 4.3.0 qq child crashed
        system soft - 451 qq crashed (#4.3.0)
        system soft - deliver: cannot open new file, errno=13 permission denied
        rate soft - 421 4.7.0 Unusual volume of mail from your IP, try after some time
        rate soft - 550 sending from your account is limited because of unusual activity
        address-unknown hard - 550 5.0.0 550 #5.1.0 Address rejected ada@x.example
        address-unknown hard - 550 5.0.0 unknown or invalid user
        policy soft - 554 5.0.0 550 Access denied
        full soft - 554 5.0.0 <ada@x.example>... 452 4.2.2 mailbox full
        connection soft - 554 5.0.0 Connection timed out with mx.x.example
        address-unknown hard - 550 Usuario no existe. Verifique el nombre y el dominio
        address-unknown hard - 550 The account ada does not exist on domain x.example
        address-unknown hard - 550 Adresse inconnue au domaine x.example
        address-unknown hard - 550 Unbekannter Empfänger für Domain x.example
        address-unknown hard - 550 Benutzer ada in Domain x.example nicht gefunden
        address-unknown hard - 550 Destinatario sconosciuto nel dominio x.example
        domain-unknown hard - 550 El dominio del destinatario no existe
        domain-unknown hard - 550 Le domaine de l'utilisateur n'existe pas
        domain-unknown hard - 550 Die Domain des Empfängers wurde nicht gefunden
        domain-unknown hard - 550 Домен получателя не найден
        full soft - 451 The mailbox of ada has insufficient disk space, please try later
        address-unknown hard - 554 5.7.1 <ada@x.example>: Recipient address rejected: Kullanici bulunamadi
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: ismeretlen cimzett
        address-unknown hard - 550 after RCPT TO:<ada@x.example>: onbekende gebruiker
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: adressat nicht vorhanden
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: 用户不存在
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: 宛先不明
        address-unknown hard - 554 5.7.1 access denied: mailbox does not exist
        address-unknown hard - smtp; 554 5.7.1 Recipient <ada@x.example> rejected: no such person
        address-unknown hard - 550 Error: user ada unknown, message not accepted
        address-unknown hard - 554 5.7.1 <ada@x.example>: Recipient address rejected: Recipient <ada@x.example> \
        unknown
        address-unknown hard - 554 5.7.1 recipient unknown - denied
        address-unknown hard - 550 5.7.1 user doesn't exist: rejected by policy
        address-unknown hard - 550 5.7.1 Recipient address rejected: account removed
        disabled hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: compte suspendu
        disabled hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: cuenta bloqueada
        disabled hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: mailbox is suspended
        disabled hard - 550 <ada@x.example>: Recipient address rejected: account is not activated
        full soft - 550 5.7.1 <ada@x.example>: Recipient address rejected: casilla llena
        policy soft - 550 5.7.1 <ada@x.example>: Recipient address rejected: Access denied
        policy soft - 554 5.7.1 <ada@x.example>: Recipient address rejected: not authorized
        policy soft - 550 5.7.1 Recipient refused by the rules of this site
        system soft - 451 <ada@x.example>: Recipient address rejected: Server configuration problem
        system soft - 550 Sorry, the server had an internal error while looking up the user
        system soft - 554 qmail-local crashed
        system soft - user unknown but delivered to catch-all: cannot open new file errno=13
        rate soft - 550 5.4.6 Sending limit reached: too much unusual activity
        policy soft - 550 5.7.1 Email from your country is blocked
        policy soft - 550 Messages from this country are not accepted
        content soft - 550 5.7.1 Message refused: it links to a site listed by URIBL
        domain-unknown hard - 550 Domain x.example does not accept mail
        domain-unknown hard - 554 5.0.0 550 Host unknown
        address-unknown hard - 550 5.0.0 550 5.7.1 no such user
        too-large soft - 554 5.0.0 552 message size exceeds the limit
        reputation soft - 554 5.0.0 554 5.7.1 192.0.2.1 listed at zen.spamhaus.org
        policy soft - 554 5.0.0 550 relaying denied
        disabled hard - 192.0.2.1_failed_after_I_sent_the_message./Remote_host_said:_554_This_account_has_been_disable\
        d/
        policy soft - 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.7.1_Relaying_denied/
        address-unknown hard - 550 <ada@x.example>: Recipient address rejected: Mailbox not known here
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: user not known
        address-unknown hard - 550 5.7.1 <ada@x.example> Recipient rejected, user not valid here
        address-unknown hard - 550 rejected: mail box for ada is unknown
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: nepoznat korisnik
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: neznan uporabnik
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: непознат потребител
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: neznámy používateľ
        address-unknown hard - 550 5.7.1 <ada@x.example>: Recipient address rejected: pengguna tidak ditemukan
        address-unknown hard - 550 ошибка: пользователь не зарегистрирован
        address-unknown hard - 550 ไม่พบผู้ใช้
        disabled hard - 550 5.7.1 Recipient address rejected: user deactivated
        disabled hard - 550 this mailbox is no longer in service
        disabled hard - 550 account terminated by provider
        full soft - 550 5.7.1 <ada@x.example>: Recipient address rejected: user over quota
        full soft - 452 4.3.1 Insufficient space in ada's mailbox, please try later
        full soft - 421 4.2.2 The mailbox is temporarily full, service unavailable
        full soft - 451 4.3.0 Temporary error: quota exceeded for ada
        full soft - 450 4.7.1 Recipient has exceeded mail quota, try again later
        full soft - 550 The user's storage is full
        full soft - 552 5.3.1 Mail box of the user is at its limit
        system soft - 452 4.3.1 Not enough disk space on the mail server
        system soft - 451 4.3.5 Error: disk quota exceeded on spool
        rate soft - 450 4.7.1 try again later, you have sent unusually many messages
        rate soft - 421 Too much mail in a short time, try again after 1 hour
        policy soft - 554 5.7.1 We don't take mail from outside of our country
        policy soft - 550 5.7.1 Blocked: country not allowed
        policy soft - 550 5.7.1 This organization does not accept mail from your network's country
        domain-unknown hard - 554 5.1.10 Recipient domain has a null MX
        policy soft - 550 This host does not accept mail from you
        content soft - 554 5.7.1 Your message contains a blacklisted domain
        content soft - 554 5.7.1 A link within the message is listed in Spamhaus DBL
        content soft - 550 5.7.1 rejected because of a URL in SURBL
        reputation soft - 550 5.7.1 Sender domain listed in DBL
        reputation soft - 554 5.7.1 x.example is listed in Spamhaus DBL
        reputation soft - 550 5.7.1 Helo domain is listed in URIBL
        system soft - 554 5.3.0 child process crashed
        system soft - 451 qmail-scanner crashed, try later
        address-unknown hard - 192.0.2.1 does not like recipient./Remote host said: 550 sorry, no mailbox here by \
        that name (#5.1.1)/
        full soft - Remote_host_said:_552_sorry,_your_mailbox_is_over_quota_(#5.2.2)/
        address-unknown hard - 550 Usuario inválido en el dominio
        address-unknown hard - 550 Konto ist im Domain-Verzeichnis nicht vorhanden
        address-unknown hard - 550 De ontvanger bestaat niet binnen dit domein
        address-unknown hard - 550 このドメインに該当するユーザーは存在しません
        address-unknown hard - 550 该域名下没有此用户
        domain-unknown hard - 550 Domínio do destinatário não existe
        undecided soft - 550 5.0.0 550 5.0.0 no
        """
}
