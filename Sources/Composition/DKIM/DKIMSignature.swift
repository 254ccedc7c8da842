import Crypto
import FanmailBasics
import FanmailMIME
import Foundation

/// A signature that came with a message, as far as it can be judged without its key, and so without asking anybody
/// (RFC 6376, 3.5). By a key: ``judged(by:in:at:)``.
package struct DKIMSignature: Sendable, Equatable {
    /// What the hash of the body says.
    package enum Body: Sendable, Equatable {
        /// Nothing has changed it since it was signed.
        case fits
        /// Something has.
        case differs
        /// Only so many octets of it are signed (`l=`), so that anything may be added.
        case fitsInPart(Int)
        /// Why it cannot be told: a clause.
        case unknown(String)
    }

    /// The tag `d=`, in lower case; empty where there is none.
    package let domain: String
    /// The tag `s=`.
    package let selector: String
    /// The tag `a=`.
    package let algorithm: String
    /// The tag `h=`, in lower case.
    package let signedFields: [String]
    package let body: Body
    let tags: DKIMTags
    /// Where its field stands in the message.
    let range: Range<Int>

    /// Where its key's record is.
    package var recordName: String { "\(selector)._domainkey.\(domain)" }

    /// Those of a message, from the top.
    package static func all(in message: [UInt8]) -> [DKIMSignature] {
        guard let header = try? HeaderSection(received: message) else { return [] }
        return header.all("DKIM-Signature").prefix(most).map {
            DKIMSignature($0.value, at: $0.range, body: message[header.bodyStart...])
        }
    }

    /// Signatures that are looked at; each costs a hash of the body.
    private static let most = 10

    init(_ value: String, at range: Range<Int>, body: ArraySlice<UInt8>) {
        let tags = DKIMTags(value)
        domain = (tags["d"] ?? "").lowercased()
        selector = tags["s"] ?? ""
        algorithm = (tags["a"] ?? "").lowercased()
        signedFields = (tags["h"] ?? "").lowercased().split(separator: ":").map(String.init)
        (self.tags, self.range) = (tags, range)
        self.body = Self.judge(tags, algorithm, body)
    }

    private static func judge(_ tags: DKIMTags, _ algorithm: String, _ body: ArraySlice<UInt8>) -> Body {
        guard let text = tags["bh"], let hash = Data(base64Encoded: text) else {
            return .unknown("it has no hash of the body (bh=)")
        }
        guard algorithm.hasSuffix("-sha256") else { return .unknown("its hash is not SHA-256, which RFC 8301 wants") }
        let forms = (tags["c"] ?? "").lowercased().split(separator: "/")
        var octets: [UInt8]
        switch forms.count > 1 ? forms[1] : "simple" {
        case "relaxed": octets = DKIMCanonicalForm.body(body)
        case "simple": octets = DKIMCanonicalForm.simpleBody(body)
        default: return .unknown("its canonical form (c=) is none that RFC 6376 knows")
        }
        var length: Int?
        if let text = tags["l"] {
            guard let number = Int(text), (0...octets.count).contains(number) else { return .differs }
            if number < octets.count { length = number }
            octets = Array(octets.prefix(number))
        }
        guard Data(SHA256.hash(data: octets)) == hash else { return .differs }
        return length.map { .fitsInPart($0) } ?? .fits
    }
}

extension DKIMCanonicalForm {
    /// The body as it is, with one line end at its end (RFC 6376, 3.4.3).
    static func simpleBody(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var rest = body
        while rest.suffix(2).elementsEqual([0x0D, 0x0A]) { rest = rest.dropLast(2) }
        return Array(rest) + [0x0D, 0x0A]
    }
}
