import FanmailBasics
import SMTPCore

/// The address in a field of a report: `type; address` (RFC 3464, 2.3; RFC 6533, 3), and what servers make of it.
enum ReportedAddress {
    /// Octets of a value that are looked at.
    private static let most = 2_000

    /// - Returns: without type, comments and what it is wrapped in; nil where none can be made out.
    static func read(_ value: String) -> String? {
        var (type, value) = parts(value)
        if let exact = exact(value) { return exact }
        if type == "utf-8" { value = unescaped(value) }
        if type.hasPrefix("x400") || type.hasPrefix("x.400"), let inner = x400(value) { return inner }
        // The escape of xtext has no other meaning in an address that is otherwise one.
        let address = AddressSpotter.first(in: value, wide: true)
        return address.map(xtextDecoded) ?? x400(value)
    }

    /// As Original-Recipient has it, which some servers copy from ORCPT as it stood there, in xtext (RFC 3461, 4).
    static func original(_ value: String) -> String? {
        let (_, address) = parts(value)
        // Of an address that is one already, xtext has to escape these alone; `+50` is somebody's own.
        let isXText = exact(address) == nil || escaped(address).allSatisfy { $0 == 0x2B || $0 == 0x3D || $0 > 0x7E }
        guard isXText, let decoded = xtext(value), decoded.contains("@") else { return read(value) }
        return read(decoded) ?? read(value)
    }

    private static func parts(_ value: String) -> (type: String, value: String) {
        let value = String(decoding: value.utf8.prefix(most), as: UTF8.self)
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].utf8.allSatisfy({ $0 >= 0x20 }),
            !value[..<semicolon].contains("@"), !value[..<semicolon].contains("\"")
        else { return ("", value) }
        let type = value[..<semicolon].lowercased().filter { $0 != " " && $0 != "\t" }
        return (type, String(value[value.index(after: semicolon)...]))
    }

    /// Where nothing but an address is there, whatever stands in it.
    private static func exact(_ value: String) -> String? {
        var value = value[...]
        while value.first == " " || value.first == "\t" { value.removeFirst() }
        while value.last == " " || value.last == "\t" { value.removeLast() }
        if value.first == "<", value.last == ">" { value = value.dropFirst().dropLast() }
        return (try? Mailbox(parsing: String(value))).map { _ in String(value) }
    }

    /// The octets that stand escaped in a text of xtext.
    private static func escaped(_ text: String) -> [UInt8] {
        let octets = Array(text.utf8)
        return octets.indices.compactMap { index in
            guard octets[index] == UInt8(ascii: "+"), index + 2 < octets.count else { return nil }
            return Hex.octet(octets[index + 1], octets[index + 2])
        }
    }

    /// `+40` and its like (RFC 3461, 4), where the whole address was written so.
    static func xtextDecoded(_ text: String) -> String {
        guard text.contains("+"), let decoded = xtext(text), isOneAddress(decoded), !isOneAddress(text) else {
            return text
        }
        return decoded
    }

    private static func isOneAddress(_ text: String) -> Bool { text.utf8.count { $0 == UInt8(ascii: "@") } == 1 }

    static func xtext(_ text: String) -> String? {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "+") else {
                result.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(), let octet = Hex.octet(high, low) else {
                return nil
            }
            result.append(octet)
        }
        return String(validating: result, as: UTF8.self)
    }

    /// `\x{E9}` (RFC 6533, 3).
    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\x{") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.range(of: "\\x{") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}"), let number = UInt32(rest[..<end], radix: 16),
                let scalar = Unicode.Scalar(number)
            else { continue }
            result.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// `DDA:RFC-822=user(a)example.org`, as gateways of X.400 write it.
    private static func x400(_ value: String) -> String? {
        let text = value.replacing("(a)", with: "@").replacing("(A)", with: "@").replacing("(u)", with: "_")
        guard text.contains("@") else { return nil }
        for key in ["RFC-822=", "RFC822=", "rfc-822=", "SMTP=", "smtp="] {
            guard let start = text.range(of: key) else { continue }
            return AddressSpotter.first(in: String(text[start.upperBound...].prefix { $0 != "/" && $0 != ";" }))
        }
        return text == value ? nil : AddressSpotter.first(in: text)
    }
}

extension StringProtocol {
    /// The first place of a text of ASCII, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
