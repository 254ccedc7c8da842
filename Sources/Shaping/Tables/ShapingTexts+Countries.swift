extension ShapingTexts {
    /// What receivers of one country, and filters before the servers of firms, say to who sends too much.
    static let countries = #"""
        # postmaster.orange.fr, OFR004_104.
        [[reaction]]
        name = "orange-connections"
        provider = "orange"
        code = "4xx"
        words = ["too many connections, slow"]
        action = "one-connection"
        for = "15m"
        sample = "421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]"
        other = "421 mwinf5c79 ME Service refuse. Service refused, please try later. OFR_107 [107]"

        # postmaster.gmx.net/en/error-messages.
        [[reaction]]
        name = "gmx-limit"
        provider = "gmx"
        code = "4xx"
        words = ["mail send limit exceeded"]
        action = "slow-down"
        for = "30m"
        sample = "450 Mail send limit exceeded. For explanation visit https://postmaster.gmx.net/en/error-messages"
        other = "450 Requested mail action not taken: mailbox unavailable"

        # postmaster.t-online.de: an address that is not known, or has sent what it should not.
        [[reaction]]
        name = "t-online-refused"
        provider = "t-online"
        words = ["ask your postmaster for help"]
        action = "pause"
        for = "2h"
        sample = "554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tobr@rx.t-online.de to clarify.)"
        other = "550 5.1.1 <ada@t-online.de>: Recipient address rejected"

        # service.mail.qq.com, 20022.
        [[reaction]]
        name = "qq-frequency"
        provider = "qq"
        words = ["frequency limited"]
        action = "pause"
        for = "15m"
        sample = "550 Connection frequency limited. http://service.mail.qq.com/cgi-bin/help?subtype=1&&no=1000722"
        other = "550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728"

        # mail.163.com/help/help_spam_16.htm: HL:IFC and MI:DMC too many messages, HL:ICC and MI:CEL too many connections.
        [[reaction]]
        name = "netease-limit"
        provider = "netease"
        words = ["hl:ifc", "mi:dmc"]
        action = "slow-down"
        for = "30m"
        sample = [
            "421 HL:IFC 163 mx36,please see http://mail.163.com/help/help_spam_16.htm",
            "450 MI:DMC 163 mx36,please see http://mail.163.com/help/help_spam_16.htm",
        ]
        other = "553 MI:SPF 163 mx36,please see http://mail.163.com/help/help_spam_16.htm"

        [[reaction]]
        name = "netease-connections"
        provider = "netease"
        words = ["hl:icc", "mi:cel"]
        action = "one-connection"
        for = "30m"
        sample = [
            "421 HL:ICC 163 mx36,please see http://mail.163.com/help/help_spam_16.htm",
            "451 MI:CEL Too many connections, please see http://mail.163.com/help/help_spam_16.htm",
        ]
        other = "553 MI:SPF 163 mx36,please see http://mail.163.com/help/help_spam_16.htm"

        # ipcheck.proofpoint.com.
        [[reaction]]
        name = "proofpoint-block-list"
        provider = "proofpoint"
        words = ["ipcheck.proofpoint.com"]
        action = "pause"
        for = "2h"
        sample = "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1"
        other = "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown"

        # spectrum.net/support, e-mail error codes, of connections.
        [[reaction]]
        name = "charter-connections"
        provider = "charter"
        words = ["cxconct$", "aup#conn$"]
        action = "one-connection"
        for = "15m"
        sample = [
            "421 4.7.1 Too many concurrent connections from source IP. CXCONCT", "421 AUP#CONN too many connections",
        ]
        other = "554 ESMTP server not available. E1320 AUP#BL"
        """#
}
