extension FailureRules {
    /// What is no failure of a copy, though somebody reports it.
    static let notFailures = #"""
        rule automatic-answer
        code none
        words out of the office | out of office | auto-reply$ | automatic reply | i am away from | i am on vacation
        words autoreply | abwesenheitsnotiz | automatische antwort | reponse automatique | respuesta automatica
        words risposta automatica | resposta automatica | automatisch antwoord | autosvar | vacation message
        words absence du bureau | автоответ
        unless undeliverable | could not be delivered | user unknown
        class auto-reply
        yes I am out of the office until Monday.
        yes Automatische Antwort: ich bin im Urlaub
        no 550 5.1.1 user unknown

        rule complaint-words
        code none
        words abuse report for an email message | this is a spam complaint | feedback-type: abuse | abuse report from
        words email abuse report
        class complaint
        yes This is an email abuse report for an email message received from IP 192.0.2.1
        no 550 5.7.1 Please send an abuse report

        rule delivered-words
        code none
        words successfully delivered | was delivered to the following | relayed to the following recipients
        words your message was successfully & delivered | delivery to these recipients is complete
        unless not delivered | could not | failed
        class not-a-bounce
        yes Your message was successfully delivered to the destination(s) listed below
        no Your message was not delivered

        rule valid-address
        status x.1.5
        class not-a-bounce
        yes 550 5.1.5 Destination address valid
        no 550 5.1.1 Destination address unknown
        """#

    /// And what looks like one.
    static let loops = #"""
        rule misconfigured
        words best-preference mx | control/locals | local configuration error | lowest numbered mx
        words points to local host | configuration error | configuration problem | misconfigur | incorrectly configured
        words config error | internal configuration | mailer configuration | misconfiguration
        words cannot determine & transport
        unless mail loops
        class system
        means 5.3.5
        yes Sorry. Although I'm listed as a best-preference MX or A for that host, it isn't in my control/locals file
        yes lowest numbered MX record points to local host
        no mail for x.example loops back to myself

        rule tls-not-offered
        words tls is required, but was not offered | required but was not offered | starttls & not offered
        words server certificate not | certificate not trusted | server does not support tls | doesn't support starttls
        words does not support starttls
        class connection
        means 4.7.10
        yes TLS is required, but was not offered by host mx.x.example[192.0.2.1]
        no 550 5.7.10 TLS is required

        rule loop
        words mail loop | too many hops | hop count exceeded | loops back to | loop detected | routing loop | looping
        words exceeded maximum hop count | maximum hop count | message is looping | bounce loop | mail forwarding loop
        words too many received headers | too many received: | loops back to myself | forwarding loop
        words loop count exceeded | mail is looping | delivery loop | excessive hops | too many received lines
        words hopcount exceeded | already have your address in its delivered-to | delivered-to & already
        words message looping | i refuse to talk to myself | refuse to talk to myself
        class loop
        means 5.4.6
        yes 554 5.4.6 Too many hops 26 (25 max): from <news@x.example> via mx.x.example, to <ada@x.example>
        yes mail for x.example loops back to myself
        yes This message is looping: it already has my Delivered-To line. (#5.4.6)
        no 550 5.1.1 user unknown
        """#

    static let rate = #"""
        rule too-many-recipients
        words too many recipients | too many rcpt | too many invalid recipients | too many unknown
        words recipients limit exceeded | maximum number of recipients | too many bad recipients
        words recipient limit exceeded | too many errors | number of recipients exceeds | too many wrong recipients
        words too many bad commands | recipient count exceeds | too many invalid addresses | too many addresses
        class rate
        means 5.5.3
        yes 452 4.5.3 Too many recipients
        yes 550 Too many invalid recipients
        no 550 recipient unknown

        rule rate
        words rate limit | rate limiting | ratelimit | rate-limit | rate limited | throttl | too many messages
        words too many connections | too many concurrent | too many sessions | connection rate | message rate
        words sending rate | too much mail | too many emails | too fast | sending too
        words exceeded the maximum number of messages | connection limit exceeded | exceeds the allowed rate
        words too frequent | slow down | try again slower | hourly & exceeded | per hour & exceeded | per-hour limit
        words max defers and failures per hour | maximum allowed connections | mail flood | flooding | too many requests
        words email quota per hour | excessive number of messages | exceeded max connections | concurrency limit
        words concurrent connections | reached the maximum number of connections
        words exceeded its maximum number of connections | exceeded & daily limit | exceeded your daily | sending limits
        words sending limit | daily sending limit | exceeded your hourly | reached & hourly | receive limit
        words exceeded & limit for messages | too many mails | too many deliveries | max message rate | mails per
        words messages per hour | messages per minute | too many connects | connects too often | over connection limit
        words over its limit & connections | recipient limits | maximum number of concurrent
        words more than allowed & connections | limit on number of messages | submitted too many | delivery rate
        words receiving mail at a rate | unusual rate | sent too many | too many mail | too many attempts
        words attempts exceeded & connection | unusual sending | unusual activity | unusual traffic | unusual volume | unusually many
        words unusual number | abnormal sending | sending activity
        unless mail stored | stored in his | mailbox is full
        words too many unauthenticated
        unless inbox is full
        words reached your daily limit | reached your hourly | reached the daily limit | daily limit for
        class rate
        means 4.7.28
        yes 450 4.7.1 Error: too much mail from 192.0.2.1
        yes 554 5.4.6 Unusual sending activity detected. Please try after some time
        yes 421 Too many concurrent SMTP connections; please try again later.
        yes 550 Domain x.example has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message
        no 550 5.7.1 blocked
        no 552 5.2.2 quota exceeded
        """#

    static let authentication = #"""
        rule dmarc
        words dmarc
        class authentication
        yes 550 5.7.1 Email rejected per DMARC policy for x.example
        yes 554 5.7.5 Permanent error evaluating DMARC policy
        no 550 5.7.1 rejected by policy

        rule spf
        words spf check | spf fail | spf record | spf policy | spf validation | spf$ & fail | spf$ & not | spf:
        words sender id | not designate & permitted sender | sender policy framework | openspf
        words not allowed to send mail for | not authorized to send mail from this domain
        words is not allowed to send mail from | spf unauthorized | spf hard | not permitted to send & domain
        words spf$ & reject | does not designate | rejected by spf | spf softfail | spf mismatch
        words unauthorized mail & domain | mail from & prohibited by & spf | is not authorized to use & in & identity
        words is not authorized to send mail on behalf | host is not allowed to send mail from
        class authentication
        means 5.7.23
        yes 550 5.7.23 <ada@x.example>: Recipient address rejected: Message rejected due to: SPF fail - not authorized
        yes 550 SPF: 192.0.2.1 is not allowed to send mail from x.example
        yes 554 5.7.1 Please see http://www.openspf.org/Why?s=mfrom
        no 550 5.1.1 user unknown

        rule dkim
        words dkim
        class authentication
        means 5.7.20
        yes 550 5.7.20 No passing DKIM signature found
        yes 550 Message rejected: DKIM verification failed
        no 550 signature missing

        rule reverse-dns
        words reverse dns | ptr record | ptr records | rdns | reverse hostname | reverse lookup | reverse record
        words cannot find your hostname | cannot find your reverse | cannot resolve your hostname | no ptr | ptr lookup
        words no reverse | missing ptr | without reverse | reverse mapping | ip name lookup failed | in-addr.arpa
        words fix reverse | invalid ptr | does not resolve & client host | fcrdns | forward-confirmed
        words name lookup failed for | lacks a reverse | unresolvable & ip address | dns ptr
        words could not resolve your hostname | address has no name | ip address possibly forged
        words possibly forged hostname | does not have a valid ptr | generic reverse | failed reverse | matching forward
        words hostname does not match
        unless relaying denied | relay denied
        class authentication
        means 5.7.25
        yes 450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]
        yes 554 5.7.1 Your IP address 192.0.2.1 has no PTR record
        no 554 5.7.1 Client host rejected: blocked

        rule helo
        words helo command rejected | ehlo command rejected | invalid helo | helo name | helo/ehlo | invalid ehlo
        words bad helo | ehlo & not resolve | helo & not resolve | need fully-qualified hostname | helo$ & invalid
        words ehlo$ & invalid | helo$ & fqdn | ehlo$ & fqdn | your helo | helo hostname | forged helo
        words polite people say hello | helo argument | helo$ & denied | bad ehlo | ehlo argument | my name was rejected
        words greeting was rejected | helo was rejected
        class authentication
        yes 504 5.5.2 <mail>: Helo command rejected: need fully-qualified hostname
        yes 550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)
        no 550 5.1.1 user unknown

        rule tls
        words tls required | requires tls | starttls required | must issue a starttls | starttls command first
        words encryption required | requires encryption | encryption needed | tls is required | require tls
        words not using tls | session encryption is required | must use tls | secure connection required | over tls
        words tls connection is required | encrypted connection | starttls is required | requiretls
        class authentication
        means 5.7.10
        yes 530 5.7.0 Must issue a STARTTLS command first
        yes 550 5.7.10 Encryption needed
        no 454 TLS not available due to temporary reason

        rule login
        words authentication required | authentication is required | auth required | smtp authentication
        words you must authenticate | must be authenticated | please authenticate | not authenticated
        words authenticate first | authentication failed | authentication unsuccessful | invalid credentials
        words bad credentials | client was not authenticated | authentication credentials invalid
        words username and password not accepted | pop before smtp | check your mail first | not logged in
        words login required | requires authentication | sender is unauthenticated | unauthenticated email
        words unauthenticated mail | unauthenticated sender | email authentication | fails authentication
        words failed authentication | authentication checks | arc validation
        unless user unknown | spam | virus | relaying | relay denied | relay access
        class authentication
        yes 530 5.7.0 Authentication required
        yes 550 5.7.1 Client was not authenticated
        yes 550 5.7.26 Unauthenticated email from x.example is not accepted due to domain's policy
        no 550 authentication server: user unknown
        """#
}
