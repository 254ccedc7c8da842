package import FanmailBasics
import FanmailMIME

/// Copies of a message that differ in how their recipient leaves the list (RFC 8058), and so in their signatures.
package struct OneClickMessage: Sendable {
    /// Without signatures and List-Unsubscribe; every line ends in CRLF.
    private let header: [UInt8]
    /// With the empty line before it.
    private let body: [UInt8]
    private let bodyHash: DKIMBodyHash
    private let signer: DKIMSigner?
    private let now: Timestamp

    /// - Parameters:
    ///   - message: the final bytes, as they go to many.
    ///   - now: when it was signed.
    package init(_ message: [UInt8], signer: DKIMSigner?, now: Timestamp) throws(CompositionFailure) {
        let message = signer == nil ? message : (try? SevenBitMessage(message))?.octets ?? message
        let section: HeaderSection
        do {
            section = try HeaderSection(message)
        } catch {
            throw CompositionFailure(line: error.line, error.message)
        }
        let signatures = section.fields.prefix { $0.isNamed("DKIM-Signature") }.count
        var header: [UInt8] = []
        for field in section.fields.dropFirst(signatures)
        where !field.isNamed("List-Unsubscribe") && !field.isNamed("List-Unsubscribe-Post") {
            header += message[field.range]
        }
        self.header = header
        body = Array(message[section.end...])
        bodyHash = DKIMBodyHash(message[section.bodyStart...])
        self.signer = signer
        self.now = now
    }

    /// - Parameters:
    ///   - url: the recipient's own page.
    ///   - address: the recipient's own address; nil where the list's name leaves no room for one.
    package func message(url: String, address: String?) throws(CompositionFailure) -> [UInt8] {
        var final: [UInt8] = []
        final.reserveCapacity(header.count + body.count + 2048)
        final += header
        for (name, value) in ListHeader.unsubscribe(by: address, url: url, isOneClick: true) {
            final += Array("\(name): \(value)\r\n".utf8)
        }
        if let signer {
            let size = final.count
            final = try signer.fields(ofHeader: final, size: size, bodyHash: bodyHash, now: now) + final
        }
        return final + body
    }
}
