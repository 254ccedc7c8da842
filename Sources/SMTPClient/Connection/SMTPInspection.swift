import Crypto
import FanmailBasics
import Foundation
public import NIOCore
public import SMTPCore
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
        looking.freshSecret = nil
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
                ) { Hex.encode(SHA256.hash(data: $0)) }
            } catch {
                throw SMTPFailure(.tls, "\(relay.peer): its certificate cannot be read: \(error)")
            }
            await judge(&certificate, relay, configuration, on: loop)
        }
        return SMTPInspection(
            relay: relay, clearCapabilities: connection.clearCapabilities, capabilities: connection.capabilities,
            security: connection.security, certificate: certificate, steps: connection.steps)
    }

    /// Asks the TLS of a connection that verifies, which has the last word; the report's are there to say why.
    private static func judge(
        _ certificate: inout CertificateReport?, _ relay: Relay, _ configuration: SMTPConfiguration,
        on loop: any EventLoop
    ) async {
        var verifying = configuration
        verifying.login = nil
        verifying.freshSecret = nil
        verifying.transcript = nil
        verifying.tls.pins = []
        verifying.tls.verifies = true
        verifying.tls.security = relay.isImplicitTLS ? nil : .required
        do {
            let connection = try await SMTPConnection.connect(to: relay, configuration: verifying, on: loop)
            await connection.quit()
            certificate?.refusals = []
        } catch {
            guard error.kind == .tls, certificate?.refusals.isEmpty == true else { return }
            certificate?.refusals = [error.message]
        }
    }
}
