import FanmailBasics
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

    /// What a record that verifiers can use says of its key.
    struct Said {
        /// In lower case, such as `rsa`.
        let kind: String
        let key: Data
        /// A signature's `i=` has to be of the domain itself (`t=s`).
        let isForDomainAlone: Bool
    }

    /// - Throws: `.unusable`, with a clause that says why no verifier can use it.
    func said() throws(DKIMFailure) -> Said {
        guard text.utf8.count <= 4096 else { throw DKIMFailure(.unusable, "it is longer than 4096 octets") }
        let tags = DKIMTags(text)
        if let fault = tags.fault { throw DKIMFailure(.unusable, fault) }
        guard tags["v"] ?? "DKIM1" == "DKIM1" else {
            throw DKIMFailure(.unusable, "it is of another version than v=DKIM1")
        }
        guard tags["v"] == nil || tags.first == "v" else {
            throw DKIMFailure(.unusable, "its version, v=DKIM1, does not come first")
        }
        guard let data = tags["p"] else { throw DKIMFailure(.unusable, "it has no key (p=)") }
        guard !data.isEmpty else { throw DKIMFailure(.unusable, "its key is revoked (p= is empty)") }
        guard tags.allows("h", ["sha256"]) else { throw DKIMFailure(.unusable, "it does not allow sha256 (h=)") }
        guard tags.allows("s", ["*", "email"]) else { throw DKIMFailure(.unusable, "it is not for email (s=)") }
        guard let key = Data(base64Encoded: data) else { throw DKIMFailure(.unusable, "its key (p=) is not base64") }
        return Said(
            kind: tags["k"]?.lowercased() ?? "rsa", key: key,
            isForDomainAlone: tags["t"] != nil && tags.allows("t", ["s"]))
    }

    /// What is wrong with a record that was found, for a key of ours; nil when a verifier can use it.
    package func fault(for key: DKIMKey) -> String? {
        do throws(DKIMFailure) {
            let said = try said()
            guard said.kind == key.algorithm.rawValue else {
                return "it is for \(said.kind), and the key here is \(key.algorithm.rawValue)"
            }
            return [UInt8](said.key) == key.publicKey ? nil : "its key is another one"
        } catch {
            return error.what
        }
    }

    /// `t=y`: receivers treat the mail as if it were not signed.
    package var isTesting: Bool {
        let tags = DKIMTags(text)
        return tags["t"] != nil && tags.allows("t", ["y"])
    }
}
