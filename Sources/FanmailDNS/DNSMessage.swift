/// A query for the records of a name, and what answers it (RFC 1035, 4; RFC 6891).
struct DNSMessage {
    enum Answer: Equatable {
        case records([DNSRecord])
        case noSuchName
        /// It did not fit into a datagram.
        case truncated
        /// Not an answer to our query; a stray or forged datagram.
        case stray
        case failed(String)
    }

    /// What is offered for a datagram: it fits the smallest MTU of IPv6.
    static let datagramSize = 1232
    private static let mostRecords = 64

    let query: [UInt8]
    private let question: [UInt8]
    private let type: DNSRecordType

    /// nil when the name cannot be asked for: a label longer than 63 octets, or more than 255 in all.
    ///
    /// - Parameters:
    ///   - validates: signatures are to come along, and word of whether they are right (RFC 4035, 3.2.1; RFC 6840, 5.7).
    ///   - isExtended: false for a server that knows no options (RFC 6891, 7).
    init?(
        name: String, _ type: DNSRecordType = .text, id: UInt16, validates: Bool = false, isExtended: Bool = true
    ) {
        self.type = type
        var labels: [UInt8] = []
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...63).contains(label.utf8.count) else { return nil }
            labels.append(UInt8(label.utf8.count))
            labels += label.utf8
        }
        labels.append(0)
        guard labels.count <= 255 else { return nil }
        question = labels + [0, type.rawValue, 0, 1]
        let size = Self.datagramSize
        let wanted: UInt8 = validates ? 0x20 : 0
        // Recursion is desired; one question, and one record that says how much a datagram may hold.
        let header = [UInt8(id >> 8), UInt8(id & 0xFF), 0x01, wanted, 0, 1, 0, 0, 0, 0, 0, isExtended ? 1 : 0]
        let options = [0, 0, 41, UInt8(size >> 8), UInt8(size & 0xFF), 0, 0, validates ? 0x80 : 0, 0, 0, 0]
        query = header + question + (isExtended ? options : [])
    }

    /// nil for what is no reply to it.
    func reply(in message: [UInt8]) -> DNSReply? { DNSReply(message, id: query[..<2], question: question) }

    func answer(in message: [UInt8]) -> Answer {
        guard message.count >= 12 + question.count, message[..<2] == query[..<2], message[2] & 0x80 != 0,
            message[4...5] == [0, 1]
        else { return .stray }
        let asked = message[12..<(12 + question.count)]
        guard zip(asked, question).allSatisfy({ Self.lower($0) == Self.lower($1) }) else { return .stray }
        if message[2] & 0x02 != 0 { return .truncated }
        switch message[3] & 0x0F {
        case 0: break
        case 3: return .noSuchName
        case 2: return .failed("the server could not find out (SERVFAIL)")
        case 5: return .failed("the server refuses to answer (REFUSED)")
        case let code: return .failed("the server answered with code \(code)")
        }
        var records: [DNSRecord] = []
        var at = 12 + question.count
        for _ in 0..<min(Int(message[6]) << 8 | Int(message[7]), Self.mostRecords) {
            guard let end = Self.nameEnd(message, at), end + 10 <= message.count else { return Self.malformed }
            let type = Int(message[end]) << 8 | Int(message[end + 1])
            let size = Int(message[end + 8]) << 8 | Int(message[end + 9])
            at = end + 10 + size
            guard at <= message.count else { return Self.malformed }
            // A CNAME before it has been followed by the server.
            guard type == Int(self.type.rawValue) else { continue }
            guard let record = DNSRecord(self.type, message, (end + 10)..<at) else { return Self.malformed }
            records.append(record)
        }
        return records.isEmpty ? .noSuchName : .records(records)
    }

    private static let malformed = Answer.failed("the server's answer is malformed")

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Behind a name, which is not read: whoever answers our question names it.
    private static func nameEnd(_ message: [UInt8], _ start: Int) -> Int? {
        var at = start
        while at < message.count {
            switch message[at] {
            case 0: return at + 1
            case 0xC0...0xFF: return at + 2 <= message.count ? at + 2 : nil
            case 1...63: at += 1 + Int(message[at])
            default: return nil
            }
        }
        return nil
    }
}
