import FanmailMIME

/// What becomes of a field of the author's message, because of its name.
///
/// A message out of an inbox, sent again, has fields of whoever sent, carried or kept it before: they would speak to
/// every subscriber in another's name.
struct FieldRule: Sendable {
    enum Fate: Sendable {
        /// It never goes out: it says who gets the message, opens a door, or asks every reader for an answer.
        case dropped
        /// It goes where the list adds fields of its own, which take its place; else it stays as the author wrote it.
        case lists
        /// As `lists`, but only out of a message that was under way before: in a new one it is the author's.
        case travelled
        /// It goes when there is nothing in it, which is not lawful (RFC 5322, 3.6).
        case droppedWhenEmpty
    }

    /// In lower case; with a star at its end it stands for all that begin so.
    let name: String
    let fate: Fate
    /// Who defines the field: an RFC, or whose custom it is.
    let source: String

    private init(_ name: String, _ fate: Fate, _ source: String) {
        self.name = name
        self.fate = fate
        self.source = source
    }

    static func fate(of name: String) -> Fate? {
        let name = name.lowercased()
        if let fate = byName[name] { return fate }
        guard let first = name.utf8.first, let rules = byPrefix[first] else { return nil }
        return rules.first { name.utf8.starts(with: $0.prefix) }?.fate
    }

    /// Whether the message was under way before it came here.
    static func hasTravelled(_ header: HeaderSection) -> Bool {
        header.fields.contains { field in
            ["Received", "Return-Path", "DKIM-Signature"].contains(where: field.isNamed)
                || field.name.lowercased().hasPrefix("arc-")
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.lazy.map { ($0.name, $0.fate) })

    private static let byPrefix = Dictionary(
        grouping: all.compactMap { rule in
            rule.name.hasSuffix("*") ? (prefix: Array(rule.name.utf8.dropLast()), fate: rule.fate) : nil
        }, by: { $0.prefix.first ?? 0 })

    static let all: [FieldRule] = [
        // Who gets it: the envelope's affair.
        FieldRule("bcc", .dropped, "RFC 5322, 3.6.3"), FieldRule("resent-bcc", .dropped, "RFC 5322, 3.6.6"),
        FieldRule("x-bcc", .dropped, "Eudora and others"), FieldRule("apparently-to", .dropped, "RFC 2076, 3.2"),
        FieldRule("x-apparently-to", .dropped, "Yahoo"), FieldRule("delivered-to", .dropped, "RFC 9228"),
        FieldRule("x-delivered-to", .dropped, "Fastmail"), FieldRule("envelope-to", .dropped, "Exim"),
        FieldRule("x-envelope-to", .dropped, "qpsmtpd, GMX"), FieldRule("envelope-recipient", .dropped, "Amavis"),
        FieldRule("x-original-to", .dropped, "Postfix"), FieldRule("original-recipient", .dropped, "RFC 3798, 2.3"),
        FieldRule("x-original-recipient", .dropped, "custom"), FieldRule("x-rcpt-to", .dropped, "MDaemon, Sendmail"),
        FieldRule("rcpt-to", .dropped, "custom"), FieldRule("x-receiver", .dropped, "Microsoft's SMTP service"),
        FieldRule("x-mdrcpt-to", .dropped, "MDaemon"), FieldRule("x-real-to", .dropped, "custom"),
        FieldRule("x-resolved-to", .dropped, "Fastmail"), FieldRule("x-forwarded-to", .dropped, "Gmail"),
        FieldRule("x-forwarded-for", .dropped, "Gmail"),
        // Where it came from: the envelope's affair too.
        FieldRule("return-path", .dropped, "RFC 5321, 4.4"), FieldRule("x-return-path", .dropped, "custom"),
        FieldRule("envelope-from", .dropped, "custom"), FieldRule("x-envelope-from", .dropped, "qpsmtpd"),
        FieldRule("x-sender", .dropped, "Microsoft's SMTP service"), FieldRule("x-mail-from", .dropped, "Fastmail"),
        FieldRule("x-mdreturn-path", .dropped, "MDaemon"), FieldRule("errors-to", .dropped, "RFC 2076, 3.5"),
        FieldRule("x-errors-to", .dropped, "custom"), FieldRule("apparently-from", .dropped, "custom"),
        // Passwords and orders to list managers.
        FieldRule("approved", .dropped, "RFC 5536, 3.2.1; Mailman"), FieldRule("x-approved", .dropped, "Mailman"),
        FieldRule("approve", .dropped, "Majordomo"), FieldRule("x-approve", .dropped, "Mailman"),
        FieldRule("approved-by", .dropped, "RFC 2076, 3.4"), FieldRule("x-approved-by", .dropped, "custom"),
        FieldRule("urgent", .dropped, "Mailman"),
        // And to news servers, which gateways would heed.
        FieldRule("control", .dropped, "RFC 5536, 3.2.3"), FieldRule("also-control", .dropped, "son-of-1036, 6.15"),
        FieldRule("supersedes", .dropped, "RFC 5536, 3.2.12"), FieldRule("newsgroups", .dropped, "RFC 5536, 3.1.4"),
        FieldRule("path", .dropped, "RFC 5536, 3.1.5"),
        // In this program's own name.
        FieldRule("x-fanmail-*", .dropped, "fanmail"),

        // An answer from every reader.
        FieldRule("disposition-notification-to", .dropped, "RFC 8098, 2.1"),
        FieldRule("disposition-notification-options", .dropped, "RFC 8098, 2.2"),
        FieldRule("return-receipt-to", .dropped, "RFC 2076, 3.5"),
        FieldRule("read-receipt-to", .dropped, "custom"), FieldRule("x-confirm-reading-to", .dropped, "Pegasus"),
        FieldRule("x-pmrqc", .dropped, "Pegasus"), FieldRule("generate-delivery-report", .dropped, "RFC 2156"),
        FieldRule("prevent-nondelivery-report", .dropped, "RFC 2156"),
        FieldRule("return-receipt-requested", .dropped, "custom"),
        // How a mailbox keeps it.
        FieldRule("status", .dropped, "mbox"), FieldRule("x-status", .dropped, "mbox"),
        FieldRule("content-length", .dropped, "mbox of System V"), FieldRule("lines", .dropped, "RFC 2076, 3.14"),
        FieldRule("x-uid", .dropped, "UW IMAP, Dovecot"), FieldRule("x-uidl", .dropped, "POP servers"),
        FieldRule("x-imap", .dropped, "UW IMAP"), FieldRule("x-imapbase", .dropped, "UW IMAP"),
        FieldRule("x-keywords", .dropped, "UW IMAP, Dovecot"), FieldRule("x-sieve", .dropped, "Cyrus"),
        FieldRule("x-account-key", .dropped, "Thunderbird"),
        FieldRule("x-mozilla-*", .dropped, "Thunderbird"), FieldRule("x-evolution*", .dropped, "Evolution"),
        FieldRule("x-gmail-labels", .dropped, "Google"), FieldRule("x-gm-*", .dropped, "Google"),
        FieldRule("fcc", .dropped, "RFC 2076, 3.4"), FieldRule("x-fcc", .dropped, "Emacs"),
        FieldRule("x-identity-key", .dropped, "Thunderbird"),

        // Another list, its ways in and out: this list's take their place.
        FieldRule("list-*", .lists, "RFC 2369, RFC 2919, RFC 8058"), FieldRule("x-list-*", .lists, "custom"),
        FieldRule("sender", .lists, "RFC 5322, 3.6.2"), FieldRule("precedence", .lists, "RFC 3834, 3.1.8"),
        FieldRule("cfbl-*", .lists, "RFC 9477"),
        FieldRule("feedback-id", .lists, "Google"), FieldRule("x-feedback-id", .lists, "custom"),
        FieldRule("archived-at", .lists, "RFC 5064"), FieldRule("x-beenthere", .lists, "Mailman"),
        FieldRule("x-mailman-*", .lists, "Mailman"), FieldRule("x-mailinglist*", .lists, "custom"),
        FieldRule("x-mailing-list", .lists, "Smartlist, Sympa"), FieldRule("mailing-list", .lists, "ezmlm"),
        FieldRule("x-loop", .lists, "procmail, Sympa"), FieldRule("x-sequence", .lists, "Sympa"),
        FieldRule("x-unsubscribe*", .lists, "custom"),

        // Orders to a relay: the author's own, or those of whoever sent the message before.
        FieldRule("x-campaign*", .travelled, "Mailchimp and others"),
        FieldRule("x-mc-*", .travelled, "Mailchimp"), FieldRule("x-mandrill-*", .travelled, "Mandrill"),
        FieldRule("x-mailgun-*", .travelled, "Mailgun"), FieldRule("x-sg-*", .travelled, "SendGrid"),
        FieldRule("x-ses-*", .travelled, "Amazon SES"), FieldRule("x-mj-*", .travelled, "Mailjet"),
        FieldRule("x-sfmc-*", .travelled, "Salesforce"),
        FieldRule("x-sib-*", .travelled, "Sendinblue"),
        FieldRule("x-pm-*", .travelled, "Postmark"), FieldRule("x-msys-*", .travelled, "SparkPost"),
        // Signatures and verdicts about another message.
        FieldRule("dkim-signature", .lists, "RFC 6376"), FieldRule("x-google-dkim-signature", .lists, "Google"),
        FieldRule("domainkey-signature", .lists, "RFC 4870"), FieldRule("dkim-filter", .lists, "OpenDKIM"),
        FieldRule("arc-*", .lists, "RFC 8617"), FieldRule("x-arc-*", .lists, "custom"),
        FieldRule("authentication-results", .lists, "RFC 8601"),
        FieldRule("authentication-results-original", .lists, "Microsoft"),
        FieldRule("x-authentication-*", .lists, "custom"),
        FieldRule("received-spf", .lists, "RFC 7208, 9.1"), FieldRule("dmarc-filter", .lists, "OpenDMARC"),
        FieldRule("bimi-location", .lists, "draft-brand-indicators-for-message-identification"),
        FieldRule("bimi-indicator", .lists, "draft-brand-indicators-for-message-identification"),
        FieldRule("x-spam*", .lists, "SpamAssassin"), FieldRule("x-rspam*", .lists, "Rspamd"),
        FieldRule("x-virus-*", .lists, "ClamAV, Amavis"), FieldRule("x-antivirus*", .lists, "Avast"),
        FieldRule("x-ms-exchange-*", .lists, "Microsoft"), FieldRule("x-ms-traffictypediagnostic", .lists, "Microsoft"),
        FieldRule("x-ms-office365-*", .lists, "Microsoft"), FieldRule("x-ms-publictraffictype", .lists, "Microsoft"),
        FieldRule("x-microsoft-antispam*", .lists, "Microsoft"), FieldRule("x-forefront-*", .lists, "Microsoft"),
        FieldRule("x-eopattributedmessage", .lists, "Microsoft"), FieldRule("x-incoming*", .lists, "Microsoft"),
        FieldRule("x-ymail*", .lists, "Yahoo"), FieldRule("x-rocket*", .lists, "Yahoo"),
        // Its way here.
        FieldRule("received", .lists, "RFC 5321, 4.4"), FieldRule("x-received", .lists, "Google"),
        FieldRule("x-google-smtp-source", .lists, "Google"), FieldRule("x-originating-ip", .lists, "custom"),
        FieldRule("x-source*", .lists, "cPanel"), FieldRule("x-authenticated-*", .lists, "custom"),
        FieldRule("x-antiabuse", .lists, "cPanel"), FieldRule("x-get-message-sender-via", .lists, "cPanel"),

        FieldRule("to", .droppedWhenEmpty, "RFC 5322, 3.6.3"), FieldRule("cc", .droppedWhenEmpty, "RFC 5322, 3.6.3"),
        FieldRule("reply-to", .droppedWhenEmpty, "RFC 5322, 3.6.2"),
        FieldRule("in-reply-to", .droppedWhenEmpty, "RFC 5322, 3.6.4"),
        FieldRule("references", .droppedWhenEmpty, "RFC 5322, 3.6.4"),
        FieldRule("keywords", .droppedWhenEmpty, "RFC 5322, 3.6.5"),
        FieldRule("resent-*", .droppedWhenEmpty, "RFC 5322, 3.6.6"),
        FieldRule("mime-version", .droppedWhenEmpty, "RFC 2045, 4"),
        FieldRule("content-type", .droppedWhenEmpty, "RFC 2045, 5"),
        FieldRule("content-transfer-encoding", .droppedWhenEmpty, "RFC 2045, 6"),
        FieldRule("content-disposition", .droppedWhenEmpty, "RFC 2183"),
        FieldRule("content-id", .droppedWhenEmpty, "RFC 2045, 7"),
        // An empty one is as good as none, and stands in the way of a good one.
        FieldRule("date", .droppedWhenEmpty, "RFC 5322, 3.6.1"),
        FieldRule("message-id", .droppedWhenEmpty, "RFC 5322, 3.6.4"),
    ]
}
