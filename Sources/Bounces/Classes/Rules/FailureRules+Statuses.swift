extension FailureRules {
    /// RFC 3463 and the registry of enhanced status codes, as far as servers mean what they say by them.
    static let statuses = #"""
        rule status-unknown
        status x.1.1 x.1.3 x.1.6 x.1.100 x.7.17
        class address-unknown
        yes 550 5.1.1 rejected
        yes 553 5.1.3 no
        no 550 5.1.2 no

        rule status-ambiguous
        status x.1.4 x.1.11
        class address-unknown
        soft
        yes 550 5.1.4 more than one has this name
        no 550 5.1.1 rejected

        rule status-domain
        status x.1.2 x.1.10 x.7.18
        class domain-unknown
        yes 550 5.1.2 no
        yes 556 5.1.10 no
        no 550 5.1.1 rejected

        rule status-sender
        status x.1.7 x.1.8
        class policy
        yes 553 5.1.8 no
        no 550 5.1.1 rejected

        rule status-disabled
        status x.2.1 x.7.13
        class disabled
        yes 550 5.2.1 no
        no 550 5.2.2 no

        rule status-full
        status x.2.2
        class full
        yes 552 5.2.2 no
        no 552 5.2.3 no

        rule status-too-large
        status x.2.3 x.3.4 x.7.16
        class too-large
        yes 552 5.3.4 no
        no 552 5.2.2 no

        rule status-list
        status x.2.4 x.7.2
        class policy
        yes 550 5.7.2 no
        no 550 5.1.1 no

        rule status-content
        status x.6.*
        class content
        yes 554 5.6.0 no
        no 554 5.5.0 no

        rule status-loop
        status x.4.6 x.4.14 x.1.9
        class loop
        yes 554 5.4.6 no
        no 554 5.4.7 no

        rule status-expired
        status x.4.7 x.4.300
        class expired
        yes 554 5.4.7 no
        no 554 5.4.6 no

        rule status-rate
        status x.5.3 x.7.28 x.4.5
        class rate
        yes 452 4.5.3 no
        no 452 4.3.1 no

        rule status-authentication
        status x.7.8-12 x.7.20-27 x.7.29-32 x.7.515
        class authentication
        yes 550 5.7.26 no
        no 550 5.7.1 no

        rule status-system-full
        status x.3.1 x.3.2 x.3.5 x.3.6
        class system
        yes 452 4.3.1 no
        no 552 5.3.4 no
        """#

    /// What the subject says where the detail does not, or is given for anything.
    static let vagueStatuses = #"""
        rule status-routing
        status 5.4.4 5.4.310
        class domain-unknown
        yes 550 5.4.4 no
        no 450 4.4.4 no

        rule status-address
        status x.1.0 x.1.*
        class address-unknown
        soft
        yes 550 5.1.0 no
        no 550 5.2.0 no

        rule status-mailbox
        status x.2.*
        class disabled
        soft
        yes 550 5.2.0 no
        no 550 5.1.0 no

        rule status-system
        status x.3.*
        class system
        yes 550 5.3.0 no
        no 550 5.4.0 no

        rule status-network
        status x.4.*
        class connection
        yes 450 4.4.0 no
        yes 550 5.4.1 no
        no 550 5.3.0 no

        rule status-protocol
        status x.5.*
        class system
        yes 550 5.5.0 no
        no 550 5.4.0 no

        rule status-policy
        status x.7.*
        class policy
        yes 550 5.7.1 no
        no 550 5.5.0 no
        """#

    /// RFC 5321, 4.2.3, where nothing else is said.
    static let codes = #"""
        rule code-connection
        code 421 441 442 521
        class connection
        yes 421 bye
        no 450 no

        rule code-full
        code 552
        class full
        yes 552 no
        no 550 no

        rule code-null-mx
        code 556
        class domain-unknown
        yes 556 no
        no 550 no

        rule code-too-large
        code 523
        class too-large
        yes 523 no
        no 550 no

        rule code-moved
        code 551
        class address-unknown
        soft
        yes 551 <ada@y.example>
        no 550 no

        rule code-system
        code 451 452 455
        class system
        yes 451 no
        no 450 no

        rule code-protocol
        code 500 501 502 503 504 555
        class system
        yes 503 no
        no 550 no

        rule code-authentication
        code 530 534 535 538
        class authentication
        yes 530 no
        no 550 no
        """#
}
