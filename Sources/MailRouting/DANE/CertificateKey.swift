import SwiftASN1

/// The public key of a certificate, whatever its algorithm.
enum CertificateKey {
    /// SubjectPublicKeyInfo in DER, as it stands in the certificate (RFC 5280, 4.1); nil where that is none.
    static func info(of certificate: [UInt8]) -> [UInt8]? {
        guard let whole = try? DER.parse(certificate), case .constructed(let outer) = whole.content,
            let signed = outer.first(where: { _ in true }), case .constructed(let fields) = signed.content
        else { return nil }
        // Behind the version, which has a tag of its own: number, signature, issuer, validity, subject, key.
        let rest = fields.drop { $0.identifier.tagClass == .contextSpecific }
        return Array(rest).dropFirst(5).first.map { Array($0.encodedBytes) }
    }
}
