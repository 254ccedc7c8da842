/// Names within messages (RFC 1035, 3.1 and 4.1.4).
enum DNSName {
    private static let longest = 255

    /// A name, in lower case, without the dot at its end, and where what follows it begins; nil where there is none.
    ///
    /// Dots within labels and whatever is no visible ASCII are written as `\DDD` (RFC 1035, 5.1), so that no two names
    /// look the same and none of them looks like a host's.
    static func read(_ message: [UInt8], _ start: Int) -> (name: String, end: Int)? {
        var labels: [String] = []
        var at = start
        var end: Int?
        var size = 0
        // Each jump leads to an earlier place than the one before, so that there is an end.
        var limit = start
        while at < message.count {
            let length = Int(message[at])
            switch length {
            case 0: return (labels.joined(separator: "."), end ?? at + 1)
            case 0xC0...0xFF:
                guard at + 1 < message.count else { return nil }
                let target = (length & 0x3F) << 8 | Int(message[at + 1])
                guard target < limit else { return nil }
                if end == nil { end = at + 2 }
                limit = target
                at = target
            case 1...63:
                size += length + 1
                guard at + 1 + length <= message.count, size < longest else { return nil }
                labels.append(shown(message[(at + 1)...(at + length)]))
                at += 1 + length
            default: return nil
            }
        }
        return nil
    }

    private static func shown(_ label: ArraySlice<UInt8>) -> String {
        label.map { byte in
            switch byte {
            case 0x41...0x5A: String(UnicodeScalar(byte | 0x20))
            case UInt8(ascii: "."), UInt8(ascii: "\\"), 0...0x20, 0x7F...:
                "\\" + String(repeating: "0", count: byte < 10 ? 2 : byte < 100 ? 1 : 0) + String(byte)
            default: String(UnicodeScalar(byte))
            }
        }.joined()
    }
}
