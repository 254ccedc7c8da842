#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An address literal in place of a domain: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321, 4.1.3).
enum AddressLiteral {
    static func isValid(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard bytes.count <= 64, bytes.first == UInt8(ascii: "["), bytes.dropFirst().last == UInt8(ascii: "]"),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return false }
        let text = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
        var address = in6_addr()
        guard text.utf8.first.map({ $0 | 0x20 }) == UInt8(ascii: "i") else {
            return inet_pton(AF_INET, text, &address) == 1
        }
        return text.lowercased().hasPrefix("ipv6:") && inet_pton(AF_INET6, String(text.dropFirst(5)), &address) == 1
    }
}
