extension ShapingTexts {
    /// What Google, Microsoft, Yahoo, Apple and Comcast say to who sends too much.
    static let large = #"""
        # support.google.com/a/answer/3726730, 4.7.28: by address, network, DKIM domain, SPF domain, or domain of links.
        [[reaction]]
        name = "google-unusual-rate"
        provider = "google"
        code = "4xx"
        words = ["unusual rate of unsolicited"]
        action = "slow-down"
        rate = "10/minute"
        for = "30m"
        sample = [
            "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address",
            "421 4.7.0 [192.0.2.1 15] Our system has detected an unusual rate of unsolicited mail originating from your",
        ]
        other = [
            "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
            "451 4.3.0 Multiple destination domains per transaction is unsupported. Please try again.",
            "421 4.7.32 Your email has been rate limited because the From: header isn't aligned with the SPF or DKIM domain",
        ]

        # The same page, 5.7.28: it is blocked by now.
        [[reaction]]
        name = "google-blocked"
        provider = "google"
        code = "5xx"
        words = ["unusual rate of unsolicited"]
        action = "pause"
        for = "2h"
        sample = "550 5.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address"
        other = "550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders"

        # The same page, 5.4.5: of a relay of Google's, until the day is over.
        [[reaction]]
        name = "google-daily-limit"
        provider = "google"
        words = ["daily user sending limit exceeded", "daily smtp relay limit exceeded"]
        action = "pause"
        for = "6h"
        sample = [
            "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to gsmtp",
            "550 5.4.5 Daily SMTP relay limit exceeded for user. For more information on SMTP relay sending limits, gsmtp",
        ]
        other = "552 5.2.2 The email account that you tried to reach is over quota. gsmtp"

        # sendersupport.olc.protection.outlook.com/pm/troubleshooting: the network is on a list.
        [[reaction]]
        name = "outlook-block-list"
        provider = ["outlook-com", "exchange-online"]
        words = [
            "(s3140)", "s3140$", "(s3150)", "s3150$", "part of their network is on our block list",
            "part of its network is on our block list", "banned sending ip",
        ]
        action = "pause"
        for = "2h"
        sample = [
            "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
            "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list",
            "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list",
        ]
        other = "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."

        # learn.microsoft.com, NDR codes of Exchange Online, 5.7.606 to 5.7.649.
        [[reaction]]
        name = "outlook-banned"
        provider = ["outlook-com", "exchange-online"]
        status = "5.7.606-649"
        action = "pause"
        for = "2h"
        sample = "550 5.7.649 Access denied"
        other = "550 5.7.501 Access denied, spam abuse detected"

        # The page on troubleshooting, RP-003: too many connections.
        [[reaction]]
        name = "outlook-connections"
        provider = ["outlook-com", "exchange-online"]
        code = "4xx"
        words = [
            "rp-003$", "exceeded the connection limit", "number of concurrent connections",
            "number of concurrent server connections",
        ]
        action = "one-connection"
        for = "15m"
        sample = [
            "421 RP-003 (BAY0-MC3-F11) The mail server IP connecting to Outlook.com server has exceeded the connection limit allowed.",
            "421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit, closing transmission channel",
        ]
        other = "421 RP-001 (BAY0-MC3-F11) The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed."

        # The same page, RP-001 and RP-002; learn.microsoft.com, 4.7.500 to 4.7.699: of a new address, or of its reputation.
        [[reaction]]
        name = "outlook-busy"
        provider = ["outlook-com", "exchange-online"]
        code = "4xx"
        words = [
            "server busy", "rp-001$", "rp-002$", "exceeded the rate limit", "temporarily rate limited", "(s775)",
            "(s77714)", "(s77719)", "ib007$",
        ]
        action = "slow-down"
        rate = "1/minute"
        for = "15m"
        sample = [
            "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714) [x.mail.protection.outlook.com]",
            "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)",
            "421 RP-001 (BAY0-MC3-F11) The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed.",
        ]
        other = "452 4.5.3 Too many recipients"

        # senders.yahooinc.com/smtp-error-codes: volume, or complaints.
        [[reaction]]
        name = "yahoo-tss04"
        provider = "yahoo"
        code = "4xx"
        words = ["[tss04]"]
        action = "pause"
        for = "2h"
        sample = "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes"
        other = "451 4.7.1 [GL01] Message from (192.0.2.1) temporarily deferred"

        # The same page: it has gone on, or cannot be told who sends.
        [[reaction]]
        name = "yahoo-tss05"
        provider = "yahoo"
        code = "4xx"
        words = ["[tss05]"]
        action = "pause"
        for = "4h"
        sample = "421 4.7.0 [TSS05] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints"
        other = "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints"

        # The same page: for good, as far as they are asked, and by lists of Spamhaus.
        [[reaction]]
        name = "yahoo-block-list"
        provider = "yahoo"
        words = ["[tss09]", "[tss11]", "[bl21]", "[bl22]", "[bl23]"]
        action = "pause"
        for = "4h"
        sample = [
            "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.",
            "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
        ]
        other = "554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit the page"

        # support.apple.com/102322: reputation (BS02), messages of an address (HCM1).
        [[reaction]]
        name = "apple-limit"
        provider = "apple"
        code = "4xx"
        words = ["[bs02]", "[hcm1]"]
        action = "pause"
        for = "15m"
        sample = [
            "451 4.7.1 [BS02] Your message was rejected, try again later. support.apple.com/en-us/HT204137",
            "421 [HCM1] Message limit exceeded for your IP",
        ]
        other = "554 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137"

        # postmaster.comcast.net/smtp-error-codes.php, RL000001 and the others.
        [[reaction]]
        name = "comcast-limit"
        provider = "comcast"
        code = "4xx"
        words = ["rl000"]
        action = "slow-down"
        for = "15m"
        sample = "421 4.1.0 192.0.2.1 Throttled - try again later. RL000001"
        other = "550 5.1.1 Not our Customer"

        # The same page, BL000000.
        [[reaction]]
        name = "comcast-block-list"
        provider = "comcast"
        words = ["bl000"]
        action = "pause"
        for = "2h"
        sample = "554 resimta-po-12v.sys.comcast.net comcast 192.0.2.1 Comcast block for spam. BL000000"
        other = "421 4.1.0 192.0.2.1 Throttled - try again later. RL000001"
        """#
}
