public import Foundation
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// A server's certificate, and why it would be refused (RFC 5280, RFC 9525).
public struct CertificateReport: Sendable, Equatable {
    /// Whom it names, as a distinguished name (RFC 5280, 4.1.2.6).
    public let subject: String
    /// Who signed it (RFC 5280, 4.1.2.4).
    public let issuer: String
    /// The DNS names and addresses it is for.
    public let names: [String]
    /// From when on it is good (RFC 5280, 4.1.2.5).
    public let notBefore: Date
    /// Until when.
    public let notAfter: Date
    /// Of its DER, as hex digits: what a pin is compared with.
    public let sha256: String
    /// Empty when it would be taken.
    public internal(set) var refusals: [String]

    /// - Parameters:
    ///   - chain: in DER, the server's own first.
    ///   - host: the name or address that was asked for.
    ///   - authorities: a PEM file of those that are trusted; nil for the system's.
    /// - Throws: when the first is no certificate, or the file cannot be read.
    init(chain: [[UInt8]], host: String, authorities: String?, now: Date, digest: ([UInt8]) -> String) async throws {
        let certificates = try chain.map { try Certificate(derEncoded: $0) }
        guard let leaf = certificates.first, let der = chain.first else { throw NoCertificate() }
        subject = leaf.subject.description
        issuer = leaf.issuer.description
        notBefore = leaf.notValidBefore
        notAfter = leaf.notValidAfter
        sha256 = digest(der)
        let identity = ServerIdentity(leaf)
        names = identity.shown
        let roots: CertificateStore
        if let authorities {
            roots = CertificateStore(
                try Self.certificates(inPEM: try String(contentsOfFile: authorities, encoding: .utf8)))
        } else {
            roots = .systemTrustRoots
        }
        var refusals: [String] = []
        if now < leaf.notValidBefore {
            refusals.append("it is not valid before \(leaf.notValidBefore.ISO8601Format())")
        }
        if now > leaf.notValidAfter { refusals.append("it expired on \(leaf.notValidAfter.ISO8601Format())") }
        // One question after the other: all at once they give one answer, which need not be the one that helps.
        let moment = min(max(now, leaf.notValidBefore), leaf.notValidAfter)
        if let objection = identity.objection(to: host) { refusals.append("it \(objection)") }
        var trusted = Verifier(rootCertificates: roots) { RFC5280Policy(fixedExpiryValidationTime: moment) }
        let result = await trusted.validate(
            leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        if case .couldNotValidate(let failures) = result {
            if leaf.subject == leaf.issuer {
                refusals.append("it is signed by itself, and not among the trusted")
            } else if let reason = failures.first?.policyFailureReason {
                refusals.append("its issuer is not trusted: \(reason)")
            } else {
                refusals.append("its issuer, \(leaf.issuer), is not trusted")
            }
        }
        self.refusals = refusals
    }

    private struct NoCertificate: Error {}

    private static func certificates(inPEM text: String) throws -> [Certificate] {
        try PEMDocument.parseMultiple(pemString: text).map { try Certificate(pemDocument: $0) }
    }
}
