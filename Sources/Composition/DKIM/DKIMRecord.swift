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
        var tags: [String: String] = [:]
        for (index, part) in text.split(separator: ";", omittingEmptySubsequences: true).enumerated() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = pair[0].filter { !$0.isWhitespace }
            if name.isEmpty, pair.count == 1 { continue }
            guard pair.count == 2, !name.isEmpty else { return "it is not made of tags such as p=..." }
            let value = pair[1].trimmingCharacters(in: .whitespacesAndNewlines)
            if name == "v", index > 0 || value != "DKIM1" { return "it does not begin with v=DKIM1" }
            guard tags.updateValue(value, forKey: name) == nil else { return "it has the tag \(name)= twice" }
        }
        guard let data = tags["p"]?.filter({ !$0.isWhitespace }) else { return "it has no key (p=)" }
        if data.isEmpty { return "its key is revoked (p= is empty)" }
        let kind = tags["k"] ?? "rsa"
        guard kind == key.algorithm.rawValue else {
            return "it is for \(kind), and the key here is \(key.algorithm.rawValue)"
        }
        if let hashes = tags["h"],
            !hashes.split(separator: ":").contains(where: { $0.filter { $0 != " " } == "sha256" })
        {
            return "it does not allow sha256 (h=)"
        }
        if let services = tags["s"],
            !services.split(separator: ":").contains(where: { ["*", "email"].contains($0.filter { $0 != " " }) })
        {
            return "it is not for email (s=)"
        }
        guard let found = Data(base64Encoded: data) else { return "its key (p=) is not base64" }
        guard [UInt8](found) == key.publicKey else { return "its key is another one" }
        return nil
    }

    /// `t=y`: receivers treat the mail as if it were not signed.
    package var isTesting: Bool {
        text.split(separator: ";").contains { part in
            let tag = part.filter { !$0.isWhitespace }
            return tag.hasPrefix("t=") && tag.dropFirst(2).split(separator: ":").contains("y")
        }
    }
}
