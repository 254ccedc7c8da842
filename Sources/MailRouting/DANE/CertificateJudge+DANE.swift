package import FanmailDNS
package import SMTPClient
import SwiftASN1
import X509

extension CertificateJudge {
    /// By TLSA records (RFC 7672, 3.1 and 3.2).
    ///
    /// - Parameter names: what a certificate of a DANE-TA authority may be for: the host, and what it is an alias of.
    package static func dane(_ records: [TLSARecord], names: [String]) -> CertificateJudge {
        CertificateJudge { chain in
            switch TLSAMatch(chain, records) {
            case .server: nil
            case .authority(let place): await objection(to: chain, of: place, names: names)
            case .nothing: "matches none of the TLSA records (DANE)"
            }
        }
    }

    /// Why the chain does not lead to its authority at this place; nil where it does.
    private static func objection(to chain: [[UInt8]], of place: Int, names: [String]) async -> String? {
        let objections = names.map { ServerIdentity.objection(to: chain[0], of: $0) }
        if let first = objections.first, objections.allSatisfy({ $0 != nil }) { return first }
        guard let certificates = try? chain[...place].map({ try Certificate(derEncoded: $0) }),
            let leaf = certificates.first, let authority = certificates.last
        else { return "cannot be read" }
        var verifier = Verifier(rootCertificates: CertificateStore([authority])) { RFC5280Policy() }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        guard case .validCertificate = result else {
            return "does not lead to the authority of its TLSA records (DANE), or is not in force"
        }
        return nil
    }
}
