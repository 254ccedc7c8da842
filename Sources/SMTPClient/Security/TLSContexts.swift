import Crypto
import NIOCore
import NIOSSL
import SMTPCore
import SMTPProtocol
import Synchronization

/// The TLS side of a configuration: reading authorities takes longer than a handshake, so it is done once.
final class TLSContexts: Sendable {
    private let settings: TLSSettings
    private let made = Mutex<[Bool: NIOSSLContext]>([:])

    /// For looking at a server: takes every certificate and only keeps it. Nothing secret may be sent then.
    private let captured: CapturedCertificates?

    init(_ settings: TLSSettings, captures: Bool = false) {
        self.settings = settings
        captured = captures ? CapturedCertificates() : nil
    }

    /// The certificates of the latest handshake in DER, the server's own first.
    var capturedCertificates: [[UInt8]] { captured?.der.withLock { $0 } ?? [] }

    /// The handler that encrypts one connection.
    ///
    /// - Parameter judgement: gets what a judge says, where the settings have one.
    /// - Throws: ``SMTPFailure`` that names the file that cannot be used.
    func handler(
        _ security: TransportSecurity, host: String?, _ judgement: CertificateJudgement? = nil
    ) throws -> NIOSSLClientHandler {
        let verifies = settings.verifies(security)
        let context = try context(verifies: verifies)
        // An address is no name for SNI; it is compared with the certificate all the same.
        let name = host.flatMap { Self.isAddress($0) ? nil : $0 }
        if let captured {
            return try NIOSSLClientHandler(context: context, serverHostname: name) { certificates, promise in
                let der = certificates.compactMap { try? $0.toDERBytes() }
                captured.der.withLock { $0 = der }
                promise.succeed(.certificateVerified)
            }
        }
        if let judge = settings.judge, let judgement {
            return try NIOSSLClientHandler(context: context, serverHostname: name) { certificates, promise in
                let der = certificates.compactMap { try? $0.toDERBytes() }
                Task {
                    judgement.objection = await judge.judge(der)
                    promise.succeed(.certificateVerified)
                }
            }
        }
        guard !settings.pins.isEmpty else { return try NIOSSLClientHandler(context: context, serverHostname: name) }
        let pins = settings.pins
        return try NIOSSLClientHandler(context: context, serverHostname: name) { certificates, promise in
            // Called on the event loop with the server's own certificate first.
            let digest = try? certificates.first.map { Array(SHA256.hash(data: try $0.toDERBytes())) }
            promise.succeed(digest.map { pins.contains($0) } == true ? .certificateVerified : .failed)
        }
    }

    private func context(verifies: Bool) throws -> NIOSSLContext {
        try made.withLock { made in
            if let context = made[verifies] { return context }
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            // Whom it is for is judged by ``ServerIdentity`` behind the handshake: NIOSSL would also take the connection's
            // own address for a name, a name without the extension for it, and a lone asterisk.
            let isRead = captured != nil || settings.judge != nil || !settings.pins.isEmpty || verifies
            configuration.certificateVerification = isRead ? .noHostnameVerification : .none
            if let file = settings.authorities { configuration.trustRoots = .file(file) }
            if let file = settings.certificate {
                try Self.reading(file, "a certificate") {
                    configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }
                }
                let keyFile = settings.key ?? file
                try Self.reading(keyFile, "a private key") {
                    configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem))
                }
            }
            let context: NIOSSLContext
            do {
                context = try NIOSSLContext(configuration: configuration)
            } catch {
                let file = settings.authorities ?? settings.certificate ?? "the system's authorities"
                throw SMTPFailure(.tls, "\(file): cannot be used for TLS: \(Self.words(error))", isPermanent: true)
            }
            made[verifies] = context
            return context
        }
    }

    private static func reading(_ file: String, _ what: String, _ read: () throws -> Void) throws {
        do {
            try read()
        } catch {
            throw SMTPFailure(.tls, "\(file): \(what) in PEM cannot be read from it", isPermanent: true)
        }
    }

    static func isAddress(_ host: String) -> Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }

    /// What went wrong, for a person.
    static func words(_ error: any Error) -> String {
        let text = "\(error)"
        let known = [
            ("CERTIFICATE_VERIFY_FAILED", "the server's certificate cannot be verified"),
            ("WRONG_VERSION_NUMBER", "the server does not speak TLS on this port"),
            ("UNSUPPORTED_PROTOCOL", "the server offers no TLS 1.2 or later"),
            ("TLSV1_ALERT_PROTOCOL_VERSION", "the server offers no TLS 1.2 or later"),
            ("failedToValidateHostname", "the server's certificate is for another name"),
            ("CERTIFICATE_REQUIRED", "the server wants a certificate of the client"),
            ("uncleanShutdown", "the server ended the connection within TLS"),
            ("EOF during handshake", "the server ended the connection during the handshake"),
        ]
        return known.first { text.contains($0.0) }?.1 ?? reason(in: text) ?? text
    }

    /// Whether another handshake would fail as this one did: over a certificate, a version of TLS, or what both sides know.
    static func isPermanent(_ error: any Error) -> Bool {
        let text = "\(error)"
        return [
            "CERTIFICATE", "UNKNOWN_CA", "failedToValidateHostname", "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL",
            "PROTOCOL_VERSION", "HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "INSUFFICIENT_SECURITY", "UNRECOGNIZED_NAME",
        ].contains { text.contains($0) }
    }

    /// BoringSSL's own word for it, the last part of `error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_…`: an
    /// alert is what the server said (RFC 8446, section 6.2), anything else what was found here.
    private static func reason(in text: String) -> String? {
        guard let range = text.firstRange(of: "OPENSSL_internal:") else { return nil }
        let name = String(text[range.upperBound...].prefix { $0 == "_" || $0.isLetter || $0.isNumber })
        for prefix in ["SSLV3_ALERT_", "TLSV1_ALERT_"] where name.hasPrefix(prefix) {
            let alert = name.dropFirst(prefix.count).lowercased().replacing("_", with: " ")
            return "the server ended the handshake with the alert '\(alert)'"
        }
        return name.isEmpty ? nil : "the handshake failed: " + name.lowercased().replacing("_", with: " ")
    }
}

private final class CapturedCertificates: Sendable {
    let der = Mutex<[[UInt8]]>([])
}
