/// Text in UTF-16, which some gateways write as if it were mail.
struct WideText {
    private let isBigEndian: Bool
    private let start: Int

    /// - Returns: nil when nothing speaks for it: neither a byte order mark nor an empty octet beside each of the first.
    init?(_ bytes: some RandomAccessCollection<UInt8>) {
        let head = Array(bytes.prefix(64))
        if head.starts(with: [0xFE, 0xFF]) {
            (isBigEndian, start) = (true, 2)
        } else if head.starts(with: [0xFF, 0xFE]) {
            (isBigEndian, start) = (false, 2)
        } else {
            guard head.count >= 16 else { return nil }
            let even = stride(from: 0, to: head.count - 1, by: 2).count { head[$0] == 0 }
            let odd = stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
            guard max(even, odd) > head.count / 4, min(even, odd) == 0 else { return nil }
            (isBigEndian, start) = (even > odd, 0)
        }
    }

    /// As a charset names it.
    init(isBigEndian: Bool) { (self.isBigEndian, start) = (isBigEndian, 0) }

    func utf8(of bytes: some RandomAccessCollection<UInt8>) -> [UInt8] {
        let octets = Array(bytes.prefix(OctetLines.most))
        var units: [UInt16] = []
        units.reserveCapacity(octets.count / 2)
        var at = start
        while at + 1 < octets.count {
            let (one, two) = (UInt16(octets[at]), UInt16(octets[at + 1]))
            units.append(isBigEndian ? one << 8 | two : two << 8 | one)
            at += 2
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
