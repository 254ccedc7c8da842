extension BouncePhrase {
    /// By whatever server.
    static let english: [BouncePhrase] =
        each(
            .opening(.failed),
            [
                "could not be delivered to the following", "couldn't be delivered to the following",
                "could not be delivered to", "couldn't be delivered to", "was not delivered to",
                "were not delivered to",
                "not delivered to the following", "cannot be delivered to", "can not be delivered to",
                "can't be delivered to", "unable to deliver to", "unable to deliver your message to",
                "unable to deliver the message to", "unable to deliver mail to", "unable to deliver message to",
                "undeliverable to the following", "was undeliverable to", "is undeliverable to", "could not deliver to",
                "could not deliver message to", "could not deliver the message to", "could not deliver your message to",
                "could not be sent to", "could not send to", "could not send your message to", "failed to deliver to",
                "failed to deliver your message to", "failed to deliver message to", "failed for the following",
                "failed to the following", "delivery to the following", "delivery to", "delivery failed to",
                "delivery has failed to",
                "delivery failed for", "delivery failure to", "the following recipients", "the following recipient",
                "the following address", "these recipients", "the following destination", "the following user",
                "the following mailbox", "the following e-mail address", "the following email address",
                "did not receive your message", "did not receive this message", "did not reach", "has bounced",
                "was returned from", "was rejected by", "has been rejected for", "failed recipient",
                "recipients failed",
                "recipient failed", "invalid recipient", "unknown recipient", "bad recipient", "rejected recipient",
                "undelivered recipient", "could not be reached", "your message cannot be delivered",
                "your message could not be delivered", "your email could not be delivered",
                "your mail could not be delivered", "your e-mail could not be delivered",
                "message could not be delivered", "mail could not be delivered", "not be delivered",
                "message was not delivered", "was not delivered", "mail was not delivered", "has not been delivered",
                "problem delivering",
                "error delivering", "trouble delivering", "error while delivering", "error occurred while delivering",
                "unable to be delivered", "delivery failed", "delivery failure", "is not a valid",
                "your message was addressed", "your mail to", "your email to", "your e-mail to", "the recipient",
                "recipient address", "addressed to", "message undeliverable to", "could not be forwarded to",
                "a message you sent was rejected", "a message that you sent was rejected",
            ])
        + each(
            .opening(.delivered),
            [
                "the following addresses had successful delivery notifications",
                "the following addresses have successful delivery notifications", "the following were delivered",
                "the following recipients were delivered",
                "your message was successfully delivered to the destination", "was successfully delivered to",
                "has been successfully delivered to", "successfully relayed to the following recipients",
                "delivery to these recipients or distribution lists is complete",
                "delivery to these recipients or groups is complete",
                "your message has been delivered to the following",
            ])
        + each(
            .opening(.delayed),
            [
                "delivery has been delayed to", "delivery is delayed to", "has not yet been delivered to",
                "hasn't been delivered to", "is delayed for", "delivery of your message to",
                "still trying to deliver to",
            ])
        + each(
            .delay,
            [
                "delivery attempts will continue", "if it cannot be delivered within",
                "will be returned to you as undeliverable", "will be returned to you if",
                "will continue to be attempted", "will continue to try",
                "will keep trying", "will be retried", "will try again", "you do not need to resend",
                "no action is required on your part", "no need to resend", "still being retried",
                "has not been delivered yet", "not yet been delivered", "has been delayed",
                "delivery attempts will continue to be made", "message will be retried for", "temporarily delayed",
                "you don't need to do anything", "we'll keep trying", "we'll continue to try",
            ])
        + each(
            .label,
            [
                "failed recipient:", "recipient:", "recipients:", "recipient(s):", "recipient address:",
                "recipient's address:",
                "to-addr:", "address:", "email address:", "e-mail address:", "undeliverable address:", "failed:",
                "failed address:", "destination:", "final recipient:", "final-recipient:", "error-for:",
                "failed to send to:", "not delivered to:", "invalid address:", "unknown address:", "rejected address:",
                "envelope-to:", "intended recipient:", "recipient of the mail:", "recipient email:", "user:",
                "mailbox:",
                "account:", "bounced address:", "bounced email:",
            ])
        + each(
            .ending,
            [
                "the name matches several", "original message follows", "the original message follows",
                "original message", "the original message",
                "--- original message", "-- original message", "unsent message", "your original message",
                "original message headers", "headers of the original message", "original message text",
                "message headers follow", "message header follows", "copy of the message", "copy of your message",
                "copy of message follows", "a copy of the message", "a copy of your message", "returned message",
                "text of your message follows", "your message follows", "your message reads", "forwarded message",
                "the message follows", "message follows", "the returned message", "contents of original message",
                "the original message was:", "message contents follow", "original mail", "the header of the original",
                "header of the original message", "a summary of the undelivered message", "begin forwarded message",
                "message text follows", "original header", "original headers", "the undelivered message follows",
                "message header:", "original message:", "start of original message", "original email",
                "undelivered message", "-----original message-----", "the message header", "returned mail",
            ])
        + each(
            .failure,
            [
                "user unknown", "unknown user", "no such user", "user not found", "not found", "unknown recipient",
                "recipient unknown", "recipient rejected", "recipient address rejected", "address rejected",
                "invalid recipient", "invalid mailbox", "invalid address", "invalid user", "mailbox unavailable",
                "mailbox not found", "mailbox full", "mailbox is full", "mailbox has exceeded", "over quota",
                "overquota",
                "exceeded quota", "quota exceeded", "quota violation", "exceeding their quota", "exceeds allowed size",
                "no mailbox", "no such mailbox", "no such address", "no such recipient", "no such account",
                "no account",
                "does not exist", "doesn't exist", "not exist", "does not have", "doesn't have", "not a valid",
                "is not valid", "no longer valid", "no longer exists", "no longer available", "not known", "unknown",
                "not listed in", "not recognized", "unrouteable", "unroutable", "unreachable", "host not found",
                "host unknown", "unknown host", "no such domain", "domain not found", "name service error", "mail loop",
                "too many hops", "message looping", "timed out", "connection refused", "could not connect",
                "couldn't connect", "retry timeout exceeded", "has been disabled", "account disabled", "is disabled",
                "account is inactive", "inactive", "suspended", "discontinued", "deactivated", "expired",
                "delivery failed", "failed permanently", "rejected", "refused", "blocked", "denied", "undeliverable",
                "cannot be delivered", "could not be delivered", "couldn't be delivered", "not delivered",
                "unable to deliver", "permanent error", "permanent failure", "permanent fatal", "fatal error",
                "delivery error", "cannot accept", "not accepting", "not accept", "over its quota", "storage limit",
                "too large", "size limit", "insufficient", "disk full", "not collected", "relaying denied",
                "relay access denied", "not our customer", "no matches to nameserver query", "has been returned",
                "was returned", "could not find", "giving up", "given up",
            ])
        + each(
            .failedSubject,
            [
                "undeliverable", "undelivered", "undeliver", "non-deliverable", "nondeliverable", "not delivered",
                "delivery failure", "delivery failed", "delivery has failed", "delivery error", "delivery problem",
                "delivery notification", "delivery status notification", "delivery report", "delivery status",
                "failure notice", "failure notification", "failure delivery", "mail failure", "mail failed",
                "failed mail", "mail error", "mail system error", "mail delivery", "message delivery", "returned mail",
                "returned message", "returned email", "mail returned", "returned to sender", "return to sender",
                "returning message to sender", "returned:", "could not be delivered", "cannot be delivered",
                "can't be delivered", "couldn't deliver", "could not deliver", "unable to deliver", "not be delivered",
                "user unknown", "unknown user", "unknown address", "unknown recipient", "no such user", "mailbox full",
                "mailbox unavailable", "message rejected", "mail rejected", "rejected mail", "rejected:", "bounced",
                "bounce", "nameserver error report", "failed to deliver", "message undeliverable",
                "message status - undeliverable", "invalid address", "not reachable", "over quota", "undeliv",
                "nondelivery", "non-delivery", "non delivery", "delivery failur", "delivery refused", "email delivery",
                "mail not delivered", "error sending", "sending failed", "failed delivery", "failed message",
                "message failed", "transport error", "error notice",
            ])
        + each(
            .delayedSubject,
            [
                "delayed", "temporary delivery problem", "temporary problem", "delay notification",
                "delivery status notification (delay)", "warning: could not send",
                "warning - delayed", "message delayed", "mail delayed", "delivery delay", "still being retried",
                "could not send message for", "not yet delivered", "delayed mail", "warning: message",
            ])
}
