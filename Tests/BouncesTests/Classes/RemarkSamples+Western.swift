extension RemarkSamples {
    /// Of receivers in America and western Europe.
    static let western = """
        address-unknown hard @gmail.com 550-5.1.1 The email account that you tried to reach does not exist. Please \
        try 550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces. Learn \
        more at 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser 5b1f17b1804b1-42f - gsmtp
        address-unknown hard gmail-smtp-in.l.google.com 550 5.1.1 The email account that you tried to reach does not \
        exist.
        disabled hard aspmx.l.google.com 550 5.2.1 The email account that you tried to reach is disabled. For more \
        information, go to https://support.google.com/mail/?p=DisabledUser d2e1a72fcca58 - gsmtp
        disabled hard @gmail.com 550 5.2.1 The email account that you tried to reach is inactive. gsmtp
        rate soft @gmail.com 550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents \
        additional messages from being delivered.
        rate soft - 450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your \
        message at a later time. gsmtp
        full soft @gmail.com 552 5.2.2 The email account that you tried to reach is over quota and inactive. Please \
        direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm
        full soft @gmail.com 452 4.2.2 The email account that you tried to reach is over quota. gsmtp
        authentication soft @gmail.com 550 5.7.26 Unauthenticated email from x.example is not accepted due to \
        domain's DMARC policy. Please contact the administrator of x.example domain gsmtp
        authentication soft @gmail.com 550 5.7.26 This mail has been blocked because the sender is unauthenticated. \
        Gmail requires all senders to authenticate with either SPF or DKIM.
        authentication soft @gmail.com 550 5.7.25 The IP address sending this message does not have a PTR record \
        setup, or the corresponding forward DNS entry does not point to the sending IP. gsmtp
        authentication soft @gmail.com 421 4.7.0 This message does not pass authentication checks (SPF and DKIM both \
        do not pass). gsmtp
        content soft @gmail.com 550 5.7.1 Our system has detected that this message is likely unsolicited mail. To \
        reduce the amount of spam sent to Gmail, this message has been blocked. gsmtp
        content soft - 552 5.7.0 This message was blocked because its content presents a potential security issue. \
        Please visit https://support.google.com/mail/?p=BlockedMessage to review our message content and attachment \
        content guidelines. gsmtp
        reputation soft @gmail.com 550 5.7.1 Our system has detected that this message is suspicious due to the very \
        low reputation of the sending IP address. gsmtp
        reputation soft @gmail.com 550 5.7.1 Our system has detected that this message is suspicious due to the very \
        low reputation of the sending domain. gsmtp
        rate soft @gmail.com 421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from \
        your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate \
        limited. gsmtp
        rate soft - 550 5.4.5 Daily user sending quota exceeded. h8sm - gsmtp
        system soft @gmail.com 421 4.3.0 Temporary System Problem. Try again later (10). gsmtp
        rate soft @gmail.com 452 4.5.3 Your message has too many recipients. For more information regarding Google's \
        sending limits, please visit gsmtp
        too-large soft @gmail.com 552 5.3.4 Your message exceeded Google's message size limits. Please visit \
        https://support.google.com/mail/?p=MaxSizeError gsmtp
        policy soft @gmail.com 550 5.7.1 Message bounced by administrator. gsmtp
        policy soft @gmail.com 553 5.1.2 We weren't able to find the recipient domain. Sender denied gsmtp
        address-unknown hard @hotmail.com 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). \
        [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com]
        address-unknown hard @outlook.de 550 5.5.0 Requested action not taken: mailbox unavailable.
        address-unknown hard @hotmail.com 550 Requested action not taken: mailbox unavailable
        reputation soft @hotmail.com 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact \
        your Internet service provider since part of their network is on our block list (S3150). You can also refer \
        your provider to http://mail.live.com/mail/troubleshooting.aspx#errors.
        rate soft @hotmail.com 421 RP-001 (COL004-MC1F1) Unfortunately, some messages from 192.0.2.1 weren't sent. \
        Please try again. We have limits for how many messages can be sent per hour and per day.
        reputation soft @live.com 550 DY-001 (BAY004-MC2F2) Unfortunately, messages from 192.0.2.1 weren't sent. \
        Please contact your Internet service provider. You can tell them that Hotmail does not relay \
        dynamically-assigned IP ranges.
        reputation soft @live.com 550 SC-001 (SNT004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent. \
        mailbox unavailable
        authentication soft @outlook.com 550 5.7.515 Access denied, sending domain x.example does not meet the \
        required authentication level. The sender's domain in the 5322.From address doesn't meet the authentication \
        requirements defined for the sender.
        rate soft @outlook.com 451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP \
        reputation. For e-mail delivery information, see https://postmaster.live.com (S775)
        address-unknown hard x-example.mail.protection.outlook.com 550 5.4.1 Recipient address rejected: Access \
        denied. AS(201806281) [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com]
        address-unknown hard - 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@x.example not found by SMTP \
        address lookup
        address-unknown hard - 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
        policy soft - 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required
        policy soft - 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery \
        restriction check failed because the sender was not authenticated when sending to this group
        policy soft - 550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy
        policy soft x-example.mail.protection.outlook.com 550 5.7.124 RESOLVER.RST.NotAuthorized; not authorized
        full soft - 554 5.2.2 mailbox full; \
        STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process \
        message due to a permanent exception
        disabled hard - 550 5.2.1 mailbox disabled; \
        STOREDRV.Deliver.Exception:AccountDisabledException.MapiExceptionMailboxDisabled
        too-large soft - 550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient
        loop soft - 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 \
        [VE1EUR01FT036.eop-EUR01.prod.protection.outlook.com]
        expired soft - 550 4.4.7 QUEUE.Expired; message expired
        expired soft x.mail.protection.outlook.com 550 5.4.316 Message expired, connection refused(Socket error code \
        10061)
        domain-unknown hard am0pr04mb.eurprd04.prod.outlook.com 550 5.4.310 DNS domain x.example does not exist \
        [Message=InfoDomainNonexistent]
        connection soft am0pr04mb.eurprd04.prod.outlook.com 450 4.4.312 DNS query failed [Message=ErrorRetry]
        rate soft x.mail.protection.outlook.com 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. \
        (S77714)
        reputation soft x.mail.protection.outlook.com 550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To \
        request removal from this list please visit https://sender.office.com/
        reputation soft x.mail.protection.outlook.com 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked \
        using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1
        authentication soft x.mail.protection.outlook.com 550 5.7.509 Access denied, sending domain x.example does \
        not pass DMARC verification and has a DMARC policy of reject.
        content soft x.mail.protection.outlook.com 550 5.7.501 Access denied, spam abuse detected from IP range
        address-unknown hard @yahoo.com 554 delivery error: dd This user doesn't have a yahoo.com account \
        (ada@yahoo.com) [0] - mta1234.mail.gq1.yahoo.com
        address-unknown hard @yahoo.com 554 delivery error: dd Requested mail action aborted
        address-unknown hard @aol.com 552 1 Requested mail action aborted, mailbox not found
        address-unknown hard mta5.am0.yahoodns.net 554 5.0.0 delivery error: dd Not a valid recipient - \
        atlas117.free.mail.ne1.yahoo.com
        disabled hard @yahoo.com 554 30 Sorry, your message to ada@yahoo.com cannot be delivered. This mailbox is \
        disabled (554.30).
        full soft @yahoo.com 552 2 Requested mail action aborted, mailbox full
        rate soft @yahoo.com 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume \
        or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes
        reputation soft mta6.am0.yahoodns.net 553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently \
        deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes
        reputation soft @yahoo.com 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip \
        is in Spamhaus's list; see http://postmaster.yahoo.com/550-bl23.html
        content soft @yahoo.com 554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit \
        https://postmaster.yahooinc.com/error-codes [120]
        authentication soft @aol.com 550 5.7.9 This mail has been blocked because the sender is unauthenticated. \
        Yahoo requires all senders to authenticate
        authentication soft @aol.com 521 5.2.1 :  (DMARC:F1) This message failed DMARC evaluation and is being \
        refused due to provided DMARC Policy
        reputation soft @aol.com 554 RLY:B1 (NW) http://postmaster.info.aol.com/errors/554rlyb1.html
        disabled hard @aol.com 550 5.2.1 Mailbox disabled, not accepting messages
        address-unknown hard @aol.com 550 5.1.1 <ada@aol.com>: Recipient address rejected: aol.com
        address-unknown hard @icloud.com 550 5.1.1 <ada@icloud.com>: user does not exist
        address-unknown hard @icloud.com 550 5.1.1 unknown or illegal alias: ada@icloud.com
        full soft @icloud.com 552 5.2.2 <ada@icloud.com>: user is over quota
        authentication soft @icloud.com 554 5.7.1 Your message was rejected due to x.example's DMARC policy. See \
        https://support.apple.com/en-us/HT204137 for info
        policy soft @icloud.com 554 5.7.1 [CS01] Message rejected due to local policy. Please visit \
        https://support.apple.com/en-us/HT204137
        rate soft @me.com 421 4.7.1 [HCM1] Message limit exceeded
        policy soft @privaterelay.appleid.com 550 5.1.1 <abc@privaterelay.appleid.com>: unauthorized sender
        address-unknown hard @gmx.de 550 Requested action not taken: mailbox unavailable For explanation visit \
        https://postmaster.gmx.net/de/case?c=hi&i=ip&v=192.0.2.1&r=1MxxYz
        authentication soft @web.de 554 web.de (mxweb113) Nemesis ESMTP Service not available No SMTP service Bad DNS \
        PTR resource record. For explanation visit https://postmaster.web.de/error-messages
        full soft @gmx.de 552 Requested mail action aborted: exceeded storage allocation Quota exceeded. The \
        recipient's mailbox is full.
        address-unknown hard @t-online.de 550 user unknown
        reputation soft @t-online.de 554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to \
        contact tosa@rx.t-online.de to clarify.) (BL)
        full soft @t-online.de 552 Quota exceeded (mailbox for user is full)
        address-unknown hard @orange.fr 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. \
        OFR204_416 [416]
        rate soft @wanadoo.fr 421 mwinf5c77 ME Trop de connexions, veuillez verifier votre configuration. Too many \
        connections, slow down. OFR004_104 [104]
        content soft @orange.fr 550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]
        full soft @orange.fr 552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR204_417 [417]
        address-unknown hard @free.fr 550 5.1.1 <ada@free.fr>: Recipient address rejected: User unknown in virtual \
        mailbox table
        reputation soft @free.fr 550 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/
        address-unknown hard @laposte.net 550 5.5.0 Boite du destinataire archivee. Archived recipient. LPN007_510
        reputation soft @laposte.net 550 5.5.0 Service refuse. Veuillez essayer plus tard. Service refused, please \
        try later. LPN007_401
        full soft @sfr.fr 552 5.2.2 <ada@sfr.fr>: Mailbox quota exceeded
        address-unknown hard @libero.it 550 RCPT TO:<ada@libero.it> User unknown smtp-16.iol.local
        address-unknown hard @seznam.cz 550 5.1.1 Sorry, no mailbox here by that name. (#5.1.1)
        address-unknown hard @wp.pl 550 5.1.1 <ada@wp.pl>: Recipient address rejected: User unknown in relay \
        recipient table
        address-unknown hard @comcast.net 550 5.1.1 Not our Customer
        reputation soft @comcast.net 554 resimta-ch2-21v.sys.comcast.net comcast 192.0.2.1 Comcast BL004 Blocked for \
        spam. Please see http://postmaster.comcast.net/smtp-error-codes.php#BL000010
        rate soft @comcast.net 421 4.1.0 192.0.2.1 192.0.2.1 Throttled - try again later. Please see \
        http://postmaster.comcast.net/smtp-error-codes.php#RL000001
        reputation soft @att.net 553 5.3.0 flph829 DNSBL:RBL 521< 192.0.2.1 >_is_blocked.For assistance forward this \
        error to abuse_rbl@abuse-att.net
        address-unknown hard @att.net 550 5.2.1 No such user here: user not found
        """
}
