import Crypto
package import FanmailBasics
import FanmailMIME
import Foundation

extension DKIMSignature {
    /// What a key says of a signature (RFC 6376, 6.1). Of the body it says nothing: that is ``body``.
    package enum Judgement: Sendable, Equatable {
        /// The signed fields, and the hash of the body, are as they were signed by the owner of the key.
        case holds
        /// A clause that says why not.
        case fails(String)
    }

    /// - Parameters:
    ///   - key: that of ``recordName``.
    ///   - message: the same that it was found in.
    ///   - now: when the message came.
    package func judged(by key: DKIMPublicKey, in message: [UInt8], at now: Timestamp) -> Judgement {
        if let fault = tags.fault { return .fails(fault) }
        guard signedFields.contains("from") else { return .fails("it does not sign From (h=)") }
        guard algorithm == key.algorithm else {
            return .fails("it is of \(algorithm.prefix(40)), and its key of \(key.algorithm)")
        }
        guard tags["v"] == "1" else { return .fails("its version (v=) is not 1") }
        if let reason = identityFault(key) { return .fails(reason) }
        if let text = tags["x"], let end = Int64(text), end < now.milliseconds / 1000 {
            return .fails("it was no longer valid when the message came (x=)")
        }
        guard let text = tags["b"], let signature = Data(base64Encoded: text), !signature.isEmpty else {
            return .fails("it has no signature (b=)")
        }
        guard let input = signedOctets(of: message) else {
            return .fails("its canonical form (c=) is none that RFC 6376 knows")
        }
        return key.fits(signature, SHA256.hash(data: input))
            ? .holds : .fails("a signed field (h=) was changed, or it was made with another key")
    }

    /// Who signs (`i=`) is of the domain that answers for it (RFC 6376, 3.5).
    private func identityFault(_ key: DKIMPublicKey) -> String? {
        guard let identity = tags["i"] else { return nil }
        let signer = (identity.split(separator: "@", omittingEmptySubsequences: false).last ?? "").lowercased()
        if signer == domain { return nil }
        guard signer.hasSuffix(".\(domain)") else { return "its signer (i=) is not of its domain (d=)" }
        return key.isForDomainAlone ? "its key is for the domain itself (t=s), and its signer (i=) is below it" : nil
    }

    /// The fields that are signed, and its own without the signature, in their canonical form (RFC 6376, 3.7).
    private func signedOctets(of message: [UInt8]) -> [UInt8]? {
        let form = (tags["c"] ?? "simple").lowercased().split(separator: "/").first ?? "simple"
        guard ["simple", "relaxed"].contains(form), let header = try? HeaderSection(received: message) else {
            return nil
        }
        let isRelaxed = form == "relaxed"
        var output: [UInt8] = []
        // From the last one upwards; a name that stands there more often than its fields signs that there are none.
        var left = Dictionary(grouping: header.fields.filter { $0.range != range }) { $0.name.lowercased() }
        for name in signedFields {
            guard let field = left[name]?.popLast() else { continue }
            Self.append(message[field.range], isRelaxed: isRelaxed, to: &output)
        }
        Self.append(Self.unsigned(message[range]), isRelaxed: isRelaxed, to: &output)
        // Its own has no line end (RFC 6376, 3.7).
        if output.suffix(2).elementsEqual([0x0D, 0x0A]) { output.removeLast(2) }
        return output
    }

    private static func append(_ field: ArraySlice<UInt8>, isRelaxed: Bool, to output: inout [UInt8]) {
        guard isRelaxed, let colon = field.firstIndex(of: UInt8(ascii: ":")) else {
            output += field
            if field.last != 0x0A { output += [0x0D, 0x0A] }
            return
        }
        DKIMCanonicalForm.append(name: field[..<colon], value: field[(colon + 1)...], to: &output)
    }

    /// Its field with nothing behind `b=`.
    private static func unsigned(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard var at = field.firstIndex(of: UInt8(ascii: ":")).map({ $0 + 1 }) else { return field }
        while at < field.endIndex {
            let end = field[at...].firstIndex(of: UInt8(ascii: ";")) ?? field.endIndex
            if let equals = field[at..<end].firstIndex(of: UInt8(ascii: "=")),
                field[at..<equals].filter({ $0 > 0x20 }) == [UInt8(ascii: "b")]
            {
                // Behind the last tag the line end is the field's.
                guard end == field.endIndex else { return field[...equals] + Array(field[end...]) }
                return field[...equals] + (field.suffix(2).elementsEqual([0x0D, 0x0A]) ? [0x0D, 0x0A] : [])
            }
            at = end + 1
        }
        return field
    }
}
