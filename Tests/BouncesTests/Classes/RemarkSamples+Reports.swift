extension RemarkSamples {
    /// As reports quote them, with what they add.
    static let reports = """
        connection soft - The recipient server did not accept our requests to connect. Learn more at \
        https://support.google.com/mail/answer/7720 [x.example. 192.0.2.1: timed out]
        full soft - The recipient's inbox is full, or it's getting too much mail right now. The response was: 452 \
        4.2.2 The recipient's inbox is out of storage space
        address-unknown hard - ada wasn't found at x.example. Your message couldn't be delivered. Action Required: \
        Unknown To address. The address may be misspelled or may not exist. 550 5.1.10 \
        RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
        policy soft - The group staff only accepts messages from people in its organization or on its allowed senders \
        list, and your email address isn't on the list. 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup
        policy soft - Your message to ada@x.example couldn't be delivered. ada@x.example isn't accepting messages \
        from people outside its organization. Security or policy settings at x.example have rejected your message. \
        550 5.7.1
        full soft - Your message to ada@x.example couldn't be delivered. ada's mailbox is full. Mailbox full. The \
        email couldn't be delivered because the recipient's mailbox has exceeded the quota 554 5.2.2
        content soft - Your message to ada@x.example couldn't be delivered. Our systems detected your message as \
        spam. 550 5.7.703
        address-unknown hard - Delivery has failed to these recipients or groups: ada@x.example The e-mail address \
        you entered couldn't be found. Please check the recipient's e-mail address and try to resend the message. If \
        the problem continues, please contact your helpdesk. #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        address-unknown hard - This message was created automatically by mail delivery software. A message that you \
        sent could not be delivered to one or more of its recipients. This is a permanent error. The following \
        address(es) failed: ada@x.example SMTP error from remote mail server after RCPT TO:<ada@x.example>: host \
        mx.x.example [192.0.2.1]: 550 5.1.1 <ada@x.example>... User unknown
        domain-unknown hard - This is a permanent error. The following address(es) failed: ada@x.example The mail \
        server could not deliver mail to ada@x.example. The account or domain may not exist, they may be blacklisted, \
        or missing the proper dns entries. unrouteable mail domain
        address-unknown hard - The mail server could not deliver mail to ada@x.example. The account or domain may not \
        exist, they may be blacklisted, or missing the proper dns entries.
        address-unknown hard - Sorry, we were unable to deliver your message to the following address. \
        <ada@yahoo.com>: 554: delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com) [0]
        expired soft - Sorry, we were unable to deliver your message to the following address. <ada@x.example>: \
        Unable to deliver message after multiple retries, giving up.
        reputation soft - 554-mx.x.example 554-Your access to this mail system has been rejected due to the sending \
        MTA's poor reputation. 554 If you believe that this failure is in error, please contact the intended \
        recipient via alternate means.
        address-unknown hard - 550-5.1.1 The email account that you tried to reach does not exist. Please try \
        550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces.
        disabled hard - We're sorry, the email account you are trying to reach has been disabled. If you are not a \
        spammer, contact the postmaster.
        address-unknown hard - I'm sorry to have to inform you that your message could not be delivered to one or \
        more recipients. <ada@x.example>: unknown user: "ada"
        connection soft - <ada@x.example>: connect to x.example[192.0.2.1]:25: No route to host
        system soft - ----- The following addresses had permanent fatal errors ----- "|/home/ada/bin/filter" (reason: \
        75) ----- Transcript of session follows ----- procmail: Program failure (75) of "/usr/bin/formail" 554 5.3.0 \
        unknown mailer error 75
        address-unknown hard - The following message to <ada@x.example> was undeliverable. The reason for the \
        problem: 5.1.0 - Unknown address error 550-'5.1.1 <ada@x.example>... User unknown'
        full soft - The following message to <ada@x.example> was undeliverable. The reason for the problem: 5.1.0 - \
        Unknown address error 552-'Mailbox full'
        policy soft - The following message to <ada@x.example> was undeliverable. 5.3.0 - Other mail system problem \
        554-'5.7.1 <ada@x.example>: Relay access denied'
        disabled hard - Your message cannot be delivered to the following recipients: Recipient address: \
        ada@x.example Reason: User account is inactive
        address-unknown hard - Mail receiver is unknown: unknown recipient
        address-unknown hard - Delivery Failed: Recipient's mailbox unknown. Mailbox unknown.
        expired soft - Message was in the queue for 5 days, queue time exceeded
        address-unknown hard - the user you are trying to reach does not exist (user does not exist)
        full soft - This user's mailbox has reached its limit, over quota.
        policy soft - this recipient is not accepting mail from you because of the challenge/response
        address-unknown hard - User ada (ada@x.example) not listed in public Name & Address Book
        system soft - Router: Error transferring to x.example; SMTP Protocol Returned a Permanent Error 554 internal \
        error
        address-unknown hard - Router: Error transferring to x.example; SMTP Protocol Returned a Permanent Error 550 \
        5.1.1 User unknown
        domain-unknown hard - Error: Host name lookup failure, host x.example unknown host
        content soft - The message was rejected because it contains prohibited virus or spam content
        content soft - Your e-mail was rejected by an anti-spam content filter on gateway. Reasons for rejection may \
        be: obscene language, graphics, or spam-like characteristics
        content soft - Message rejected: attachment of type .exe not allowed
        too-large soft - The size of the message you are trying to send exceeds a global size limit of the server
        too-large soft - Message length exceeds administrative limit
        undecided soft - Message could not be delivered.
        authentication soft - 550 5.7.1 The user or domain that you are sending to (or from) has a policy that \
        prohibited the mail that you sent: DMARC
        policy soft - 550 Sender IP must resolve; sender blocked by recipient policy
        authentication soft - 421 4.7.1 : Your IP's PTR records are missing or do not match
        address-unknown hard - 550 5.1.1 <ada@x.example>: Email address could not be found, or was misspelled (G8)
        address-unknown hard - 550 Callout verification failed: 550 5.1.1 User unknown
        policy soft - 550 Unable to accept message: recipient policy
        content soft - 550 5.7.1 The content of this message looked like spam.
        reputation soft - 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using Spamhaus
        address-unknown hard - 550 5.0.0 <ada@x.example>... User unknown
        address-unknown hard - 550 5.7.1 User email address is marked as invalid. (ada@x.example)
        disabled hard - 550 5.7.1 User email address is marked as inactive.
        address-unknown hard - 554 5.7.1 <ada@x.example>: Recipient address rejected: This mailbox does not exist
        rate soft - 554 5.7.1 You have sent too many messages. Rejected.
        system soft - 451 4.4.0 Primary target IP address responded with: internal error
        connection soft - 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." \
        Attempted failover to alternate host
        connection soft - 441 4.4.1 Error encountered while communicating with primary target IP address: Failed to \
        connect. Winsock error code: 10060
        domain-unknown hard - 550 5.1.2 SMTP; Host not found
        system soft - 550 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message due \
        to a permanent exception with message
        policy soft - 550 5.7.64 TenantAttribution; Relay Access Denied
        authentication soft - 550 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM
        policy soft - 550 5.7.60 SMTP; Client does not have permissions to send as this sender
        policy soft - 554 5.2.252 SendAsDenied; ada@x.example not allowed to send as news@y.example
        rate soft - 550 5.1.90 Your message can't be sent because you've reached your daily limit for message \
        recipients
        rate soft - 421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing \
        transmission channel
        rate soft - 452 4.3.1 Insufficient system resources: too many connections
        system soft - 452 4.3.1 Insufficient system resources
        address-unknown hard - 550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 \
        5.1.1 User unknown
        policy soft - 550 5.7.367 Remote server returned not permitted to relay -> 554 5.7.1 Relay access denied
        full soft - 554 5.2.2 mailbox full
        loop soft - 554 5.4.108 hop count exceeded - possible mail loop
        address-unknown hard - 501 5.1.3 Invalid address
        address-unknown hard - 550 5.1.20 Multiple recipient address: invalid recipient
        authentication soft - 550 5.7.12 Sender was not authenticated by organization
        address-unknown hard - 550 5.1.1 The user you are looking for has moved to ada@y.example
        authentication soft - 550 5.7.1 TLS required for this domain
        reputation soft - 550 5.7.1 [S] Message blocked due to spam content in the message: sender listed on URIBL
        content soft - 554 5.7.1 [HPT5] Message contains spam or a virus
        content soft - 550 5.7.1 URL in message body listed as spam
        system soft - 550 Unknown error
        policy soft - 550 5.0.350 Remote server returned an error -> 550 administrative prohibition
        rate soft - 421 Too many concurrent SMTP connections from this IP address
        rate soft - 450 4.3.2 You have exceeded your messages per minute limit
        rate soft - 550 5.7.0 Mail sending limit exceeded
        connection soft - SMTP connection timed out during banner
        connection soft - 421 4.4.1 Connection timed out
        connection soft - No MX or A records: server not responding
        expired soft - This message has been in queue too long
        expired soft - Message undeliverable for 4 days; maximum time in queue exceeded
        system soft - 554 5.3.2 System not accepting network messages
        address-unknown hard - Invalid/unknown recipient
        address-unknown hard - 550 5.1.1 <ada@x.example> User doesn't exist: ada@x.example
        full soft - 552 5.2.2 <ada@x.example> Quota exceeded (mailbox for user is full)
        system soft - 451 4.2.0 <ada@x.example> Internal error occurred. Refer to server log for more information.
        address-unknown hard - 550-Mailbox unknown. Either there is no mailbox associated with this name or you do \
        not have authorization to see it. 550 5.1.1 User unknown
        full soft - 452 4.2.2 Over quota SESSIONID=<mx-123>
        policy soft - 550 I cannot deliver mail for <ada@x.example>
        policy soft - 551 mail from your address is not accepted here
        address-unknown hard - 550 ada@x.example unknown user account
        full soft - 550 account is full (quota exceeded)
        address-unknown hard - 550 Requested action not taken: mailbox unavailable or not local
        content soft - 554 Sending address not accepted due to spam filter
        policy soft - 550 5.7.1 Relaying to <ada@x.example> denied (authentication required)
        content soft - 554 5.7.1 Spam message rejected
        disabled hard - 550 Account disabled
        reputation soft - 554 5.7.1 You are not allowed to connect.
        address-unknown hard - 550 <ada@x.example>, Recipient unknown
        address-unknown hard - 550 5.1.1 Destination address is unknown (user does not exist)
        """
}
