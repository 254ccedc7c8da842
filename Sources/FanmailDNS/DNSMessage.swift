/// A query for the records of a name, and what answers it (RFC 1035, 4; RFC 6891).
struct DNSMessage {
    enum Answer: Equatable {
        case records([Record])
        case noSuchName
        /// It did not fit into a datagram.
        case truncated
        /// Not an answer to our query; a stray or forged datagram.
        case stray
        case failed(String)
    }

    enum Record: Equatable {
        /// The record's strings put together.
        case text([UInt8])
        case address(IPAddress)
        case name(String)
        case exchanger(preference: Int, host: String)
    }

    /// What is offered for a datagram: it fits the smallest MTU of IPv6.
    static let datagramSize = 1232
    private static let mostRecords = 64

    let query: [UInt8]
    private let question: [UInt8]
    private let type: DNSRecordType

    /// nil when the name cannot be asked for: a label longer than 63 octets, or more than 255 in all.
    init?(name: String, _ type: DNSRecordType = .text, id: UInt16) {
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
        // Recursion is desired; one question, and one record that says how much a datagram may hold.
        query =
            [UInt8(id >> 8), UInt8(id & 0xFF), 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 1] + question
            + [0, 0, 41, UInt8(size >> 8), UInt8(size & 0xFF), 0, 0, 0, 0, 0, 0]
    }

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
        var records: [Record] = []
        var at = 12 + question.count
        for _ in 0..<min(Int(message[6]) << 8 | Int(message[7]), Self.mostRecords) {
            guard let end = Self.nameEnd(message, at), end + 10 <= message.count else { return Self.malformed }
            let type = Int(message[end]) << 8 | Int(message[end + 1])
            let size = Int(message[end + 8]) << 8 | Int(message[end + 9])
            at = end + 10 + size
            guard at <= message.count else { return Self.malformed }
            // A CNAME before it has been followed by the server.
            guard type == Int(self.type.rawValue) else { continue }
            guard let record = Self.record(self.type, message, (end + 10)..<at) else { return Self.malformed }
            records.append(record)
        }
        return records.isEmpty ? .noSuchName : .records(records)
    }

    private static func record(_ type: DNSRecordType, _ message: [UInt8], _ data: Range<Int>) -> Record? {
        switch type {
        case .text:
            var text: [UInt8] = []
            var place = data.lowerBound
            while place < data.upperBound {
                let next = place + 1 + Int(message[place])
                guard next <= data.upperBound else { return nil }
                text += message[(place + 1)..<next]
                place = next
            }
            return .text(text)
        case .address4, .address6:
            guard data.count == (type == .address4 ? 4 : 16) else { return nil }
            return .address(IPAddress(bytes: Array(message[data])))
        case .pointer: return name(message, data.lowerBound).map { .name($0) }
        case .exchanger:
            guard data.count >= 3 else { return nil }
            let preference = Int(message[data.lowerBound]) << 8 | Int(message[data.lowerBound + 1])
            return name(message, data.lowerBound + 2).map { .exchanger(preference: preference, host: $0) }
        }
    }

    /// A name, in lower case, without the dot at its end; it may go on at an earlier place of the message (4.1.4).
    private static func name(_ message: [UInt8], _ start: Int) -> String? {
        var labels: [String] = []
        var at = start
        var size = 0
        // Each jump leads backwards, so that there is an end.
        var limit = start
        while at < message.count {
            let length = Int(message[at])
            switch length {
            case 0: return labels.joined(separator: ".")
            case 0xC0...0xFF:
                guard at + 1 < message.count else { return nil }
                let target = (length & 0x3F) << 8 | Int(message[at + 1])
                guard target < limit else { return nil }
                limit = target
                at = target
            case 1...63:
                size += length + 1
                guard at + 1 + length <= message.count, size <= 255 else { return nil }
                labels.append(
                    String(decoding: message[(at + 1)...(at + length)].map { lower($0) }, as: UTF8.self))
                at += 1 + length
            default: return nil
            }
        }
        return nil
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
