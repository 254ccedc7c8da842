import Crypto
package import FanmailBasics
import FanmailMIME
import Foundation
import SMTPCore

/// Signs messages for a domain, with one key or with several (RFC 6376; two algorithms: RFC 8463, 3).
package struct DKIMSigner: Sendable {
    package struct Identity: Sendable {
        /// In A-labels: the tag `d=`.
        package let domain: String
        /// The tag `s=`.
        package let selector: String
        package let key: DKIMKey

        package init(domain: String, selector: String, key: DKIMKey) {
            self.domain = domain
            self.selector = selector
            self.key = key
        }

        /// Where its record is.
        package var recordName: String { "\(selector)._domainkey.\(domain)" }
    }

    package let identities: [Identity]

    package init(_ identities: [Identity]) { self.identities = identities }

    /// Listed once more than they stand there, also where they do not, so that none can be added on the way.
    private static let oversigned = [
        "From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    ]
    /// Listed as often as they stand there.
    private static let signed = [
        "Sender", "In-Reply-To", "References", "List-Help", "List-Post", "List-Owner", "List-Archive", "List-Subscribe",
        "Precedence", "Feedback-ID", "CFBL-Address", "Auto-Submitted", "Content-Language",
    ]

    /// The names in the form fields are matched by.
    private static let names: [(name: String, key: [UInt8], isOversigned: Bool)] =
        oversigned.map { ($0, Array($0.lowercased().utf8), true) }
        + signed.map { ($0, Array($0.lowercased().utf8), false) }

    /// A message in its 7-bit form, with its signatures on top.
    package func signed(_ message: [UInt8], now: Timestamp) throws(CompositionFailure) -> [UInt8] {
        // What has no 7-bit form is signed as it is; no server can ask for another one.
        let plain = (try? SevenBitMessage(message))?.octets ?? message
        return try fields(of: plain, now: now) + plain
    }

    /// The DKIM-Signature fields of a message, one for each key, each ending in CRLF; they stand before its first field.
    ///
    /// - Parameter message: header and body; every line ends in CRLF.
    package func fields(of message: [UInt8], now: Timestamp) throws(CompositionFailure) -> [UInt8] {
        let bodyStart = Self.fields(message).bodyStart
        return try fields(
            ofHeader: message, size: bodyStart, bodyHash: DKIMBodyHash(message[bodyStart...]), now: now)
    }

    /// The same, with what is known of the body already.
    ///
    /// - Parameter size: how many octets to make room for.
    func fields(
        ofHeader message: [UInt8], size bodyStart: Int, bodyHash: DKIMBodyHash, now: Timestamp
    ) throws(CompositionFailure) -> [UInt8] {
        let fields = Self.fields(message).fields
        var listed: [String] = []
        var canonical: [UInt8] = []
        canonical.reserveCapacity(bodyStart + 1024)
        for (name, key, isOversigned) in Self.names {
            // From the last one upwards, as a verifier takes them (RFC 6376, 5.4.2).
            for field in fields.reversed() where Self.isNamed(message[field.name], key) {
                listed.append(name)
                DKIMCanonicalForm.append(name: message[field.name], value: message[field.value], to: &canonical)
            }
            if isOversigned { listed.append(name) }
        }
        var output: [UInt8] = []
        for identity in identities {
            let unsigned = Self.unsigned(identity, listed: listed, bodyHash: bodyHash.text, now: now)
            var input = canonical
            DKIMCanonicalForm.append(
                name: Array("DKIM-Signature".utf8)[...], value: Array(unsigned.utf8)[...], endsLine: false, to: &input)
            let signature: [UInt8]
            do {
                signature = try identity.key.signature(of: SHA256.hash(data: input))
            } catch {
                throw CompositionFailure(
                    .message, "it cannot be signed with the key of \(identity.recordName): \(error)")
            }
            output += Array("DKIM-Signature:\(unsigned)".utf8)
            output += Self.folded(Data(signature).base64EncodedString())
            output += [0x0D, 0x0A]
        }
        return output
    }

    /// The value up to `b=`, folded.
    private static func unsigned(_ identity: Identity, listed: [String], bodyHash: String, now: Timestamp) -> String {
        var text =
            " v=1; a=\(identity.key.algorithm.signatureName); c=relaxed/relaxed;\r\n d=\(identity.domain);\r\n"
            + " s=\(identity.selector); t=\(now.milliseconds / 1000);\r\n h="
        var column = 3
        for (index, name) in listed.enumerated() {
            let word = index == listed.count - 1 ? "\(name);" : "\(name):"
            if column + word.utf8.count > 76 {
                text += "\r\n  "
                column = 2
            }
            text += word
            column += word.utf8.count
        }
        return text + "\r\n bh=\(bodyHash);\r\n b="
    }

    private static func folded(_ base64: String) -> [UInt8] {
        var output: [UInt8] = []
        for (index, byte) in base64.utf8.enumerated() {
            if index > 0, index % 72 == 0 { output += [0x0D, 0x0A, 0x20] }
            output.append(byte)
        }
        return output
    }

    // MARK: - Reading fields

    private static func isNamed(_ name: ArraySlice<UInt8>, _ key: [UInt8]) -> Bool {
        guard name.count == key.count else { return false }
        return zip(name, key).allSatisfy { ((0x41...0x5A).contains($0) ? $0 | 0x20 : $0) == $1 }
    }

    /// Where the fields are, and where the body begins.
    private static func fields(_ message: [UInt8]) -> (fields: [(name: Range<Int>, value: Range<Int>)], bodyStart: Int)
    {
        var fields: [(name: Range<Int>, value: Range<Int>)] = []
        var at = 0
        while at < message.count {
            guard let end = message[at...].firstIndex(of: 0x0A).map({ $0 + 1 }) else { break }
            if message[at] == 0x0D || message[at] == 0x0A { return (fields, end) }
            if message[at] == 0x20 || message[at] == 0x09, let last = fields.popLast() {
                fields.append((last.name, last.value.lowerBound..<end))
            } else if let colon = message[at..<end].firstIndex(of: UInt8(ascii: ":")) {
                var nameEnd = colon
                while nameEnd > at, message[nameEnd - 1] == 0x20 || message[nameEnd - 1] == 0x09 { nameEnd -= 1 }
                fields.append((at..<nameEnd, (colon + 1)..<end))
            }
            at = end
        }
        return (fields, message.count)
    }
}
