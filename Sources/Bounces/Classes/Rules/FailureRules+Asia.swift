extension FailureRules {
    /// QQ, NetEase, Sina, Naver, Daum, and the carriers of Japan.
    static let asia = #"""
        rule qq-unknown
        for qq
        words mailbox not found | mailbox unavailable or access denied | recipient not found | bad user
        class address-unknown
        yes 550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&no=1000728
        yes 550 Mailbox unavailable or access denied [MaQxz2DWcVyE2A==]. https://open.qq.com
        no 550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022

        rule qq-content
        for qq
        words mail content denied | mail is rejected by recipients | content & rejected by & spam
        class content
        yes 550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726
        no 550 Mailbox not found.

        rule qq-rate
        for qq
        words connection frequency limited | frequency limited | suspected bounce attacks | request rate
        words sending frequency
        class rate
        yes 550 Connection frequency limited. http://service.mail.qq.com/cgi-bin/help?subtype=1&&no=1000722
        no 550 Mailbox not found.

        rule qq-reputation
        for qq
        words suspected spam ip | connection denied | domain may not exist or dns check failed | suspected spam & ip
        words ip in blacklist
        class reputation
        yes 554 5.7.1 Suspected spam ip. http://service.mail.qq.com/cgi-bin/help?subtype=1
        no 550 Mailbox not found.

        rule netease-unknown
        for netease
        words user not found: | user not found | invalid user | mi:sfu | no user | no such user
        class address-unknown
        yes 550 User not found: ada@163.com
        no 554 DT:SPM 163 smtp10, please see http://mail.163.com/help/help_spam_16.htm

        rule netease-suspended
        for netease
        words user suspended | user locked | user is locked
        class disabled
        yes 550 User suspended: ada@163.com
        no 550 User not found: ada@163.com

        rule netease-content
        for netease
        words dt:spm | hl:itc | rp:tra | rp:drc | mi:spb | dt:spm 163 | mi:sfq | sf:itc
        class content
        yes 554 DT:SPM 163 smtp10,D8CowEDp5EjK please see http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1
        no 550 User not found: ada@163.com

        rule netease-rate
        for netease
        words rp:rcl | mi:nhd | rp:cel | rp:qrc | mi:dmc | hl:rep | mi:spf & rate | mi:cel
        class rate
        yes 451 MI:CEL Too many connections, please see http://mail.163.com/help/help_spam_16.htm
        no 550 User not found: ada@163.com

        rule netease-authentication
        for netease
        words mi:spf | spf check failed
        class authentication
        yes 553 MI:SPF 163 mx36,please see http://mail.163.com/help/help_spam_16.htm
        no 550 User not found: ada@163.com

        rule naver-full
        for naver
        words mailbox full | user quota | mailbox is full
        class full
        yes 552 5.2.2 Mailbox full hxSs9dTMRuWKmpYMUl1rDA - nsmtp
        no 550 5.1.1 No such user ada@naver.com hxSs9dTMRuWKmp - nsmtp

        rule daum-unknown
        for daum
        words unable to deliver to | user unknown | no such user | dormant
        class address-unknown
        yes 550 5.1.1 <ada@hanmail.net>: Recipient address rejected: User unknown; no such user
        no 550 5.7.1 RBL restriction

        rule docomo-unknown
        for docomo
        words unknown user | invalid address | user unknown
        class address-unknown
        yes 550 Unknown user ada@docomo.ne.jp
        no 550 5.2.0 Message filtered. Mail filter settings of the recipient

        rule au-limited
        for au
        words user's mailbox & limited | account is temporarily limited | temporarily over quota
        words as their mailbox is full | their mailbox is full
        class full
        yes 552 The user(s) account is temporarily over quota
        no 550 Each of the following recipients was rejected by a remote mail server: User unknown

        rule au-disabled
        for au
        words account is disabled | temporarily suspended | account is not activated
        class disabled
        yes 550 The user(s) account is disabled
        no 550 User unknown

        rule au-unknown
        for au
        words user unknown | unknown user | not found | recipients was rejected by a remote mail server | no such user
        words recipient address rejected
        class address-unknown
        yes 550 <ada@ezweb.ne.jp>: User unknown
        no 550 The user(s) account is disabled

        rule softbank-unknown
        for softbank
        words invalid recipient | unknown user | recipient unknown
        class address-unknown
        yes 550 Invalid recipient: <ada@softbank.ne.jp>
        no 550 5.7.1 message rejected

        rule carrier-filter
        for docomo au softbank
        words filtered | mail filter | refused by user | domain name filter | reject by user
        class policy
        yes 550 5.2.0 Message filtered
        no 550 Unknown user ada@docomo.ne.jp

        rule yahoo-japan-rate
        for yahoo-japan
        words resources temporarily unavailable | too many connections | please try again later
        class rate
        yes 421 4.7.0 Resources temporarily unavailable. Please try again later (mailman)
        no 550 5.1.1 User unknown
        """#
}
