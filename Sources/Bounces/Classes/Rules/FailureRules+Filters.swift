extension FailureRules {
    /// Filters before a server: Proofpoint, Mimecast, Barracuda, Cisco, Symantec, Trend, and other products.
    static let filters = #"""
        rule proofpoint-unknown
        for proofpoint
        words recipient unknown | user unknown | invalid recipient & smtprelay | no such recipient
        class address-unknown
        yes 550 5.1.1 User Unknown
        no 550 5.7.0 Local Policy Violation

        rule proofpoint-policy
        for proofpoint
        words local policy violation | message rejected by policy | administrative prohibition | command rejected
        class policy
        yes 550 5.7.0 Local Policy Violation - 5f1a
        no 554 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.1

        rule proofpoint-reputation
        for proofpoint
        words blocked - see | dnsbl-lookup | ipcheck.proofpoint.com | service unavailable; blocked
        class reputation
        yes 554 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.1
        no 550 5.1.1 User Unknown

        rule mimecast-unknown
        for mimecast
        words invalid recipient | recipient address lookup failed | known address & failed
        class address-unknown
        yes 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550
        no 550 Rejected by header based manually Blocked Senders - https://community.mimecast.com

        rule mimecast-content
        for mimecast
        words mcspamsignature | spam signature | email rejected due to security policies & spam
        class content
        yes 554 Email rejected due to security policies - MCSpamSignature.x.x - https://community.mimecast.com/docs
        no 550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550

        rule mimecast-policy
        for mimecast
        words manually blocked senders | blocked senders | administratively blocked | envelope blocked
        words blocked by policy | rejected by header | header based anti-spoofing policy | anti-spoofing policy
        words message hold applied | administrative prohibition | envelope rejected
        class policy
        yes 550 Rejected by header based Anti-Spoofing policy: news@x.example - https://community.mimecast.com/docs
        yes 550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550
        no 550 Invalid Recipient - https://community.mimecast.com

        rule mimecast-greylist
        for mimecast
        words internal resources are temporarily unavailable | internal resource temporarily unavailable
        class policy
        yes 451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451
        no 550 Invalid Recipient

        rule barracuda-reputation
        words barracudacentral.org | barracuda reputation | bl.barracuda
        class reputation
        yes 554 Service unavailable; Client host [x.example] blocked using Barracuda Reputation;
        yes 550 refused, see http://www.barracudacentral.org/rbl/removal-request
        no 550 permanent failure for one or more recipients (ada@x.example:blocked)

        rule barracuda-content
        words permanent failure for one or more recipients & :blocked | permanent failure & :quarantined
        words message contained spam content | barracuda & spam
        class content
        yes 550 permanent failure for one or more recipients (ada@x.example:blocked)
        no 550 permanent failure for one or more recipients (ada@x.example:550 5.1.1 User unknown)

        rule cisco-reputation
        words senderbase | sbrs$ | talosintelligence | to this mail system has been rejected due to the sending mta's
        class reputation
        yes 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.
        no 550 #5.1.0 Address rejected.

        rule cisco-unknown
        status x.1.0 none
        words #5.1.0 address rejected | #5.1.0 address rejected. | address rejected
        unless sender | mail from | reputation | policy | access denied | recipient address rejected
        class address-unknown
        yes 550 #5.1.0 Address rejected.
        yes 550 5.1.0 Address rejected ada@x.example
        no 550 5.1.0 Sender address rejected: Access denied

        rule cisco-throttle
        words too many messages received from this host | too many recipients received from the sender
        words too many recipients received this hour | #4.x.2 too many messages
        class rate
        yes 452 #4.x.2 Too many messages for this session
        yes 452 Too many recipients received from the sender
        no 554 #5.7.1 rejected

        rule messagelabs-unknown
        for messagelabs
        words invalid recipient | no such user | unknown user
        class address-unknown
        yes 550-Invalid recipient <ada@x.example> (#5.1.1)
        no 553 you are trying to use me [server-1.tower-1.messagelabs.com] as a relay

        rule messagelabs-policy
        words you are trying to use me & as a relay | symanteccloud.com/troubleshooting
        class policy
        yes 553-you are trying to use me [server-1.tower-1.messagelabs.com] as a relay, but I have not been configured
        no 550-Invalid recipient <ada@x.example> (#5.1.1)

        rule trend-reputation
        words mail-abuse.com | trendmicro & reputation | ers.trendmicro.com | trend micro rbl
        words trend micro email reputation
        class reputation
        yes 550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked by Trend Micro RBL+. Please see
        no 550 5.1.1 unknown

        rule sophos-unknown
        words address verification in progress & undeliverable | recipient verify failed | recipient verification failed
        class address-unknown
        yes 550 5.1.1 Recipient verification failed: no
        no 450 4.1.1 <ada@x.example>: Recipient address rejected: unverified address: Address verification in progress

        rule unverified
        words unverified address | address verification in progress | could not verify & recipient
        words cannot verify recipient | callout & recipient | could not complete recipient verify callout
        unless sender verify | sender address | no such user | user unknown
        class connection
        yes 450 4.1.1 <ada@x.example>: Recipient address rejected: unverified address: Address verification in progress
        yes 451 Could not complete recipient verify callout
        no 550 Sender verify failed
        """#
}
