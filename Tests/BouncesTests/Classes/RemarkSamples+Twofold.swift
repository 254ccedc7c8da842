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
        """
}
