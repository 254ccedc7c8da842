/// A server's reply to a query, taken apart (RFC 1035, 4.1; RFC 6891; RFC 8914). Nothing in it is believed but what
/// is about the name and type that were asked for.
struct DNSReply: Equatable {
    struct Entry: Equatable {
        let owner: String
        let type: UInt16
        let ttl: Int
        /// nil for types that are not asked for.
        let record: DNSRecord?
    }

    /// It did not fit into a datagram.
    let isTruncated: Bool
    /// The server vouches that all of it was signed, and rightly (RFC 4035, 3.2.3).
    let isAuthentic: Bool
    /// The server looks up what it does not know itself, or knows this itself.
    let isCompetent: Bool
    /// RFC 1035, 4.1.1: 0, 2 for SERVFAIL, 3 for NXDOMAIN.
    let code: UInt8
    let answers: [Entry]
    /// For how many seconds it holds that there is nothing (RFC 2308, 5); nil where the server does not say.
    let negativeTTL: Int?
    /// Why it failed, as the server tells it (RFC 8914).
    let failure: UInt16?

    private static let mostRecords = 512
    private static let longestTTL = 7 * 86_400

    /// nil when it is no reply to the query, or cannot be read to its end.
    ///
    /// - Parameter question: of the query: name, type and class, as they were sent.
    init?(_ message: [UInt8], id: ArraySlice<UInt8>, question: [UInt8]) {
        guard message.count >= 12, message[..<2] == id, message[2] & 0xF8 == 0x80 else { return nil }
        let counts = (0..<4).map { Int(message[4 + 2 * $0]) << 8 | Int(message[5 + 2 * $0]) }
        isTruncated = message[2] & 0x02 != 0
        isAuthentic = message[3] & 0x20 != 0
        isCompetent = message[3] & 0x80 != 0 || message[2] & 0x04 != 0
        // Whoever cannot read a query may leave its question out.
        let isMute = counts[0] == 0 && [1, 4].contains(message[3] & 0x0F)
        guard counts[0] == 1 || isMute else { return nil }
        var at = 12
        if !isMute {
            at += question.count
            guard message.count >= at, zip(message[12..<at], question).allSatisfy({ Self.lower($0) == Self.lower($1) })
            else { return nil }
        }
        var sections: [[Entry]] = []
        var code = message[3] & 0x0F
        var negativeTTL: Int?
        var failure: UInt16?
        // What was cut off is asked for again as a whole.
        let isRead = !isTruncated && counts[1] + counts[2] + counts[3] <= Self.mostRecords
        guard isRead || isTruncated else { return nil }
        for section in 1...3 where isRead {
            var entries: [Entry] = []
            for _ in 0..<counts[section] {
                guard let (owner, end) = DNSName.read(message, at), end + 10 <= message.count else { return nil }
                let number = UInt16(message[end]) << 8 | UInt16(message[end + 1])
                let ttl = message[(end + 4)..<(end + 8)].reduce(0) { $0 << 8 | Int($1) }
                let data = (end + 10)..<(end + 10 + Int(message[end + 8]) << 8 + Int(message[end + 9]))
                guard data.upperBound <= message.count else { return nil }
                at = data.upperBound
                let isInternet = message[end + 2] == 0 && message[end + 3] == 1
                let type = UInt8(exactly: number).flatMap(DNSRecordType.init)
                // RFC 2181, 8: what looks negative counts as 0.
                let lasting = ttl > 0x7FFF_FFFF ? 0 : min(ttl, Self.longestTTL)
                switch (section, type) {
                case (3, .options): (code, failure) = Self.extended(message, end, data, code, failure)
                case (2, .authority): negativeTTL = Self.minimum(message, data).map { min($0, lasting) } ?? negativeTTL
                case (1, let type?) where isInternet && type != .authority && type != .options:
                    guard let record = DNSRecord(type, message, data) else { return nil }
                    entries.append(Entry(owner: owner, type: number, ttl: lasting, record: record))
                default: break
                }
            }
            sections.append(entries)
        }
        self.code = code
        self.negativeTTL = negativeTTL
        self.failure = failure
        answers = sections.first ?? []
    }

    /// The minimum in a start of authority (RFC 1035, 3.3.13); nil where it cannot be read.
    private static func minimum(_ message: [UInt8], _ data: Range<Int>) -> Int? {
        guard let (_, first) = DNSName.read(message, data.lowerBound), let (_, second) = DNSName.read(message, first),
            second + 20 == data.upperBound
        else { return nil }
        return message[(second + 16)..<(second + 20)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Of the options (RFC 6891, 6.1.3): the code's upper bits, and why something failed.
    private static func extended(
        _ message: [UInt8], _ end: Int, _ data: Range<Int>, _ code: UInt8, _ failure: UInt16?
    ) -> (UInt8, UInt16?) {
        let upper = message[end + 4]
        var failure = failure
        var at = data.lowerBound
        while at + 4 <= data.upperBound {
            let size = Int(message[at + 2]) << 8 | Int(message[at + 3])
            guard at + 4 + size <= data.upperBound else { break }
            if message[at] == 0, message[at + 1] == 15, size >= 2 {
                failure = failure ?? UInt16(message[at + 4]) << 8 | UInt16(message[at + 5])
            }
            at += 4 + size
        }
        return (upper == 0 ? code : 0xFF, failure)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// In words, where it is a failure; nil for a reply that answers the question, if only by nothing.
    var objection: String? {
        switch code {
        case 0 where answers.isEmpty && !isCompetent && negativeTTL == nil:
            return "it answers for its own zones alone"
        case 0, 3: return nil
        case 1: return "it cannot read the question (FORMERR)"
        case 2:
            switch failure {
            // RFC 8914, 4: from an unsupported algorithm to a missing signature.
            case .some(1...12): return "the domain's signatures are wrong (DNSSEC, SERVFAIL)"
            case 22, 23: return "the domain's name servers cannot be reached (SERVFAIL)"
            default: return "it could not find out (SERVFAIL)"
            }
        case 5: return "it refuses to answer (REFUSED)"
        default: return "it answers with code \(code == 0xFF ? "16 or more" : String(code))"
        }
    }
}
