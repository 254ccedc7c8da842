extension FailureRules {
    /// Words that mean one thing as a rule, where no status says another.
    static let vagueWords = #"""
        rule mailbox-unavailable
        code 550 none
        status none x.1.* x.2.0 x.5.0
        words mailbox unavailable | mailbox is unavailable | mailbox not available | mailbox is not available
        unless access denied | blocked | rejected | refused | policy | temporar
        class address-unknown
        means 5.1.1
        yes 550 Requested action not taken: mailbox unavailable
        yes 550 5.1.0 mailbox not available
        no 450 Requested mail action not taken: mailbox unavailable
        no 550 5.7.1 mailbox unavailable

        rule mailbox-busy
        words mailbox unavailable | mailbox is unavailable | mailbox not available | mailbox is not available
        class disabled
        soft
        yes 450 Requested mail action not taken: mailbox unavailable
        no 550 Requested action not taken: mailbox unavailable

        rule unknown-word
        code 5xx none
        status none x.1.* x.2.0 x.5.0 x.5.4
        words unknown$ | does not exist | doesn't exist | not exist | not found | unknown or | nonexistent
        words couldn't be found | cannot be found | could not be found | no such | moved permanently
        unless host | domain | sender | unknown command | command not | command unknown | command output | dns$ | server
        class address-unknown
        means 5.1.1
        yes 550 unknown
        yes 550 5.1.0 <ada@x.example> cannot be found
        no 550 5.7.1 does not exist
        no 550 host unknown

        rule blocked
        code 5xx 4xx
        words ip address | your ip | your host | your server | your network | blocked by$ | removal | delist | unblock
        words client host
        class reputation
        yes 550 5.7.1 Your network is not wanted; ask for removal
        no 550 refused

        rule spam-word
        words spam | uce$ | ube$ | junk
        class content
        yes 550 5.7.1 Spam!
        no 550 no

        rule recipient-refused
        code 550 551 553
        status none
        words in reply to rcpt to | after rcpt to | does not like recipient
        unless access denied | relay | policy | not allowed | not permitted | mail from command
        class address-unknown
        soft
        yes 550 no (in reply to RCPT TO command)
        no 550 no (in reply to MAIL FROM command)

        rule forbidden
        words access denied | denied | not allowed | not permitted | prohibited | forbidden | not authorized
        words unauthorized | blocked | refused | rejected | reject | not accepted | refuse | not acceptable | restricted
        words authoriz | banned | disallowed | not accept | not authorised | administrative | blocks
        unless connection refused
        class policy
        means 5.7.1
        yes 550 Access denied
        yes 554 5.7.1 <ada@x.example>: Recipient address rejected: Access denied
        yes 554 refused
        no 550 5.1.1 rejected

        rule moved
        code 551 550
        words moved$ | please try < | please try @ | forwarding address
        class address-unknown
        means 5.1.6
        yes 551 User not local; please try <ada@y.example>
        no 550 no
        """#
}
