extension SMTPServerSession {
    /// What a server offers, and its bounds. What is not offered is not understood.
    public struct Configuration: Sendable {
        /// Whether and when STARTTLS is offered (RFC 3207).
        public enum StartTLS: Sendable, Equatable {
            /// It is no command here.
            case off
            case offered
            /// MAIL wants it first.
            case required
        }

        /// What is taken before something is refused. Nil is for no bound.
        public struct Limits: Sendable {
            /// Octets of a command line without its end; RFC 5321, 4.5.3.1.4 wants 512 and what the extensions add. Behind one that is
            /// longer the connection is over.
            public var line = 4_096
            /// Recipients of a transaction; RFC 5321, 4.5.3.1.8 wants 100. More get 452 4.5.3.
            public var recipients: Int? = 1_000
            /// Octets of a message (RFC 1870); more get 552 5.3.4.
            public var message: Int? = 32 << 20
            /// Messages of a connection; MAIL behind them gets 421.
            public var messages: Int?
            /// Commands that are none, or have no meaning; more get 421.
            public var errors: Int? = 20
            /// NOOP, RSET and their like between two messages; more get 421.
            public var idleCommands: Int? = 100

            /// The bounds of a server on the Internet.
            public init() {}
        }

        /// What is understood, looked up once.
        struct Offers {
            var chunking = false, eightBit = false, size = false, dsn = false, utf8 = false
        }

        /// The server's name: a domain or an address literal.
        public var hostname: String
        /// What the greeting says behind the name.
        public var software: String
        /// Which of the two protocols is spoken.
        public var dialect: SMTPSession.Dialect
        /// What EHLO tells, in this order (RFC 5321, 4.1.1.1). Acted on are PIPELINING, CHUNKING, 8BITMIME, SMTPUTF8, SIZE, DSN, LIMITS and
        /// ENHANCEDSTATUSCODES; SIZE and LIMITS (RFC 9422) get their values from ``limits``. STARTTLS and AUTH are told when they are
        /// taken, and have no place here.
        public var keywords: [String] { didSet { offers = Self.offers(keywords) } }
        /// Whether STARTTLS is offered, and what is refused before it (RFC 3207).
        public var startTLS = StartTLS.off
        /// The SASL mechanisms of AUTH, in upper case; none for no AUTH (RFC 4954).
        public var mechanisms: [String] = []
        /// MAIL wants a login first.
        public var requiresLogin = false
        /// Logins are taken without TLS, too.
        public var takesLoginInClear = false
        /// What a client may not exceed (RFC 5321, 4.5.3).
        public var limits = Limits()
        /// Refuses what is not well-formed: addresses (RFC 5321, 4.1.2), a hello without a name, and any CR or LF that stands alone
        /// (2.3.8), in a command, where it ends the connection, and in a message. False for a server that tells its owner
        /// instead, and for whom LF alone ends a command; a message ends with CRLF.CRLF and nothing else in any case.
        public var isStrict = true
        private(set) var offers: Offers

        /// A strict server.
        public init(
            hostname: String, software: String = "", dialect: SMTPSession.Dialect = .smtp,
            keywords: [String] = Self.everyKeyword
        ) {
            self.hostname = hostname
            self.software = software
            self.dialect = dialect
            self.keywords = keywords
            offers = Self.offers(keywords)
        }

        /// All that can be acted on.
        public static let everyKeyword = [
            "PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "SIZE", "DSN", "LIMITS", "ENHANCEDSTATUSCODES",
        ]

        private static func offers(_ keywords: [String]) -> Offers {
            let words = Set(keywords.map { $0.prefix { $0 != " " } })
            return Offers(
                chunking: words.contains("CHUNKING"), eightBit: words.contains("8BITMIME"),
                size: words.contains("SIZE"), dsn: words.contains("DSN"), utf8: words.contains("SMTPUTF8"))
        }

        /// The keywords with their values; one that has nothing to tell is left out.
        var keywordLines: [String] {
            keywords.compactMap { line in
                switch line {
                case "SIZE": limits.message.map { "SIZE \($0)" } ?? line
                case "LIMITS":
                    limits.messages == nil && limits.recipients == nil
                        ? nil
                        : "LIMITS" + (limits.messages.map { " MAILMAX=\($0)" } ?? "")
                            + (limits.recipients.map { " RCPTMAX=\($0)" } ?? "")
                default: line
                }
            }
        }
    }
}
