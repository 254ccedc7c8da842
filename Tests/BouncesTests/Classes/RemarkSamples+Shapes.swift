extension RemarkSamples {
    /// Of many servers.
    static let shapes = """
        full soft - mail box space not enough, account=dylan
        expired soft - Your message was not delivered because the destination computer was not reachable within the \
        allowed queue period.
        full soft - Error 01373: User's Disk Quota Exceeded. Sorry, your intended recipient has too much mail stored \
        in his mailbox.
        address-unknown hard - host mx.dom.ain[192.0.2.100] said: 550 {mx001-rz3} <a@dom.example>... User unknown or \
        not available - Empfaenger unbekannt oder nicht erreichbar (in reply to RCPT TO command)
        domain-unknown hard - ada@x.example: Domain does not exist
        expired soft - Reason 1 (Unable-To-Transfer); Diagnostic 5 (Maximum-Time-Expired)
        expired soft - Exceeded Maximum Delivery Attempts. Verify that the recipient address is correct.
        full soft - child status 100...The e-mail message could not be delivered because the user's mailfolder is \
        full.
        full soft - 550 user's mailfolder is over quota
        expired soft - 550 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.0 Unable to lookup DNS \
        for x.example>
        domain-unknown hard - 550 5.4.4 Unable to lookup DNS for x.example
        connection soft - The recipient server did not accept our requests to connect. [mx.x.example. (1): Connection \
        timed out]
        address-unknown hard - Google tried to deliver your message, but it was rejected by the recipient domain. The \
        error that the other server returned was: 550 550 5.1.1 <ada@x.example>: Recipient address rejected (state \
        14).
        domain-unknown hard - DNS Error: Domain name not found
        domain-unknown hard - DNS Error: Address resolution of x.example. failed: Domain name not found
        connection soft - TLS is required, but was not offered by host mx.x.example[192.0.2.1]
        content soft - 554 5.7.0 Reject, id=20053-07 - BANNED: message.exe
        content soft - 554 5.7.0 Reject, id=1234-05 - INFECTED: Eicar-Signature
        content soft - 554 5.6.0 Reject, id=1234-06 - BAD-HEADER
        disabled hard - Mailaddress is administratively disabled. (#5.2.1)
        address-unknown hard - 0 (000C05A6) Unknown Recipient
        domain-unknown hard - 0 (000B099C) Host Unknown
        policy soft - The message reached the recipient's e-mail system, but delivery was refused. Attempt to resend \
        the message.
        full soft - User mailbox exceeds allowed size: ada@x.example
        expired soft - Delivery failed 20 attempts: ada@x.example
        domain-unknown hard - Recipient address: ada@x.example Reason: Illegal host/domain name found
        address-unknown hard - Recipient address: ada@x.example Reason: unknown or illegal alias: ada@x.example
        full soft - ada@x.example Over quota
        full soft - cannot update mailbox /var/mail/ada for user ada. error writing message: File too large
        full soft - 550 5.2.2 <ada@x.example>... Mailbox Full
        policy soft - 192.0.2.1 does not like recipient. Remote host said: 550 relaying mail to x.example is not \
        allowed Giving up on 192.0.2.1.
        policy soft - Connected to 192.0.2.1 but sender was rejected. Remote host said: 550 Sender denied
        connection soft - Connected to 192.0.2.1 but connection died. (#4.4.2)
        domain-unknown hard - Due to the following reason: As the remote domain doesnt exist
        full soft - As their mailbox is full
        reputation soft - Connected to 192.0.2.1 but greeting failed. Remote host said: 554 Your access to this mail \
        system has been rejected due to the sending MTA's poor reputation.
        reputation soft - 554 5.7.1 The server sending your mail [192.0.2.1] does not have a good reputation: listed \
        at bl.x.example
        address-unknown soft - 550 <ada@x.example> rejected in reply to RCPT TO command
        policy soft - 554 5.7.1 Recipient address rejected: Please see http://x.example/policy
        address-unknown hard - Recipient's mailbox does not exist
        address-unknown hard - 550 ada... Recipient not found
        address-unknown hard - 550 #5.1.1 The email address does not exist here
        reputation soft - 550 5.7.1 Your IP was found on a block list
        address-unknown hard - 550 5.1.1 Recipient unknown <ada@x.example>
        undecided soft - Delivery to the following recipients failed.
        policy soft - 550 Rule imposed mailbox access for ada@x.example refused
        policy soft - 550 5.7.1 ada@x.example: recipient blocked external mail
        address-unknown hard - 553 5.5.2 <ada@x.example>... unknown user account
        rate soft - 451 4.7.0 Temporary server error. Please try again later ATTR3 too many concurrent sessions
        system soft - 451 4.7.0 Temporary server error. Please try again later. ATTR5
        content soft - 554 5.7.1 Mail (000001) rejected for spam or virus content (Anti-Virus, Anti-Phishing)
        content soft - 550 5.7.0 Your server IP address is in the message: suspected phishing
        reputation soft - 554 5.7.0 Your server IP address is in the SORBS database
        authentication soft - 550 5.7.1 Sender ID (PRA) Not Permitted
        authentication soft - 550 5.7.0 SPF MISMATCH: The SPF record of x.example does not match
        full soft - 550 5.2.2 <ada@x.example>... User mailbox is full
        disabled hard - 550 5.2.1 The email account that you tried to reach is disabled
        disabled hard - 550 mailbox is not active
        disabled hard - 5.2.1 Mailbox has been suspended
        address-unknown hard - 550 Administratively set to reject: user unknown
        domain-unknown hard - 553 Invalid domain name
        domain-unknown hard - 501 Invalid domain. no MX
        expired soft - 4.4.1 Delivery time expired: no answer from host
        connection soft - 4.4.1 (unable to connect to host)
        connection soft - 4.4.2 Connection dropped
        system soft - 5.3.0 Other mail system problem 554
        policy soft - 550 Message refused by recipient's filter
        address-unknown hard - Recipient unknown
        address-unknown hard - 5.1.1 (bad destination mailbox address)
        address-unknown hard - The following addresses had permanent fatal errors: user unknown
        domain-unknown hard - 550 Host unknown (Name server: x: no data known)
        address-unknown hard - 5.1.6 (recipient no longer on server)
        full soft - 5.2.2 (mailbox full)
        disabled hard - 5.2.1 (mailbox disabled)
        too-large soft - 5.2.3 (message length exceeds administrative limit)
        policy soft - 5.7.1 (delivery not authorized)
        system soft - 5.3.5 (system incorrectly configured)
        loop soft - 5.4.6 (routing loop detected)
        expired soft - 4.4.7 (delivery time expired)
        rate soft - 4.5.3 too many recipients
        content soft - 5.6.1 media not supported
        authentication soft - 5.7.8 Authentication credentials invalid
        not-a-bounce soft - 250 2.0.0 OK queued
        address-unknown hard - 550 "ada" is not a known user on this system
        address-unknown hard - 550 account ada does not exist
        rate soft - 450 Requested action aborted: ada has received too many messages
        reputation soft - 550 IP 192.0.2.1 is rejected by RBL
        reputation soft - 421 Refused. Your IP address is listed in the RBL at psbl
        reputation soft - 550 5.7.1 Blocked - your server is on the UCEPROTECT list
        full soft - 450 4.2.2 user ada@x.example is overquota
        full soft - 552 RCPT TO:<ada@x.example> Mailbox disk quota exceeded
        policy soft - 550 5.7.1 you are not on the whitelist
        policy soft - 550 5.1.1 Protected by challenge response
        content soft - 550 Message content looks like junk
        content soft - 550 Illegal header: Subject is empty, subject rejected
        system soft - 451 4.3.0 Error: queue file write error
        domain-unknown hard - Illegal host/domain name found
        rate soft - 421-4.7.0 unsolicited mail originating from your IP address at an unusual rate
        policy soft - 550 Sorry, we do not allow mail from your country blocked
        address-unknown hard - 550 5.1.1 sorry, no such user at this domain
        address-unknown hard - 550 5.2.1 Unknown mailbox
        address-unknown hard - 577 Recipient undefined recipient
        address-unknown hard - Your message wasn't delivered to ada@x.example because the address couldn't be found, \
        or is unable to receive mail. The response from the remote server was: 550 5.1.1 The email account that you \
        tried to reach does not exist. Please try double-checking the recipient's email address for typos or \
        unnecessary spaces.
        domain-unknown hard - Your message wasn't delivered to ada@x.example because the domain x.example couldn't be \
        found. Check for typos or unnecessary spaces and try again. DNS Error: DNS type 'mx' lookup of x.example \
        responded with code NXDOMAIN Domain name not found: x.example
        policy soft - Your message to ada@x.example has been blocked. See technical details below for more \
        information. The response from the remote server was: 550 5.7.1 Message rejected due to local policy
        """
}
