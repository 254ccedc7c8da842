package import FanmailBasics
package import SMTPCore

/// What the suppression list holds: an address, a domain, or the hash of an address.
package enum SuppressedForm: Hashable, Sendable {
    /// The form addresses are matched by (``Mailbox/key``).
    case address(key: String)
    /// As A-labels, in lower case; its subdomains are others.
    case domain(String)
    /// SHA-256 of the form addresses are matched by: 64 hexadecimal digits in lower case.
    case hash(String)

    /// What it is called, as stored.
    package enum Kind: String, Sendable, CaseIterable {
        case address, domain, hash
    }

    package var kind: Kind {
        switch self {
        case .address: .address
        case .domain: .domain
        case .hash: .hash
        }
    }

    /// As it is written and stored: `ada@example.org`, `@example.org`, `sha256:9f86…`.
    package var text: String {
        switch self {
        case .address(let key): key
        case .domain(let domain): "@\(domain)"
        case .hash(let digits): "sha256:\(digits)"
        }
    }

    package init(_ mailbox: Mailbox) { self = .address(key: mailbox.key) }

    /// Trusts a text that was stored.
    package init(stored text: String) {
        if text.hasPrefix("@") {
            self = .domain(String(text.dropFirst()))
        } else if text.hasPrefix("sha256:") {
            self = .hash(String(text.dropFirst(7)))
        } else {
            self = .address(key: text)
        }
    }

    /// Reads an address, `@domain`, `sha256:` with 64 hexadecimal digits, or those digits alone.
    package init(parsing text: some StringProtocol) throws(SettingSyntaxError) {
        let text = String(text)
        let hasPrefix = text.lowercased().hasPrefix("sha256:")
        let digits = hasPrefix ? String(text.dropFirst(7)) : text
        let isHash = digits.utf8.count == 64 && digits.utf8.allSatisfy { Hex.value(of: $0) != nil }
        if isHash || hasPrefix {
            guard isHash else {
                throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) has not 64 hexadecimal digits")
            }
            self = .hash(digits.lowercased())
            return
        }
        do throws(MailboxSyntaxError) {
            if text.hasPrefix("@") {
                self = .domain(try Mailbox(parsing: "x\(text)").domain)
            } else {
                self = .address(key: try Mailbox(parsing: text).key)
            }
        } catch {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(AddressCell.visible(text.utf8))): \(error.reason); write an address, @domain or sha256:…"
            )
        }
    }

    /// Whether this is a hash, with `sha256:` or without.
    static func isHash(_ text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let isNamed = text.count == 71 && text.prefix(7).elementsEqual("sha256:".utf8) { $0 | 0x20 == $1 | 0x20 }
        return (isNamed || text.count == 64) && text.suffix(64).allSatisfy { Hex.value(of: $0) != nil }
    }
}
