import FanmailDelivery
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// The run's way to the mail hosts of domains.
struct DirectTransport: EnvelopeTransport {
    private let connector: MailHostConnector
    private let source: MessageSource
    private let loop: any EventLoop
    private let closesOnQuestions = ReportRefusal()

    init(_ connector: MailHostConnector, source: MessageSource, loop: any EventLoop) {
        (self.connector, self.source, self.loop) = (connector, source, loop)
    }

    func route(of domain: String, list: Int64) -> DeliveryRoute { DeliveryRoute(name: domain, isDirect: true) }

    func end(of route: DeliveryRoute) async -> RouteEnd { await connector.end(of: route.name) }

    /// To a host that takes the message, before anybody is offered.
    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        let reached = try await connector.connect(to: destination, on: loop) { connection in
            guard case .failure(let lack) = connection.capabilities.fit(source.shared, peer: connection.relay.peer)
            else { return nil }
            return lack.refusal
        }
        return SMTPEnvelopeConnection(
            connection: reached.connection, source: source, relay: reached.host,
            hosts: RelayHosts { [address = reached.address] in [address] }, number: 1,
            closesOnQuestions: closesOnQuestions, security: reached.security)
    }
}
