import Crypto
import Foundation
public import NIOCore
public import SMTPProtocol

/// What a server says of itself before any mail: capabilities before and after TLS, its certificate, times.
public struct SMTPInspection: Sendable {
    /// Where it was looked.
    public let relay: Relay
    /// What was offered before TLS; the same as ``capabilities`` without it.
    public let clearCapabilities: Capabilities
    /// What was offered in the end.
    public let capabilities: Capabilities
    /// How the connection was protected.
    public let security: ConnectionSecurity
    /// Nil without TLS.
    public let certificate: CertificateReport?
    /// How long each step took, in their order.
    public let steps: [OpeningStep]

    /// Connects, encrypts where it can unless TLS is `none`, looks, and says QUIT. Nobody logs in, so that a
    /// certificate nobody trusts can be looked at too.
    public static func inspect(
        _ relay: Relay, configuration: SMTPConfiguration, on loop: any EventLoop
    ) async throws(SMTPFailure) -> SMTPInspection {
        var looking = configuration
        looking.login = nil
        if looking.tls.security != TransportSecurity.none { looking.tls.security = .opportunistic }
        let contexts = TLSContexts(looking.tls, captures: true)
        looking.tlsContexts = contexts
        let connection = try await SMTPConnection.connect(to: relay, configuration: looking, on: loop)
        await connection.quit()
        var certificate: CertificateReport?
        if connection.security.isEncrypted {
            do {
                certificate = try await CertificateReport(
                    chain: contexts.capturedCertificates, host: relay.hostAndPort.host ?? "",
                    authorities: configuration.tls.authorities, now: Date()
                ) { SHA256.hash(data: $0).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
            } catch {
                throw SMTPFailure(.tls, "\(relay.peer): its certificate cannot be read: \(error)")
            }
        }
        return SMTPInspection(
            relay: relay, clearCapabilities: connection.clearCapabilities, capabilities: connection.capabilities,
            security: connection.security, certificate: certificate, steps: connection.steps)
    }
}
