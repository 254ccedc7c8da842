extension FailureRules {
    /// Yahoo, AOL and who else is at theirs, Apple, Comcast, AT&T.
    static let yahoo = #"""
        rule yahoo-dead
        words delivery error: dd
        unless disabled | discontinued
        class address-unknown
        yes 554 delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com) [0]
        yes 554 5.0.0 delivery error: dd Requested mail action aborted
        no 554 delivery error: other

        rule yahoo-no-account
        words user doesn't have a & account | this user doesn't have an account
        class address-unknown
        yes 554 This user doesn't have a ymail.com account (ada@ymail.com) [-9] - mta4010.mail.bf1.yahoo.com
        no 554 Message not allowed - [PH01] Email not accepted for policy reasons

        rule yahoo-mailbox
        for yahoo
        words mailbox not found
        class address-unknown
        yes 552 1 Requested mail action aborted, mailbox not found
        no 552 2 Requested mail action aborted, mailbox full

        rule yahoo-disabled
        for yahoo
        words disabled or discontinued | account has been disabled | account is disabled | mailbox is disabled | account is inactive | user's account is disabled | vd33.1
        class disabled
        yes 554 delivery error: dd This account has been disabled or discontinued [#102].
        yes 554 delivery error: This account is disabled. Sorry your message could not be delivered
        yes 554 30 Sorry, your message to ada@yahoo.com cannot be delivered. This mailbox is disabled (554.30).
        no 552 5.2.2 over quota

        rule yahoo-throttle
        for yahoo
        words tss01 | tss02 | tss03 | [tss04] | tss04$ | tss05 | tss06 | tss07 | tss08
        words user complaints & temporarily deferred | unexpected volume | messages from & temporarily deferred | gl01]
        words excessive rate of connections
        class rate
        yes 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints
        yes 451 4.7.1 [GL01] Message from (192.0.2.1) temporarily deferred
        no 553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred

        rule yahoo-reputation
        for yahoo
        words tss09 | tss10 | tss11 | tss12 | [bl21] | [bl22] | [bl23] | bl21$ | bl22$ | bl23$ | cnct09
        words permanently deferred | ipts04 | rly:b | dyn:t | rtr:bl | rly:bl
        class reputation
        yes 553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.
        yes 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list
        yes 554 RLY:B1 The IP address has been blocked due to a spike in unfavorable e-mail statistics.
        no 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred

        rule yahoo-authentication
        for yahoo
        status x.7.9
        class authentication
        yes 554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes
        yes 550 5.7.9 This mail has been blocked because the sender is unauthenticated.
        no 554 5.7.1 Message not accepted for policy reasons

        rule yahoo-policy
        for yahoo
        words [ph01] | ph01$ | not allowed - [ | not accepted for policy reasons | hvu:b | cvr:b
        class content
        yes 554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit the page
        yes 554 5.7.1 Message not accepted for policy reasons. See postmaster.yahooinc.com
        no 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred

        rule apple-rate
        for apple
        words [bs02] | bs02$ | [hcm1] | hcm1$ | too many messages from
        class rate
        yes 451 4.7.1 [BS02] Your message was rejected, try again later. support.apple.com/en-us/HT204137
        yes 421 [HCM1] Message limit exceeded for your IP
        no 554 5.7.1 [CS01] Message rejected due to local policy

        rule apple-policy
        for apple
        words [cs01] | cs01$ | [hm08] | rejected due to local policy
        class policy
        yes 554 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137
        no 451 [BS02] try again later

        rule comcast-reputation
        for comcast
        words bl000
        class reputation
        yes 554 resimta-po-12v.sys.comcast.net comcast 192.0.2.1 Comcast block for spam. BL000000
        no 421 RL000001 Too many messages

        rule comcast-rate
        for comcast
        words rl000
        class rate
        yes 421 4.1.0 192.0.2.1 Throttled - try again later. RL000001
        no 550 5.1.1 Not our Customer

        rule comcast-unknown
        words not our customer
        class address-unknown
        yes 550 5.1.1 Not our Customer
        no 550 5.1.0 Our customer's mailbox is closed to you

        rule att-reputation
        for att
        words dnsbl: | abuse_rbl | blocked by sbc | dnsrbl: | blacklist.att.net
        class reputation
        yes 553 5.3.0 flph812 DNSBL:RBL 521< 192.0.2.1 >_is_blocked. For assistance forward this error to
        no 551 not our user

        rule charter-reputation
        for charter
        words aup#bl | cxbl | aup#in-1 | aup#snd | aup#cxsnd | e1310 | e1320 | aup#rbl
        class reputation
        yes 554 ESMTP server not available. E1320 AUP#BL
        no 421 AUP#CONN too many connections

        rule charter-rate
        for charter
        words aup#conn | cxconct | cxthrtl | aup#out | aup#1120
        class rate
        yes 421 4.7.1 Too many concurrent connections from source IP. CXCONCT
        no 554 AUP#BL blocked
        """#
}
