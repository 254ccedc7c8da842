import FanmailBasics

/// Texts with percent signs, of an address or a form.
enum FormText {
    /// - Returns: nil where a percent sign is none, or no UTF-8 comes out.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = true) -> String? {
        var octets: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x25:
                guard let high = rest.popFirst(), let low = rest.popFirst(), let octet = Hex.octet(high, low) else {
                    return nil
                }
                octets.append(octet)
            case 0x2B where plusIsSpace: octets.append(0x20)
            default: octets.append(byte)
            }
        }
        return String(validating: octets, as: UTF8.self)
    }

    /// Names and values, in order.
    static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "") else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }
}
