extension RemarkSamples {
    /// In words alone, and what is like other words.
    static let worded = """
        address-unknown hard - 550 Empfänger unbekannt
        address-unknown hard - 550 5.1.1 Benutzer unbekannt
        address-unknown hard - Die von Ihnen eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie \
        die E-Mail-Adresse des Empfängers, und versuchen Sie, die Nachricht erneut zu senden.
        full soft - Das Postfach des Empfängers ist voll und kann zurzeit keine Nachrichten annehmen. Senden Sie die \
        Nachricht zu einem späteren Zeitpunkt erneut.
        too-large soft - Diese Nachricht ist zu groß und kann nicht zugestellt werden.
        policy soft - Sie sind nicht berechtigt, Nachrichten an diesen Empfänger zu senden.
        address-unknown hard - L'adresse e-mail que vous avez entrée est introuvable. Vérifiez l'adresse e-mail du \
        destinataire et essayez de renvoyer le message.
        full soft - La boîte aux lettres du destinataire est pleine et ne peut pas accepter de messages pour \
        l'instant.
        policy soft - Vous n'êtes pas autorisé à envoyer un message à ce destinataire.
        address-unknown hard - 550 5.1.1 Utilisateur inconnu
        address-unknown hard - No se encontró la dirección de correo electrónico que especificó. Compruebe la \
        dirección de correo del destinatario
        full soft - El buzón del destinatario está lleno y no puede aceptar mensajes por ahora.
        address-unknown hard - Não foi possível encontrar o endereço de email inserido. Verifique o endereço de email \
        do destinatário
        full soft - A caixa de correio do destinatário está cheia e não pode aceitar mensagens agora.
        address-unknown hard - L'indirizzo di posta elettronica immesso non è stato trovato. Controllare l'indirizzo \
        del destinatario
        full soft - La cassetta postale del destinatario è piena e non può accettare messaggi al momento.
        address-unknown hard - Het e-mailadres dat u hebt opgegeven, is niet gevonden. Controleer het e-mailadres van \
        de geadresseerde
        full soft - Het postvak van de geadresseerde is vol en kan geen berichten accepteren.
        address-unknown hard - Nie znaleziono wprowadzonego adresu e-mail. Sprawdź adres e-mail odbiorcy
        full soft - Skrzynka pocztowa adresata jest pełna i nie może teraz przyjmować wiadomości.
        address-unknown hard - Zadaná e-mailová adresa nebyla nalezena. Zkontrolujte e-mailovou adresu příjemce
        address-unknown hard - Введенный адрес электронной почты не найден. Проверьте адрес получателя
        full soft - Почтовый ящик получателя переполнен и сейчас не может принимать сообщения.
        address-unknown hard - 550 Нет такого пользователя
        address-unknown hard - Girdiğiniz e-posta adresi bulunamadı. Lütfen alıcının e-posta adresini denetleyin
        address-unknown hard - Det gick inte att hitta e-postadressen du angav. Kontrollera mottagarens e-postadress
        address-unknown hard - Den mailadresse, du angav, blev ikke fundet.
        address-unknown hard - E-postadressen du oppgav, ble ikke funnet.
        address-unknown hard - Antamaasi sähköpostiosoitetta ei löydy.
        address-unknown hard - 入力した電子メール アドレスが見つかりませんでした。受信者の電子メール アドレスを確認してください
        full soft - 受信者のメールボックスがいっぱいで、メッセージを受信できません。
        address-unknown hard - 找不到您输入的电子邮件地址。请检查收件人的电子邮件地址
        full soft - 收件人的邮箱已满，现在无法接收邮件。
        address-unknown hard - 找不到您輸入的電子郵件地址。請檢查收件者的電子郵件地址
        address-unknown hard - 입력한 전자 메일 주소를 찾을 수 없습니다.
        full soft - 받는 사람의 사서함이 꽉 차서 지금은 메시지를 받을 수 없습니다.
        reputation soft - 550 5.7.1 Connection denied by dnsbl: see http://x.example
        reputation soft - 554 5.7.1 Rejected - listed by CBL
        reputation soft - 550 mail not accepted from blacklisted IP address [192.0.2.1]
        reputation soft - 553 5.3.0 Spam source blocked 192.0.2.1
        reputation soft - 550 Connections from the host mx.x.example (192.0.2.1), originating on a dynamic address \
        are not accepted
        reputation soft - 571 Email from 192.0.2.1 is currently blocked by Verizon Online's anti-spam system.
        authentication soft - 550 5.7.1 SPF unauthorized mail is prohibited.
        authentication soft - 550 5.7.1 Fix reverse DNS for 192.0.2.1
        authentication soft - 550 Reverse DNS lookup failed
        authentication soft - 554 5.7.1 The sender's domain does not designate 192.0.2.1 as permitted sender
        authentication soft - 450 4.7.1 <mx>: Helo command rejected: Host not found
        authentication soft - 550 5.7.1 DMARC unauthenticated mail is prohibited.
        authentication soft - 550 Email rejected due to DKIM failure
        authentication soft - 530 SMTP authentication is required.
        content soft - 550 This message scored 12.5 spam points.
        content soft - 550-The message was classified as spam and may not be delivered
        content soft - 554 5.7.1 Your message looks like SPAM or has been reported as SPAM please read
        content soft - 550 5.7.1 Unfortunately, Spam is not accepted
        content soft - 554 Rejected by virus scanner: malware detected
        content soft - 550 Blocked by SpamAssassin
        content soft - 552 5.7.0 Our system detected an illegal attachment on your message.
        content soft - 550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Message blocked
        content soft - 550 Header check failed: message-id missing
        policy soft - 550 5.7.1 Delivery not authorized, message refused
        policy soft - 550 5.7.1 Requests to this list are restricted to members only
        policy soft - 550 Mail rejected by Windows Live Hotmail for policy reasons.
        policy soft - 554 Denied by policy
        policy soft - 550 5.7.1 Access denied
        policy soft - 451 4.7.1 Greylisting in action, please come back in 00:05:00
        policy soft - 450 4.7.1 Please try again in 300 seconds, you are greylisted
        policy soft - 550 this address only accepts mail from approved senders
        policy soft - 550 5.7.1 Sender is not allowed
        policy soft - 553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)
        policy soft - 550 5.1.8 Sender domain does not exist
        policy soft - 550 Invalid sender domain
        policy soft - 501 5.1.7 Bad sender address syntax
        policy soft - 550 relay not permitted
        policy soft - 550 5.7.1 <ada@x.example>... Relaying denied. IP name lookup failed [192.0.2.1]
        policy soft - 513 Relaying denied.
        policy soft - 550 not local host x.example, not a gateway
        rate soft - 452 Too many recipients received this hour
        rate soft - 450 4.7.1 You've exceeded your sending limit to this domain.
        rate soft - 421 4.7.0 Too many messages from your IP, slow down
        rate soft - 550 5.7.1 Message rate limit exceeded
        rate soft - 451 4.3.2 Please try again later (throttled)
        rate soft - 421 Too many connections from your host
        rate soft - 554 5.7.1 Too many unauthenticated connections
        full soft - 550 Mailbox quota exceeded
        full soft - 522 5.2.2 <ada@x.example>: mailbox is full (quota exceeded)
        full soft - 422 4.2.2 mailbox full
        full soft - 550 The user's mailbox is over the allocated quota
        full soft - 554 5.2.2 quota exceeded (in reply to end of DATA command)
        full soft - 452 Insufficient space in the user's mailbox, quota
        full soft - 550 #5.2.2 user over quota
        full soft - 450 4.2.2 The email account that you tried to reach is over quota.
        full soft - 554 Message would exceed the recipient's storage quota
        full soft - 550 account is full (quota limit reached)
        full soft - 552 Sorry, ada mailbox is overloaded: quota exceeded
        too-large soft - 552 Message exceeds fixed maximum message size
        too-large soft - 552 size of message exceeds maximum allowed by server
        too-large soft - 554 5.3.4 Message too big for system
        too-large soft - 550 sorry, that message size exceeds my databytes limit (#5.3.4)
        too-large soft - 552-5.2.3 Your message exceeded Google's message size limits.
        disabled hard - 550 5.2.1 account is currently disabled
        disabled hard - 550 The account you are trying to reach has been disabled or discontinued
        disabled hard - 554 Sorry, the mailbox is suspended
        disabled hard - 550 mailbox for ada@x.example is locked by administrator, account locked
        disabled hard - 550 Address ada@x.example is no longer accepting mail
        disabled hard - 550 Account expired
        disabled hard - 550 5.1.1 user account has been terminated
        disabled hard - 550 The recipient's account has been deactivated
        disabled hard - 550 user is inactive
        disabled soft - 450 4.2.1 mailbox disabled temporarily
        disabled soft - 451 4.2.1 Mailbox temporarily unavailable, mailbox locked
        address-unknown hard - 550 No mailbox by that name is currently available
        address-unknown hard - 550 <ada@x.example>... No such user here
        address-unknown hard - 550 5.1.1 no mailbox by that name
        address-unknown hard - 550 Requested action not taken: user not found
        address-unknown hard - 550 5.1.1 sorry, no mailbox here by that name (#5.1.1 - chkuser)
        address-unknown hard - 550 5.1.1 is not a valid mailbox
        address-unknown hard - 550 <ada@x.example> is not a valid user
        address-unknown hard - 550 5.1.1 ada@x.example, recipient unknown
        address-unknown hard - 511 5.1.1 unknown address or alias: ada@x.example
        address-unknown hard - 550 5.1.1 RCP-P2 http://postmaster.facebook.com/response_codes The attempted recipient \
        address does not exist.
        address-unknown hard - 550 5.1.6 recipient no longer on server: ada@x.example
        address-unknown hard - 550 The email address you sent to is no longer valid
        address-unknown hard - 550 Addressee unknown
        address-unknown hard - 550 Recipient address rejected: User unknown
        address-unknown hard - 550 ada: user not known
        address-unknown hard - 553 5.1.3 User address required, invalid user
        address-unknown hard - 554 This user does not exist.
        address-unknown hard - 550 5.1.1 Unknown recipient address
        address-unknown hard - 550 ada@x.example has no mailbox here: no such mailbox
        address-unknown hard - 550 [USER] mailbox not found
        address-unknown hard - 550 5.1.1 user unknown in virtual domain table
        address-unknown hard - 553 not a valid email address
        address-unknown hard - 550 Recipient does not exist on this system
        address-unknown hard - 550 5.1.1 Account not found
        address-unknown hard - 550 5.4.1 All recipient addresses rejected : Access denied
        address-unknown hard - 550-5.1.1 ada@x.example is unknown, user unknown
        address-unknown hard - 550 Unknown email account
        address-unknown hard - 550 We could not find a user with this address
        domain-unknown hard - 550 Unknown host: x.example
        domain-unknown hard - 550 5.1.2 Host unknown
        domain-unknown hard - 550 Domain x.example has no mail servers: no MX records
        domain-unknown hard - 554 No such domain
        domain-unknown hard - 556 Domain does not accept mail
        domain-unknown hard - 550 5.1.2 Bad destination host 'DNS Hard Error looking up x.example (MX): NXDomain'
        domain-unknown hard - 553 5.1.2 recipient domain not found
        expired soft - Your message could not be delivered for more than 5 days. It has been removed from the queue
        expired soft - Unable to deliver message after multiple retries, giving up.
        expired soft - [Default] 450-'Message expired in queue'
        expired soft - delivery retry timeout exceeded
        connection soft - The server has tried to deliver this message, without success: Connection timed out
        connection soft - Could not connect to SMTP host mx.x.example, port: 25, response: 421
        connection soft - 421 4.4.2 mx.x.example Error: timeout exceeded
        connection soft - 451 4.4.0 DNS query failed
        connection soft - Network is unreachable
        connection soft - 4.4.1 connection failed: no route to host
        connection soft - Remote host unreachable: no response from server
        system soft - 451 4.3.5 Server configuration problem
        system soft - 451 4.3.0 Internal server error
        system soft - 450 System not accepting network messages
        system soft - 554 5.3.0 Local delivery failed: procmail exited with status 75
        system soft - 451 Could not load DRD for domain
        system soft - 452 4.3.1 Out of memory
        system soft - 554 5.3.5 Local configuration error
        system soft - 502 Command not implemented
        system soft - 555 5.5.4 Unsupported option
        loop soft - 554 5.4.6 Hop count exceeded - possible mail loop
        loop soft - 554 Too many Received headers: routing loop detected
        """
}
