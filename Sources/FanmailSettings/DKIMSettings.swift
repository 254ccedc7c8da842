import FanmailBasics
import SMTPCore

/// The keys that sign messages (RFC 6376), and where their records are. Nothing is signed without a key.
package struct DKIMSettings: Sendable {
    /// The signing domain, in A-labels.
    package let domain: Setting<String?>
    package let selector: Setting<String?>
    package let rsaKey: Setting<String?>
    package let ed25519Selector: Setting<String?>
    package let ed25519Key: Setting<String?>

    /// A selector and a key's file.
    package struct Key: Sendable, Equatable {
        package let selector: String
        package let file: String
    }

    init(_ sources: ConfigurationSources) throws(InputFailure) {
        domain = try sources.setting(.dkimDomain, default: nil) { text throws(SettingSyntaxError) in
            guard let mailbox = try? Mailbox(parsing: "a@\(text)"), !mailbox.domain.hasPrefix("[") else {
                throw SettingSyntaxError(
                    "\(SettingSyntaxError.quoted(text)) is no domain; write one such as lists.example")
            }
            return mailbox.domain
        }
        selector = try sources.setting(.dkimSelector, default: nil) { text throws(SettingSyntaxError) in
            try Self.checked(text)
        }
        ed25519Selector = try sources.setting(.dkimEd25519Selector, default: nil) { text throws(SettingSyntaxError) in
            try Self.checked(text)
        }
        rsaKey = try sources.path(.dkimKey)
        ed25519Key = try sources.path(.dkimEd25519Key)
        for (key, selector) in [(rsaKey, selector), (ed25519Key, ed25519Selector)] where key.value != nil {
            guard domain.value != nil else { throw key.failure("a key needs a domain; set \(domain.name.key)") }
            guard selector.value != nil else { throw key.failure("a key needs a selector; set \(selector.name.key)") }
        }
        if rsaKey.value != nil, ed25519Key.value != nil, selector.value == ed25519Selector.value {
            throw ed25519Selector.failure("two keys cannot share a selector; give this one another")
        }
    }

    /// The keys that are set, RSA first.
    package var keys: [Key] {
        [(selector, rsaKey), (ed25519Selector, ed25519Key)].compactMap { selector, key in
            guard let selector = selector.value, let file = key.value else { return nil }
            return Key(selector: selector, file: file)
        }
    }

    /// Labels of letters, digits, `-` and `_` between dots (RFC 6376, 3.1).
    package static func isSelector(_ text: String) -> Bool {
        text.utf8.count <= 200
            && text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { byte in
                        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
                            || byte == 0x5F
                    }
            }
    }

    private static func checked(_ text: String) throws(SettingSyntaxError) -> String {
        guard isSelector(text) else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no selector; write letters and digits, such as fm1")
        }
        return text
    }
}
