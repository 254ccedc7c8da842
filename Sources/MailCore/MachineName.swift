#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a client of this machine says in EHLO.
public enum MachineName {
    /// The machine's own name; `localhost` when it has none that EHLO could say.
    public static var current: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let result = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { name in
                name.baseAddress.map { gethostname($0, name.count - 1) } ?? -1
            }
        }
        guard result == 0 else { return "localhost" }
        return checked(String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)) ?? "localhost"
    }

    /// A domain, of one label if need be, or an address literal, as EHLO takes it (RFC 5321, 4.1.1.1); nil when the
    /// text is neither.
    public static func checked(_ text: String) -> String? {
        let isLiteral = text.utf8.first == UInt8(ascii: "[")
        guard let mailbox = try? Mailbox(parsing: isLiteral ? "a@\(text)" : "a@a.\(text)") else { return nil }
        return isLiteral ? mailbox.domain : String(mailbox.domain.dropFirst(2))
    }
}
