extension FailureRules {
    /// Gmail and Google Workspace: its codes stand in its documents, with and without 4.
    static let google = #"""
        rule google-rate
        for google
        words at a rate that | receiving mail too quickly | too much mail too quickly | unusual rate of & mail
        words rate limited
        unless aligned | authentication | dkim | dmarc
        class rate
        means 4.2.1
        yes 550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages
        yes 450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message later
        yes 421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address
        no 550 5.2.1 The email account that you tried to reach is disabled.
        no 421 4.7.32 Your email has been rate limited because the From: header isn't aligned with the SPF or DKIM domain

        rule google-inactive
        for google
        words email account that you tried to reach is disabled | email account that you tried to reach is inactive
        words p=DisabledUser | p=InactiveUser
        class disabled
        means 5.2.1
        yes 550 5.2.1 The email account that you tried to reach is disabled.
        yes 550 5.2.1 The email account that you tried to reach is inactive. For more information, go to gsmtp
        no 550 5.1.1 The email account that you tried to reach does not exist. gsmtp

        rule google-unknown
        for google
        words email account that you tried to reach does not exist | p=NoSuchUser
        words wasn't delivered to & because the address couldn't be found | email address you entered couldn't be found
        class address-unknown
        means 5.1.1
        yes 550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking gsmtp
        yes 550-5.1.1 The email account that you tried to reach does not exist. p=NoSuchUser 41be03b00d2f7 - gsmtp
        no 550 5.2.1 The email account that you tried to reach is disabled. gsmtp

        rule google-full
        for google
        words out of storage space | p=OverQuotaPerm | p=OverQuotaTemp | inbox is out of storage
        words recipient's inbox is full
        class full
        means 5.2.2
        yes 552 5.2.2 The recipient's inbox is out of storage space and inactive. p=OverQuotaPerm - gsmtp
        yes 452 4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to
        no 550 5.4.5 Daily user sending limit exceeded. gsmtp

        rule google-quota
        for google
        words daily user sending & exceeded | daily sending quota exceeded | daily smtp relay | exceeded & sending limit
        class rate
        means 5.4.5
        yes 550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to gsmtp
        yes 550 5.4.5 Daily SMTP relay limit exceeded for user. For more information on SMTP relay sending limits, gsmtp
        no 552 5.2.2 The email account that you tried to reach is over quota. gsmtp

        rule google-authentication
        for google
        status x.7.25 x.7.26 x.7.27 x.7.29 x.7.30 x.7.32 x.7.40
        class authentication
        yes 550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders
        yes 550 5.7.29 This connection is not using TLS. gsmtp
        no 550 5.7.1 Our system has detected that this message is likely unsolicited mail. gsmtp

        rule google-reputation
        for google
        words very low reputation | low reputation of the sending | suspicious due to the very low reputation
        words ip you're using to send mail is not authorized to send email directly
        class reputation
        yes 550 5.7.1 Our system has detected that this message is suspicious due to the very low reputation of the
        yes 550 5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers. gsmtp
        no 550 5.7.1 Our system has detected that this message is likely unsolicited mail. gsmtp

        rule google-content
        for google
        words likely unsolicited mail | message was blocked because its content | potential security issue
        words likely suspicious | p=BlockedMessage | p=UnsolicitedMessageError | message blocked & suspicious
        class content
        yes 550 5.7.1 Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam
        yes 552 5.7.0 This message was blocked because its content presents a potential security issue. gsmtp
        no 421 4.7.0 Try again later, closing connection. gsmtp

        rule google-later
        for google
        status 4.7.0 4.3.0 4.5.0
        words try again later | temporary system problem
        class system
        yes 421 4.3.0 Temporary System Problem. Try again later. gsmtp
        yes 421 4.7.0 Try again later, closing connection. (EHLO) gsmtp
        no 421 4.7.0 IP not in whitelist for RCPT domain, closing connection. gsmtp

        rule google-group
        for google
        words group you tried to contact & may not exist | don't have permission to post messages to the group
        words group you tried to contact & permission to post
        class policy
        yes 550 5.7.1 We're writing to let you know that the group you tried to contact (x) may not exist, or you may
        no 550 5.1.1 The email account that you tried to reach does not exist. gsmtp

        rule google-bounce-policy
        for google
        words content compliance | blocked by a content policy | administrator of & has restricted
        words message was rejected by the recipient domain's policy | message bounced by administrator
        class policy
        yes 550 5.7.1 Message bounced by administrator. gsmtp
        no 550 5.1.1 The email account that you tried to reach does not exist. gsmtp
        """#
}
