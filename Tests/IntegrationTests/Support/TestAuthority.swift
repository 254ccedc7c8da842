import Crypto
import Foundation
import SwiftASN1
import X509

/// An authority that exists for one test, and what it signs.
struct TestAuthority {
    struct Identity {
        let certificatePEM: String
        let keyPEM: String
        let der: [UInt8]
    }

    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate
    let pem: String

    init() throws {
        let name = try DistinguishedName { CommonName("Authority of a test") }
        let key = key
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -86400), notValidAfter: Date(timeIntervalSinceNow: 86400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
        self.name = name
        pem = try certificate.serializeAsPEM().pemString
    }

    /// - Parameters:
    ///   - hosts: DNS names, or IPv4 addresses.
    ///   - days: from when to when it is valid, counted from now.
    ///   - signsItself: instead of being signed by the authority.
    func identity(
        _ hosts: [String], days: ClosedRange<Double> = -1...1, signsItself: Bool = false
    ) throws -> Identity {
        let ownKey = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(hosts.first ?? "nobody") }
        let names = hosts.map { host -> GeneralName in
            let octets = host.split(separator: ".").compactMap { UInt8($0) }
            return octets.count == 4 ? .ipAddress(ASN1OctetString(contentBytes: octets[...])) : .dnsName(host)
        }
        let made = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(ownKey.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: days.lowerBound * 86400),
            notValidAfter: Date(timeIntervalSinceNow: days.upperBound * 86400),
            issuer: signsItself ? subject : name, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(names)
            }, issuerPrivateKey: .init(signsItself ? ownKey : key))
        var serializer = DER.Serializer()
        try made.serialize(into: &serializer)
        let (certificatePEM, keyPEM) = (try made.serializeAsPEM().pemString, ownKey.pemRepresentation)
        return Identity(
            certificatePEM: certificatePEM,
            keyPEM: keyPEM, der: serializer.serializedBytes)
    }
}
