/// Texts with percent signs, as addresses, forms and parameters of header fields have them (RFC 3986, 2.1; RFC 2231, 4).
package enum PercentText {
    /// As far as it goes: a percent sign that stands for no octet is one.
    package static func octets(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == 0x25, rest.count > 1, let octet = Hex.octet(rest[rest.startIndex], rest[rest.startIndex + 1]) {
                octets.append(octet)
                rest = rest.dropFirst(2)
            } else {
                octets.append(byte)
            }
        }
        return octets
    }

    /// - Parameter plusIsSpace: as in a form, and in the query of an address.
    /// - Returns: nil where a percent sign is none, or no UTF-8 comes out.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
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

    /// For any part of an address: all but letters and digits of ASCII is coded.
    package static func coded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + Hex.upper(byte)
        }.joined()
    }

    /// Names and values of a form or a query, in order; nil where they cannot be read.
    package static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0], plusIsSpace: true),
                let value = decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }
}
