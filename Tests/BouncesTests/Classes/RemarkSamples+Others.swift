extension RemarkSamples {
    /// Of receivers elsewhere, of filters, and of mail servers by their names.
    static let others = """
        address-unknown hard @mail.ru 550 Message was not accepted -- invalid mailbox.  Local mailbox ada@mail.ru is \
        unavailable: user not found
        disabled hard @mail.ru 550 Message was not accepted -- local mailbox ada@mail.ru is unavailable: user is \
        terminated
        disabled hard @mail.ru 550 Message was not accepted -- invalid mailbox. Local mailbox ada@mail.ru is \
        unavailable: account is disabled
        content soft @mail.ru 550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=8kxvBQ \
        or report details to abuse@corp.mail.ru.
        address-unknown hard @yandex.ru 550 5.7.1 No such user!
        policy soft @yandex.ru 550 5.7.1 Policy rejection on the target address
        content soft @yandex.ru 554 5.7.1 [1] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc \
        1600000000-xyz
        rate soft @yandex.ru 451 4.5.1 The recipient <ada@yandex.ru> has exceeded their message rate limit. Try again \
        later.
        address-unknown hard @qq.com 550 Mailbox not found. \
        http://service.mail.qq.com/cgi-bin/help?subtype=1&&no=1000728&&id=20022
        address-unknown hard @qq.com 550 The recipient may contain a non-existent account, please check the recipient \
        address [MOjT1xUmWTuB7X==]. User not found
        content soft @qq.com 550 Mail content denied. \
        http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726
        rate soft @qq.com 550 Connection frequency limited. \
        http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000722
        full soft @qq.com 552 Mailbox space exceeded: mailbox is full
        address-unknown hard @163.com 550 User not found: ada@163.com
        disabled hard @163.com 550 User suspended: ada@163.com
        content soft @163.com 554 DT:SPM 163 smtp8,DMCowAB3xx,please see \
        http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1&hostid=smtp8&time=1600000000
        address-unknown hard @sina.com 550 5.1.1 User unknown. no such user
        address-unknown hard @naver.com 550 5.1.1 No such user ada@naver.com hxSs9dTMRuWKmpYMUl1rDA - nsmtp
        full soft @naver.com 452 4.2.2 Mailbox full hxSs9dTMRuWKmp - nsmtp
        address-unknown hard @hanmail.net 550 5.1.1 <ada@hanmail.net>... Unable to deliver to <ada@hanmail.net>
        address-unknown hard @docomo.ne.jp 550 Unknown user ada@docomo.ne.jp
        address-unknown hard @ezweb.ne.jp 550 <ada@ezweb.ne.jp>: User unknown
        full soft @ezweb.ne.jp 552 The user(s) account is temporarily over quota.
        disabled hard @ezweb.ne.jp 550 The user(s) account is disabled.
        address-unknown hard @softbank.ne.jp 550 Invalid recipient: <ada@softbank.ne.jp>
        policy soft @softbank.ne.jp 550 5.2.0 Message filtered
        address-unknown hard @zoho.com 550 5.1.1 User does not exist <ada@zoho.com>
        address-unknown hard mx1-us1.ppe-hosted.com 550 5.1.1 <ada@x.example> User unknown
        reputation soft mx0a.pphosted.com 554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1
        policy soft mxa-1.gslb.pphosted.com 550 5.7.0 Local Policy Violation - 5f1b-xyz
        address-unknown hard eu-smtp-inbound-1.mimecast.com 550 Invalid Recipient - \
        https://community.mimecast.com/docs/DOC-1369#550 [abc.uk213]
        policy soft eu-smtp-inbound-1.mimecast.com 550 Administrative prohibition - envelope blocked - \
        https://community.mimecast.com/docs/DOC-1369#550
        reputation soft d1.ess.barracudanetworks.com 550 permanent failure for one or more recipients: Client host \
        blocked, see http://www.barracudacentral.org/rbl
        content soft d1.ess.barracudanetworks.com 550 permanent failure for one or more recipients \
        (ada@x.example:blocked)
        address-unknown hard d1.ess.barracudanetworks.com 550 permanent failure for one or more recipients \
        (ada@x.example:550 5.1.1 User unknown)
        reputation soft esa1.x.iphmx.com 554 Your access to this mail system has been rejected due to the sending \
        MTA's poor reputation. If you believe that this failure is in error, please contact the intended recipient \
        via alternate means.
        address-unknown hard esa1.x.iphmx.com 550 #5.1.0 Address rejected.
        address-unknown hard cluster1.us.messagelabs.com 550-Invalid recipient <ada@x.example> (#5.1.1)
        policy soft cluster1.us.messagelabs.com 553-you are trying to use me [server-11.tower-5.messagelabs.com] as a \
        relay, but I have not been configured to let you [192.0.2.1, x.example] do this.
        policy soft cluster1.us.messagelabs.com 553-Message filtered. Refer to the Troubleshooting page at \
        553-http://www.symanteccloud.com/troubleshooting for more spam information
        reputation soft in.hes.trendmicro.com 550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using \
        Trend Micro Email Reputation Service. Please see http://www.mail-abuse.com/cgi-bin/lookup?192.0.2.1
        address-unknown hard in1-smtp.messagingengine.com 550 5.1.1 <ada@fastmail.com>: Recipient address rejected: \
        User unknown in virtual mailbox table
        address-unknown hard mail.protonmail.ch 550 5.1.1 <ada@proton.me>: Recipient address rejected: Address does \
        not exist
        policy soft - 550 5.1.1 Amazon SES did not send the message to this address because it is on the suppression \
        list for your account.
        policy soft - 605 Not delivering to previously bounced address
        rate soft - 454 Throttling failure: Maximum sending rate exceeded.
        address-unknown hard - 550 5.1.1 <ada@x.example>: Recipient address rejected: User unknown in local recipient \
        table
        address-unknown hard - 550 5.1.1 <ada@x.example>: Recipient address rejected: User unknown in virtual alias \
        table
        policy soft - 554 5.7.1 <ada@x.example>: Relay access denied
        policy soft - 454 4.7.1 <ada@x.example>: Relay access denied
        policy soft - 554 5.7.1 <ada@x.example>: Recipient address rejected: Access denied
        policy soft - 450 4.2.0 <ada@x.example>: Recipient address rejected: Greylisted, see \
        http://postgrey.schweikert.ch/help/x.example.html
        policy soft - 450 4.1.8 <news@y.example>: Sender address rejected: Domain not found
        reputation soft - 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; \
        https://www.spamhaus.org/query/ip/192.0.2.1
        authentication soft - 450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]
        authentication soft - 504 5.5.2 <mail>: Helo command rejected: need fully-qualified hostname
        too-large soft - 552 5.3.4 Message size exceeds fixed limit
        too-large soft - message size 20480000 exceeds size limit 10485760 of server mx.x.example[192.0.2.1]
        system soft - 452 4.3.1 Insufficient system storage
        connection soft - connect to mx.x.example[192.0.2.1]:25: Connection timed out
        connection soft - connect to mx.x.example[192.0.2.1]:25: Connection refused
        connection soft - lost connection with mx.x.example[192.0.2.1] while receiving the initial server greeting
        connection soft - conversation with mx.x.example[192.0.2.1] timed out while sending RCPT TO
        domain-unknown hard - Host or domain name not found. Name service error for name=x.example type=A: Host not \
        found
        domain-unknown hard - 5.4.4 Host or domain name not found. Name service error for name=x.example type=AAAA: \
        Host not found
        connection soft - Host or domain name not found. Name service error for name=x.example type=MX: Host not \
        found, try again
        domain-unknown hard - Domain x.example does not accept mail (nullMX)
        loop soft - mail for x.example loops back to myself
        loop soft - 554 5.4.6 Too many hops
        full soft - maildir delivery failed: The user you are trying to reach is over their mailbox quota: maildir \
        over quota
        system soft - Command died with status 255: "/usr/bin/procmail"
        address-unknown hard - unknown user: "ada"
        address-unknown hard - 550 5.1.1 <ada@x.example>... User unknown
        domain-unknown hard - 550 5.1.2 <ada@x.example>... Host unknown (Name server: x.example: host not found)
        policy soft - 550 5.7.1 <ada@x.example>... Relaying denied. Proper authentication required.
        policy soft - 553 5.1.8 <news@y.example>... Domain of sender address news@y.example does not exist
        policy soft - 551 5.7.1 <ada@x.example>... we do not relay
        expired soft - 4.4.7 Message could not be delivered for 5 days
        loop soft - 554 5.0.0 Too many hops 26 (25 max): from <news@y.example> via mx, to <ada@x.example>
        connection soft - Deferred: Connection refused by mx.x.example.
        system soft - 554 5.3.0 unknown mailer error 1
        system soft - can't create (user) output file
        address-unknown hard - Unrouteable address
        domain-unknown hard - unrouteable mail domain "x.example"
        domain-unknown hard - all relevant MX records point to non-existent hosts
        domain-unknown hard - an MX or SRV record indicated no SMTP service
        system soft - lowest numbered MX record points to local host
        expired soft - retry timeout exceeded
        expired soft - retry time not reached for any host after a long failure period
        connection soft - host mx.x.example [192.0.2.1] Connection timed out
        address-unknown hard - SMTP error from remote mail server after RCPT TO:<ada@x.example>: host mx.x.example \
        [192.0.2.1]: 550 5.1.1 <ada@x.example>: User unknown
        full soft - SMTP error from remote mail server after end of data: host mx [192.0.2.1]: 552 Mailbox full
        policy soft - 550-Verification failed for <news@y.example> 550-No Such User Here" 550 Sender verify failed
        address-unknown hard - 550 No Such User Here"
        rate soft - Domain y.example has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message \
        discarded.
        full soft - mailbox is full (MTA-imposed quota exceeded while writing to file /var/mail/ada)
        system soft - 451 Temporary local problem - please try later
        address-unknown hard - Sorry, no mailbox here by that name. (#5.1.1)
        address-unknown hard - Sorry, no mailbox here by that name. vpopmail (#5.1.1)
        domain-unknown hard - Sorry, I couldn't find any host named x.example. (#5.1.2)
        connection soft - CNAME lookup failed temporarily. (#4.4.3) I'm on it
        expired soft - Sorry, I wasn't able to establish an SMTP connection. (#4.4.1) I'm not going to try again; \
        this message has been in the queue too long.
        connection soft - Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
        system soft - Sorry. Although I'm listed as a best-preference MX or A for that host, it isn't in my \
        control/locals file, so I don't treat it as local. (#5.4.6)
        policy soft - 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
        loop soft - This message is looping: it already has my Delivered-To line. (#5.4.6)
        full soft - user is over quota. (#5.2.2)
        address-unknown hard - 192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 <ada@x.example>: \
        Recipient address rejected: User unknown Giving up on 192.0.2.1.
        content soft - 192.0.2.1 failed after I sent the message. Remote host said: 554 5.7.1 Message rejected as \
        spam Giving up on 192.0.2.1.
        address-unknown hard - 550 User unknown. (courier) <ada@x.example>
        address-unknown hard - 550 5.1.1 unknown or illegal alias: ada@x.example
        address-unknown hard - 550 User ada (ada@x.example) not listed in Domino Directory
        address-unknown hard - User ada (ada@x.example) not listed in public Name & Address Book
        domain-unknown hard - No route found to domain x.example from server MAIL01/ACME. Check Server, Connection \
        and Domain documents
        full soft - 554 5.2.2 Error delivering to ACME/mail ada.nsf; quota exceeded
        address-unknown hard - 550 5.1.1 User unknown (haraka) not a known user
        address-unknown hard - 550 Invalid recipient: <ada@x.example>
        address-unknown hard - 550 5.1.1 Mailbox does not exist.
        address-unknown hard - 550 5.1.2 Mailbox not found.
        policy soft - 550 5.1.2 Relay not allowed.
        policy soft - 452 4.2.2 Greylisted, please try again later
        address-unknown hard - 550 5.7.1 No such user here
        address-unknown hard - 550 <ada@x.example>: Mailbox unavailable. no such user
        address-unknown hard - 551 User not local; please try <ada@y.example>
        address-unknown hard - 550 unknown
        address-unknown hard - 550 ada@x.example is not a valid mailbox
        address-unknown hard - 553 5.3.0 <ada@x.example>... Addressee unknown, relay=[192.0.2.1]
        address-unknown hard - 554 5.1.1 The email address you entered couldn't be found. Please check the \
        recipient's email address and try to resend the message.
        address-unknown hard - The email account does not exist at the organization this message was sent to. Check \
        the email address, or contact the recipient directly
        policy soft - You do not have permission to send to this recipient. For assistance, contact your system \
        administrator.
        full soft - The recipient's mailbox is full and can't accept messages now. Please try resending this message \
        later
        too-large soft - This message is larger than the current system limit or the recipient's mailbox is full. \
        Create a shorter message body or remove attachments
        expired soft - Could not deliver the message in the time limit specified. Please retry or contact your \
        administrator.
        undecided soft - 550 no
        policy soft - 550 5.7.1 no
        connection soft - 421 bye
        system soft - 451 Requested action aborted: local error in processing
        disabled soft - 450 Requested mail action not taken: mailbox unavailable
        full soft - 552 Requested mail action aborted: exceeded storage allocation
        address-unknown soft - 450 4.1.1 user unknown
        address-unknown soft - 550 5.1.0 no
        disabled soft - 550 5.2.0 no
        disabled hard - 550 5.2.1 no
        reputation soft - 550 5.1.1 <ada@x.example> rejected: your IP 192.0.2.1 is blacklisted at bl.example
        content soft - 550 5.1.1 Message rejected as spam
        policy soft - 550 5.7.1 You are not allowed to post to this mailing list
        policy soft - 550 Administrative prohibition
        content soft - 554 5.7.1 Virus Eicar-Test-Signature found in message
        content soft - 550 5.6.0 Lone CR or LF in body
        content soft - 550-This message contains a virus or other harmful content (Eicar)
        rate soft - 421 4.7.0 mx.x.example Error: too many errors
        rate soft - 450 4.7.1 Error: too much mail from 192.0.2.1
        authentication soft - 530 5.7.0 Must issue a STARTTLS command first
        authentication soft - 535 5.7.8 Error: authentication failed
        system soft - 503 5.5.1 Error: need RCPT command
        authentication soft - 550 5.7.23 <ada@x.example>: Recipient address rejected: Message rejected due to: SPF \
        fail - not authorized. Please see http://www.openspf.net/Why
        disabled hard - 550 5.7.1 This account has been suspended
        disabled hard - 525 5.7.13 Disabled recipient address
        not-a-bounce soft - 250 2.1.5 Ok
        auto-reply soft - I am out of the office until Monday.
        complaint soft - This is an email abuse report for an email message received from IP 192.0.2.1
        """
}
