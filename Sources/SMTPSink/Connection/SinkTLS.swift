import Crypto
import FanmailBasics
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// How a sink encrypts (RFC 3207, RFC 8314).
public struct SinkTLS: Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        /// STARTTLS is offered.
        case offer
        /// STARTTLS is offered, and MAIL wants it first.
        case require
        /// From the first octet, as at port 465.
        case implicit
    }

    /// What is wrong with a certificate or its key: a clause for a person.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let message: String

        public var description: String { message }
    }

    public let mode: Mode
    /// SHA-256 of the certificate, in hex.
    public let fingerprint: String
    let context: NIOSSLContext

    /// - Parameters:
    ///   - certificate: a PEM file with the chain.
    ///   - key: a PEM file.
    public init(_ mode: Mode, certificate: String, key: String) throws(Failure) {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            guard let first = chain.first else { throw Failure(message: "\(certificate): holds no certificate") }
            let key = try NIOSSLPrivateKey(file: key, format: .pem)
            context = try Self.context(chain, key)
            fingerprint = Hex.encode(SHA256.hash(data: try first.toDERBytes()))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(message: "\(certificate) and \(key): cannot be used; both are PEM files, and belong together")
        }
        self.mode = mode
    }

    /// With a certificate of its own, made now and signed by nobody, for these names and a day.
    public init(_ mode: Mode, hosts: [String]) throws(Failure) {
        do {
            let key = P256.Signing.PrivateKey()
            let name = try DistinguishedName { CommonName("fanmail sink") }
            let names = hosts.map { host -> GeneralName in
                let octets = host.split(separator: ".").compactMap { UInt8($0) }
                return octets.count == 4 ? .ipAddress(ASN1OctetString(contentBytes: octets[...])) : .dnsName(host)
            }
            let made = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
                notValidBefore: Date(timeIntervalSinceNow: -3600), notValidAfter: Date(timeIntervalSinceNow: 86_400),
                issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    SubjectAlternativeNames(names)
                }, issuerPrivateKey: .init(key))
            var serializer = DER.Serializer()
            try made.serialize(into: &serializer)
            let own = try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
            context = try Self.context([own], NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
            fingerprint = Hex.encode(SHA256.hash(data: serializer.serializedBytes))
        } catch {
            throw Failure(message: "no certificate can be made: \(error)")
        }
        self.mode = mode
    }

    private static func context(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        // RFC 8996: what is older is not spoken any more.
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}
