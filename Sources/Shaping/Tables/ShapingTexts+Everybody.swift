extension ShapingTexts {
    /// What common servers say, whoever runs them. Who takes no more connections is left to the window of a destination,
    /// which finds out how many those are.
    static let everybody = #"""
        # Postfix, smtpd.c; Exim, the ACL of its specification that has `ratelimit`.
        [[reaction]]
        name = "too-much-mail"
        code = "4xx"
        words = ["too much mail from", "too many messages from", "sending too fast", "sender rate overlimit"]
        action = "slow-down"
        for = "15m"
        sample = [
            "450 4.7.1 Error: too much mail from 192.0.2.1",
            "450 4.7.1 Sender rate overlimit - 120.5 / 1h",
        ]
        other = [
            "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message later",
            "452 Too many messages for this session",
            "421 4.7.0 mx.example.org Error: too many connections from 192.0.2.1",
        ]

        # RFC 3463, X.3.2: that host is being stopped; Exchange, whose components are taken out of service.
        [[reaction]]
        name = "host-stops"
        code = 421
        words = ["shutting down", "system not accepting network messages", "server is going down"]
        action = "skip-host"
        for = "5m"
        sample = [
            "421 4.3.2 System not accepting network messages",
            "421 mx.example.org: Server shutting down",
        ]
        other = "421 4.3.0 Temporary System Problem. Try again later. gsmtp"
        """#
}
