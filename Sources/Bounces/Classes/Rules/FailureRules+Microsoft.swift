extension FailureRules {
    /// Outlook.com, and Exchange Online with the on-premises server that it comes from.
    static let microsoft = #"""
        rule outlook-policy-codes
        for outlook-com exchange-online
        words (s3140) | s3140$ | s3150$ | (s3150) | (s3115) | (s844) | part of their network is on our block list
        words part of its network is on our block list | sc-001$ | sc-002$ | sc-004$ | dy-001$ | dy-002$ | ou-001$
        words ou-002$ | banned sending ip | access denied, banned sender | banned sender | banned sending
        class reputation
        yes 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list
        yes 550 SC-001 (BAY004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent. mailbox unavailable
        yes 550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list
        no 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).

        rule outlook-banned
        for exchange-online outlook-com
        status 5.7.606-649 5.7.512
        class reputation
        yes 550 5.7.606 Access denied
        yes 550 5.7.649 Service unavailable
        no 550 5.7.501 Access denied, spam abuse detected

        rule outlook-rate
        for outlook-com exchange-online
        words rp-001$ | rp-002$ | rp-003$ | exceeded the rate limit | exceeded the connection limit
        words temporarily rate limited | ib007$ | server busy | (s775) | (s77714) | messages limit exceeded
        words exceeding receiving limits | recipient throttling | submission quota exceeded | sending limit exceeded
        unless s3140 | s3150
        class rate
        yes 421 RP-001 (BAY0-MC3-F11) Unfortunately, some messages from 192.0.2.1 weren't sent. exceeded the rate limit
        yes 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714) [x.mail.protection.outlook.com]
        no 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).

        rule outlook-network
        for outlook-com exchange-online
        status x.7.708
        class reputation
        yes 550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP
        no 451 4.7.500 Please try again later

        rule outlook-rate-status
        for outlook-com exchange-online
        status x.7.500 x.7.508 x.7.232 x.7.233 x.2.121 x.2.122
        class rate
        yes 451 4.7.500 Please try again later
        yes 550 5.2.121 Recipient's per hour message receive limit from specific sender exceeded
        no 550 5.7.515 Access denied

        rule outlook-authentication
        for outlook-com exchange-online
        status x.7.515 x.7.509 x.7.23 x.7.25 x.7.505
        class authentication
        yes 550 5.7.515 Access denied, sending domain x.example does not meet the required authentication level.
        yes 550 5.7.509 Access denied, sending domain does not pass DMARC verification and has a DMARC policy of reject
        no 550 5.7.1 Service unavailable

        rule outlook-dead
        for outlook-com
        status 5.5.0
        words mailbox unavailable
        unless policy reasons | block list
        class address-unknown
        yes 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).
        yes 550 5.5.0 Requested action not taken: mailbox unavailable.
        no 550 5.5.0 Protocol error

        rule outlook-unavailable
        for outlook-com exchange-online
        code 550
        status none
        words mailbox unavailable
        unless policy reasons | block list | weren't sent
        class address-unknown
        yes 550 Requested action not taken: mailbox unavailable
        no 550 5.7.1 Requested action not taken: mailbox unavailable. weren't sent

        rule exchange-online-dead
        status 5.4.1
        words recipient address rejected: access denied | recipient addresses rejected : access denied
        words recipient addresses rejected: access denied
        class address-unknown
        yes 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)
        yes 550 5.4.1 [ada@x.example]: Recipient address rejected: Access denied
        no 550 5.4.1 No answer from host

        rule exchange-unknown
        words resolver.adr.recipnotfound | resolver.adr.recipientnotfound | resolver.adr.exrecipnotfound
        words recipientnotfound | recipnotfound | resolver.adr.badprimary | resolver.adr.invalidinexaddress
        words recipient not found by smtp address lookup | resolver.adr.exrecipientnotfound
        words wasn't found at & email address | wasn't found in & directory | resolver.adr.invalid$
        words resolver.adr.invalidsmtpaddress | resolver.adr.ambiguous
        class address-unknown
        yes 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
        yes 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@x.example not found by SMTP address lookup
        yes #550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found ##
        no 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required

        rule exchange-restricted
        words resolver.rst.authrequired | resolver.rst.notauthorized | resolver.rst.notauth | recipnotauthorized
        words transport.rules.rejectmessage | resolver.rst.sendernotauthenticatedforgroup | not authenticated for group
        words resolver.rst.sendernotauthenticated | organization policy | transport.rules
        words sender not authenticated for group | tenantattribution | resolver.rst.restriction
        words delivery not authorized, message refused | rejected your message & not authorized
        words isn't allowed to send & only allow | can't send & only accepts messages from
        words only accepts messages from people in its organization | security settings & sender might not
        class policy
        yes 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required ##rfc822;staff@x.example
        yes 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction
        yes 550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy
        no 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found

        rule exchange-full
        words storedrv.deliver & mailboxquotaexceeded | quotaexceededexception | storedrv.deliver; mailbox full
        words storedrv.deliver: mailbox full | recipientmailboxquota | mailbox is full & quota exceeded
        class full
        means 5.2.2
        yes 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded
        yes 550 5.2.2 STOREDRV.Deliver; mailbox full. The following information should help identify the cause
        no 550 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message

        rule exchange-disabled
        words mailboxdisabledexception | accountdisabled | storedrv.deliver & mailbox disabled
        words mailboxunavailableexception
        class disabled
        means 5.2.1
        yes 550 5.2.1 mailbox disabled; STOREDRV.Deliver.Exception:AccountDisabledException
        no 550 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message

        rule exchange-too-large
        words resolver.rst.recipsizelimit | resolver.rst.sendsizelimit | rst.recipsizelimit | recipsizelimit
        words sizelimitexceeded | larger than the current system limit
        class too-large
        yes 550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient ##rfc822;a@x.example
        no 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found

        rule exchange-loop
        words routing.loopdetected | hop count exceeded - possible mail loop | resolver.fwd.loop
        words storedrv.deliver & loop was detected | a message loop was detected
        class loop
        yes 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 [x.prod.protection.outlook.com]
        yes 550 5.4.6 ROUTING.LoopDetected; mail loop detected
        no 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found

        rule exchange-expired
        words queue.expired | message expired, connection refused | message expired, cannot connect | queue expired
        class expired
        means 4.4.7
        yes 550 4.4.7 QUEUE.Expired; message expired
        yes 550 5.4.316 Message expired, connection refused(Socket error code 10061)
        no 450 4.4.316 Connection refused [Message=Socket error code 10061]

        rule exchange-dns
        for exchange-online outlook-com
        status 5.4.310
        class domain-unknown
        yes 550 5.4.310 DNS domain x.example does not exist [Message=InfoDomainNonexistent]
        no 450 4.4.312 DNS query failed [Message=ErrorRetry]

        rule exchange-dns-later
        for exchange-online outlook-com
        status x.4.312-319 4.4.310
        class connection
        yes 450 4.4.312 DNS query failed [Message=ErrorRetry]
        yes 450 4.4.316 Connection refused [Message=Socket error code 10061]
        no 550 5.4.310 DNS domain x.example does not exist

        rule exchange-spam
        for exchange-online outlook-com
        status x.7.501-511 x.7.703 x.7.705 x.7.750
        class content
        yes 550 5.7.501 Access denied, spam abuse detected from IP address
        no 550 5.7.515 Access denied
        """#
}
