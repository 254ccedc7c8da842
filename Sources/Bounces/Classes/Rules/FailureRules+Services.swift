extension FailureRules {
    /// Mailing services, which refuse before anybody else does.
    static let services = #"""
        rule service-suppression
        words on the suppression list | account-level suppression list | not delivering to previously bounced address
        words previously bounced address | bounced address & suppress | address is suppressed | suppressed recipient
        words not delivering to a user who marked | recipient has been suppressed | suppression list
        words recent history of bouncing | address is on & suppression | email address is on our suppression
        class policy
        yes 550 5.1.1 Amazon SES did not send the message to this address because it is on the suppression list
        yes 605 Not delivering to previously bounced address
        yes 550 5.1.1 Recipient address has a recent history of bouncing
        no 550 5.1.1 mailbox does not exist

        rule service-complained
        words previously complained | user who marked your messages as spam | previously marked your mail as spam
        class policy
        yes 607 Not delivering to a user who previously complained, and marked your messages as spam
        no 550 message marked as spam

        rule service-unsubscribed
        words recipient has unsubscribed | not delivering to unsubscribed | user has unsubscribed
        class policy
        yes 606 Not delivering to unsubscribed address: recipient has unsubscribed
        no 550 unknown user

        rule service-expired
        words message expired: unable to deliver in
        class expired
        yes 550 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.0 Unable to lookup DNS for x.example>
        no 550 5.4.4 Unable to lookup DNS for x.example

        rule service-quota
        words maximum credits exceeded | maximum sending rate exceeded | daily message quota exceeded
        words sending quota exceeded | monthly limit & messages | exceeded your & credits | account is under review
        words sending paused for this account | email sending limit exceeded | exceeded your email sending
        class rate
        yes 454 Throttling failure: Maximum sending rate exceeded.
        yes 451 Authentication failed: Maximum credits exceeded
        no 552 quota exceeded

        rule service-unverified-sender
        words email address is not verified | from address does not match a verified sender | domain is not verified
        words sender signature | not a verified sender | identity & not verified | unconfirmed sender
        class policy
        yes 554 Message rejected: Email address is not verified. The following identities failed the check
        no 550 5.1.1 user unknown

        rule sendgrid-invalid
        words unable to get mx info | no mx & mail exchange | bounced: no mx | invalid domain & mx
        class domain-unknown
        yes 550 Unable to get mx info: failed to get IPs from PTR record
        no 421 try again

        rule zoho-unknown
        for zoho
        words mailbox unavailable | relaying disallowed - invalid | no such user | user & does not exist
        words invalid recipient | does not exist here
        unless policy | blocked | unusual
        class address-unknown
        yes 550 5.1.1 Mailbox unavailable. User does not exist here zohomail.com
        no 550 5.4.6 Unusual sending activity detected

        rule zoho-sender
        for zoho
        words sender blocked | outgoing blocked
        class policy
        yes 550 5.4.6 Outgoing blocked. Please contact your administrator
        no 550 5.1.1 User does not exist
        """#
}
