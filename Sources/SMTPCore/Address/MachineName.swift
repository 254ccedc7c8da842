#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a client of this machine says in EHLO.
public enum MachineName {
    /// The machine's own name; nil when it is no whole domain, as `web_1` and a container's `3f2ab1` are not: strict
    /// servers refuse those, and ``literal(_:)`` is said in their place (RFC 5321, 4.1.4).
    public static var current: String? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let result = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { name in
                name.baseAddress.map { gethostname($0, name.count - 1) } ?? -1
            }
        }
        guard result == 0 else { return nil }
        return whole(String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self))
    }

    /// A name that servers take for a machine's: a domain of two labels or more; nil for any other.
    public static func whole(_ text: String) -> String? {
        guard let name = checked(text), name.utf8.contains(UInt8(ascii: ".")), name.utf8.first != UInt8(ascii: "["),
            !["localdomain", "local", "internal", "lan"].contains(name.split(separator: ".").last ?? "")
        else { return nil }
        return name
    }

    /// What a client without a name says: the address of its end of the connection (RFC 5321, 4.1.3).
    ///
    /// - Parameter address: in numbers; nil where there is none, as with a socket in the file system.
    public static func literal(_ address: String?) -> String {
        guard let address = address?.prefix(while: { $0 != "%" }) else { return "localhost" }
        return address.contains(":") ? "[IPv6:\(address)]" : "[\(address)]"
    }

    /// A domain of letters, digits and hyphens, of one label if need be, or an address literal, as EHLO takes it
    /// (RFC 5321, 4.1.1.1 and 4.1.2); nil when the text is neither.
    public static func checked(_ text: String) -> String? {
        let isLiteral = text.utf8.first == UInt8(ascii: "[")
        guard let mailbox = try? Mailbox(parsing: isLiteral ? "a@\(text)" : "a@a.\(text)") else { return nil }
        guard !isLiteral else { return mailbox.domain }
        let name = mailbox.domain.dropFirst(2)
        return name.utf8.allSatisfy(isDomainOctet) ? String(name) : nil
    }

    private static func isDomainOctet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
