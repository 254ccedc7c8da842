import Foundation

/// A key's record in the DNS (RFC 6376, 3.6.1).
package struct DKIMRecord: Sendable, Equatable {
    /// The text, its strings put together.
    package let text: String

    /// The record that fits a key.
    package init(of key: DKIMKey) {
        text = "v=DKIM1; k=\(key.algorithm.rawValue); p=\(Data(key.publicKey).base64EncodedString())"
    }

    package init(text: String) { self.text = text }

    /// In strings of at most 255 octets, as a TXT record holds it (RFC 1035, 3.3.14).
    package var strings: [String] {
        var strings: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            strings.append(String(rest.prefix(255)))
            rest = rest.dropFirst(255)
        }
        return strings
    }

    /// A line of a zone file.
    package func zoneLine(name: String) -> String {
        "\(name). IN TXT ( \(strings.map { "\"\($0)\"" }.joined(separator: " ")) )"
    }

    /// What is wrong with a record that was found, for a key of ours; nil when a verifier can use it.
    package func fault(for key: DKIMKey) -> String? {
        guard text.utf8.count <= 4096 else { return "it is longer than 4096 octets" }
        let tags = DKIMTags(text)
        if let fault = tags.fault { return fault }
        if let version = tags["v"], tags.first != "v" || version != "DKIM1" { return "it does not begin with v=DKIM1" }
        guard let data = tags["p"] else { return "it has no key (p=)" }
        if data.isEmpty { return "its key is revoked (p= is empty)" }
        let kind = tags["k"] ?? "rsa"
        guard kind == key.algorithm.rawValue else {
            return "it is for \(kind), and the key here is \(key.algorithm.rawValue)"
        }
        guard tags.allows("h", ["sha256"]) else { return "it does not allow sha256 (h=)" }
        guard tags.allows("s", ["*", "email"]) else { return "it is not for email (s=)" }
        guard let found = Data(base64Encoded: data) else { return "its key (p=) is not base64" }
        guard [UInt8](found) == key.publicKey else { return "its key is another one" }
        return nil
    }

    /// `t=y`: receivers treat the mail as if it were not signed.
    package var isTesting: Bool {
        let tags = DKIMTags(text)
        return tags["t"] != nil && tags.allows("t", ["y"])
    }
}
