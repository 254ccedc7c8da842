package import FanmailBasics
package import FanmailSettings
package import SMTPCore

/// What a list is, as its TOML file says.
package struct ListDefinition: Sendable, Equatable {
    /// Who may post, besides the posters.
    package enum PostPolicy: String, Sendable, CaseIterable {
        case owner
        /// And the owner.
        case subscribers
        case anyone
    }

    /// Who gets an envelope of their own, with a link that ends their subscription at once (RFC 8058).
    package enum OneClickPolicy: String, Sendable, CaseIterable {
        case always
        /// Those at receivers that demand it of bulk senders.
        case largeReceivers = "large-receivers"
        case never
    }

    /// Whose envelopes have one recipient, with a reverse-path of their own that names them to whoever reads failure
    /// reports (variable envelope return paths).
    package enum VERPPolicy: String, Sendable, CaseIterable {
        case always
        /// In each mailing those whose turn it is, a tenth of the list: in ten of its mailings everybody's comes once.
        case everyTenth = "every-10th"
        case never
    }

    /// Whether servers are asked to say in their failure reports which envelope and which recipient they are about
    /// (RFC 3461).
    package enum DSNPolicy: String, Sendable, CaseIterable {
        /// Of those that offer DSN.
        case ask
        case never
    }

    /// `^[a-z0-9][a-z0-9._-]*$`, at most 64 octets, no dot at the end or beside another: it becomes part of List-Id.
    package var name: String
    package var address: Mailbox
    /// A line of text.
    package var description: String?
    package var owner: Mailbox
    /// Where failure reports go: `<local-part>-bounces@<domain>` unless the file says otherwise.
    package var reversePath: ReversePath
    /// A language tag (BCP 47).
    package var language: String?
    /// `policy.headers`: whether messages get the list's own header fields.
    package var addHeaders: Bool
    package var post: PostPolicy
    /// `policy.posters`: who may post as well.
    package var posters: [Mailbox] = []
    /// `policy.max-recipients`: the most recipients in one envelope of this list; nil leaves it to the settings.
    package var maxRecipients: Int?
    /// `policy.unsubscribe-url`: where a subscription ends; `{token}` in it stands for the subscriber's token.
    package var unsubscribeURL: String?
    /// `policy.one-click`.
    package var oneClick: OneClickPolicy
    /// `policy.archive-url`.
    package var archiveURL: String?
    /// `policy.footer`: plain text below the text of messages; lines end in LF.
    package var footer: String?
    /// `policy.footer-html`: the same in HTML; made from the text where it is not given.
    package var footerHTML: String?
    /// `policy.double-opt-in`: whether a subscription waits until its owner confirms it.
    package var doubleOptIn = false
    /// `policy.confirm-url`: the page that confirms; `{token}` in it stands for the token. Nil: by mail.
    package var confirmURL: String?
    /// `policy.welcome`, `policy.goodbye`: whether who confirms, or leaves by mail, is told so.
    package var welcome = true
    package var goodbye = true
    /// `policy.relay`: where the list's mail goes unless a flag or the environment names another.
    package var relay: String?
    /// `policy.rate`: what may be sent to its subscribers in a time, by all its mailings together.
    package var rates: [MailRate] = []
    /// `policy.cfbl-address`: where receivers may send complaints of readers (RFC 9477).
    package var complaintAddress: Mailbox?
    /// `policy.verp`.
    package var verp = VERPPolicy.never
    /// `policy.dsn`.
    package var dsn = DSNPolicy.ask
    /// `retry.pauses`: when who is deferred is tried again, by a process that sends day and night; nil leaves it to the
    /// settings.
    package var retryPauses: [Duration]?
    /// `letter`: how its letters look.
    package var look = ListLook()
    /// `bounce`: what becomes of whose mail comes back.
    package var bounce: BouncePolicy

    package init(
        name: String, address: Mailbox, description: String? = nil, owner: Mailbox, reversePath: ReversePath,
        language: String? = nil, addHeaders: Bool = true, post: PostPolicy = .owner, maxRecipients: Int? = nil,
        unsubscribeURL: String? = nil, oneClick: OneClickPolicy = .never, archiveURL: String? = nil,
        footer: String? = nil, footerHTML: String? = nil,
        bounce: BouncePolicy = BouncePolicy()
    ) {
        self.name = name
        self.address = address
        self.description = description
        self.owner = owner
        self.reversePath = reversePath
        self.language = language
        self.addHeaders = addHeaders
        self.post = post
        self.maxRecipients = maxRecipients
        self.unsubscribeURL = unsubscribeURL
        self.oneClick = oneClick
        self.archiveURL = archiveURL
        self.footer = footer
        self.footerHTML = footerHTML
        self.bounce = bounce
    }

    /// Every key of the file.
    package static let keys =
        [
            "name", "address", "description", "owner", "reverse-path", "language", "policy.headers", "policy.post",
            "policy.posters", "policy.max-recipients", "policy.unsubscribe-url", "policy.one-click",
            "policy.archive-url", "policy.cfbl-address",
            "policy.footer",
            "policy.footer-html", "policy.double-opt-in", "policy.confirm-url", "policy.welcome", "policy.goodbye",
            "policy.relay", "policy.rate", "policy.verp", "policy.dsn", "retry.pauses",
        ] + BouncePolicy.keys + ListLook.keys
}
