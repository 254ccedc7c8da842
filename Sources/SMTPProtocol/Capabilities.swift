public import SMTPCore

/// What a server offers, from its reply to EHLO or LHLO (RFC 5321, 4.1.1.1).
public struct Capabilities: Sendable, Equatable {
    /// Limits a server announces (RFC 9422).
    public struct Limits: Sendable, Equatable {
        /// Mail transactions a connection.
        public var transactions: Int?
        /// Recipients a transaction.
        public var recipients: Int?
        /// Recipient domains a transaction.
        public var domains: Int?

        /// No limit announced.
        public init() {}
    }

    /// RFC 2920.
    public var pipelining = false
    /// RFC 6152.
    public var eightBitMIME = false
    /// RFC 2034.
    public var enhancedStatusCodes = false
    /// RFC 3207.
    public var startTLS = false
    /// RFC 3030.
    public var chunking = false
    /// RFC 6531.
    public var smtpUTF8 = false
    /// RFC 3461.
    public var dsn = false
    /// The SASL mechanisms of AUTH, in upper case and the server's order (RFC 4954).
    public var auth: [String] = []
    /// RFC 1870; nil when SIZE is not offered.
    public var size: Size?
    /// What LIMITS announces (RFC 9422); empty when it is not offered.
    public var limits = Limits()
    /// All keywords in upper case, with what follows them.
    public var keywords: [String: String] = [:]

    /// The value of SIZE (RFC 1870, 3).
    public enum Size: Sendable, Equatable {
        /// Offered without a fixed maximum.
        case unlimited
        /// Octets.
        case atMost(Int)
    }

    /// Of a server that knows HELO only.
    public init() {}

    /// From the reply to EHLO or LHLO, whose first line is the server's name. What is not understood is in ``keywords``.
    public init(_ reply: Reply) {
        for line in reply.lines.dropFirst() {
            // By octets: what is no ASCII belongs to no keyword, and must not become one in upper case.
            var words = line.utf8.split(separator: 0x20).map { Substring($0) }
            // Old servers wrote `AUTH=PLAIN`; some still do.
            if let first = words.first, first.asciiUppercased.utf8.starts(with: "AUTH=".utf8), first.utf8.count > 5 {
                words.replaceSubrange(0..<1, with: [first.prefix(4), Substring(first.utf8.dropFirst(5))])
            }
            guard let keyword = words.first?.asciiUppercased else { continue }
            keywords[keyword] = words.dropFirst().joined(separator: " ")
            switch keyword {
            case "PIPELINING": pipelining = true
            case "8BITMIME": eightBitMIME = true
            case "ENHANCEDSTATUSCODES": enhancedStatusCodes = true
            case "SIZE":
                let most = words.dropFirst().first.flatMap { Int($0) } ?? 0
                size = most > 0 ? .atMost(most) : .unlimited
            case "STARTTLS": startTLS = true
            case "CHUNKING": chunking = true
            case "SMTPUTF8": smtpUTF8 = true
            case "DSN": dsn = true
            case "AUTH":
                for word in words.dropFirst().map(\.asciiUppercased) where !auth.contains(word) { auth.append(word) }
            case "LIMITS": limits = Limits(words.dropFirst())
            default: break
            }
        }
    }
}

extension Capabilities.Limits {
    /// What is malformed is ignored (RFC 9422, 3).
    init(_ words: some Sequence<Substring>) {
        for word in words {
            let parts = word.utf8.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false).map {
                Substring($0)
            }
            guard parts.count == 2, (1...6).contains(parts[1].count), parts[1].first != "0",
                parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(parts[1])
            else { continue }
            switch parts[0].asciiUppercased {
            case "MAILMAX": transactions = value
            case "RCPTMAX": recipients = value
            case "RCPTDOMAINMAX": domains = value
            default: break
            }
        }
    }
}

extension Substring {
    fileprivate var asciiUppercased: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }
}
