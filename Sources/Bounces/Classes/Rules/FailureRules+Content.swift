extension FailureRules {
    static let content = #"""
        rule virus
        words virus | malware | infected | trojan | worm$ | phishing | phish | clamav | ransomware | eicar
        words suspicious attachment | attachment & not allowed | attachment & blocked | attachment & banned
        words banned attachment | banned file | executable | forbidden attachment | attachment type
        words dangerous attachment | macro | blocked attachment | illegal attachment | prohibited attachment
        words extension & not allowed | encrypted attachment | attachments are not | file type | attachment removed
        words file name & not accepted | banned: | banned name | banned content | infected: | harmful content
        words dangerous content
        class content
        yes 554 5.7.1 Message rejected: virus found (Eicar-Test-Signature)
        yes 552 5.7.0 Attachment type .exe not allowed
        no 550 5.1.1 user unknown

        rule spam
        words spam message | as spam | is spam | spam content | spam score | spam detected | spam mail | spam filter
        words spam$ & reject | spam$ & refuse | spam$ & block | spam$ & denied | spam$ & not accept | anti-spam
        words antispam | spamassassin | unsolicited bulk | unsolicited commercial | unsolicited mail | unsolicited email
        words unsolicited | junk mail | looks like spam | spam-like | spammy | bulk mail | bulk email | considered spam
        words suspected spam | likely spam | be spam | for spam | spam points | spam level | spam policy | rspamd
        words cloudmark | vade | spam & threshold | spam probability | spam rating | spam rejected | rejected as spam
        words as junk | spam or | high probability of spam | identified as | classified as | spam engine
        words blocked by spam | spam reject | message scored | too much spam | appears to be spam | spam suspect
        words mark & as spam | no spam | stop spam | message filtered | content filter | spamtrap | razor | pyzor
        words dcc$ & bulk | bogofilter | denied due to spam | filtered as spam | spam is not | spam detection | spam in
        class content
        means 5.7.1
        yes 550 5.7.1 Message rejected as spam by Content Filtering.
        yes 554 5.7.1 This message has been identified as spam
        yes 550 High probability of spam
        no 550 5.7.1 rejected

        rule message-content
        words message content rejected | content rejected | message content | content of the message
        words content of this message | content not accepted | content & blocked | contents & blocked | content policy
        words objectionable content | prohibited content | inappropriate content | body content | bad content
        words offending content | content is | url in | link in | links in | url is
        words malicious url | prohibited url | blocked word | forbidden word
        words banned words | profanity | offensive | by header checks | by body checks | rejected by content
        words 5.7.1 content | due to content | for content | suspicious content | unacceptable content | content violat
        words html is not | html message | subject & not accepted | subject & rejected | subject contains
        words administratively prohibited content
        unless no message content
        class content
        means 5.7.1
        yes 550 5.7.1 Message content rejected, UBE, id=12345-01
        yes 554 5.7.1 Prohibited url in message
        no 550 5.7.1 message rejected

        rule message-form
        words header & missing | missing header | missing date | missing from | message-id & missing | no message-id
        words lacks & header | duplicate header | multiple from | not rfc | rfc 5322 | rfc 2822 | rfc822 & compliant
        words rfc5322 | rfc2822 | rfc 822 | non-compliant | not compliant | malformed message | malformed header
        words bare lf | bare line | bare cr | bare newline | stray | line too long | lines too long | line length
        words invalid header | header too | headers too | header size | illegal characters | 8-bit | 8bit | 8 bit
        words smtputf8 | mime error | bad mime | mime boundary | mime structure | malformed mime | mime-version
        words non-ascii | message is not | invalid characters in | header field | nul character | null character
        words conversion & not | converting | broken message | badly formatted | bad message | illegal end of line
        words invalid date | date: header | to: header | invalid message-id
        unless unroutable | mailbox name
        words data format error | bad-header | bad header | invalid structure | no resent-from | resent-from field
        class content
        means 5.6.0
        yes 550 5.7.1 This message is not RFC 5322 compliant. It has several Date headers
        yes 550 5.6.0 Message has malformed header
        yes 451 See http://pobox.com/~djb/docs/smtplf.html: bare LFs are not allowed: stray newline
        no 550 5.1.1 user unknown
        """#

    static let size = #"""
        rule too-large
        words message too large | message too big | message is too large | message is too big | message size
        words exceeds & size | size exceeds | maximum message size | size limit | too large | too big | larger than
        words exceeds maximum | exceeds the maximum size | over the maximum | exceed & size | max size | maximum size
        words message length exceeds | message exceeds | file too large | message larger | mail too big | exceeded size
        words message file too big | size of message | fixed maximum | exceeds allowed | size restriction | over size
        words exceed & maximum message | oversize | message over | mail size | exceeds limit & byte | bytes maximum
        unless recipients | exceeded its size | header too | headers too | number of | storage allocation
        unless mailbox size limit | quota | mailbox is | mailbox has exceeded | connections | mailbox full
        unless mailbox exceeds | error writing message | space limit | full mailbox
        class too-large
        means 5.3.4
        yes 552 5.3.4 Message size exceeds fixed maximum message size (10485760)
        yes 552 5.2.3 Message too large
        yes 523 the message size exceeds the recipient's limit
        no 552 5.2.2 Mailbox size limit exceeded
        """#

    static let full = #"""
        rule mailbox-full
        words mailbox full | mailbox is full | mailbox & full$ | over quota | overquota | quota exceed
        words exceeded & quota | over & quota | quota & full | quota violation | out of quota | exceeds & quota
        words quota has been | mailbox size limit | mailbox quota | exceeded storage | storage allocation
        words storage quota | exceeded & storage | not enough storage space in | disk quota | mailbox space
        words mailbox & exceeds | mailbox has exceeded | mailbox & exceeded & limit | mailbox limit | account is full
        words inbox is full | mailfolder is full | mailfolder is over | mailbox & too full | user is over
        words recipient over | recipient is over | insufficient quota | no room in | account is over | has no space
        words maildir over | maildir size | mail box full | mailbox & no space | would exceed mailbox | exceed mailbox
        words user's disk | user has exceeded | has reached & quota | over the quota | user & full$ | storage limit
        words mail quota | quota limit | over limit & mailbox | mailbox over | mailbox currently full
        words mailbox would exceed | exceeded its & limit & mailbox | space quota | full mailbox
        words exceeded the space limit | exceeded its storage | exceeded its size | mail folder is full | over-quota
        words quota & used | is over the allowed | mailbox exceeded | inbox full | insufficient mailbox
        words of disk space & user | exceed the quota | over the maximum allowed quota | over storage | quota error
        words has exceeded his | hard quota | permitted mail quota | over their | over disk | over its & allocation
        words maximum mailbox | full inbox | message storage exceeded | space exceeded | maximum storage | user storage
        words not enough room | mailbox_full | mailbox for & is full | not enough space & mailbox
        words recipient's mailbox & full | storage exceeded
        unless sending quota | daily quota | per hour | hourly
        words much mail stored | mail stored in | box space not enough | mailbox exceeds allowed
        words recipient reached disk quota | error writing message: file too large | overlimit | over limit
        words no more space | storage capacity | mailbox capacity | no space in mailbox | out of space for
        words mailbox reached | exceeded allocated | space has been used | space is full | mailbox space limit
        words mailbox_quota | quota_exceeded | is at capacity | space limit | insufficient space & mailbox
        words insufficient space in the user | mailbox is overloaded | exceeding & quota | quota & reached
        words mailbox & out of disk | inbox & out of disk | recipient & out of disk | user & out of disk
        words account & out of disk | out of storage | at its limit & mail | of the user & limit | mailbox & over its limit | temporarily over quota | quota & exhausted
        words quota & used up | quota is & zero | mailbox & disk is full | mailbox & no disk space | no quota left
        words mailbox & not enough disk | mailbox & insufficient disk | mailbox & insufficient storage
        unless on spool | spool directory | queue file | unable to open | cannot open | can't open | can't create | cannot create
        class full
        means 5.2.2
        yes 552 5.2.2 Mailbox full
        yes 552 Requested mail action aborted: exceeded storage allocation
        yes 452 4.2.2 <ada@x.example>: user is over quota
        yes 550 User ada@x.example has exceeded his/her disk quota
        yes 552 5.2.2 over quota: user unknown
        yes 450 The quota for this mailbox has been reached. Try again later
        yes 452 4.3.1 Recipient's mailbox is out of disk space
        no 452 4.3.1 Insufficient system storage
        """#
}
