import FanmailBasics
import FanmailDelivery
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// The run's way to a relay: SMTP connections that carry one message to many envelopes.
struct SMTPTransport: EnvelopeTransport {
    let relay: Relay
    let configuration: SMTPConfiguration
    let source: MessageSource
    let loop: any EventLoop
    private let hosts: RelayHosts
    /// The relay closes on whoever asks for reports.
    private let closesOnQuestions = ReportRefusal()

    init(relay: Relay, configuration: SMTPConfiguration, source: MessageSource, loop: any EventLoop) {
        self.relay = relay
        self.configuration = configuration
        self.source = source
        self.loop = loop
        hosts = RelayHosts(relay)
    }

    /// To a host that takes the message, before anybody is offered.
    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        while true {
            let connection: SMTPConnection
            let (number, avoided) = hosts.begin()
            do {
                connection = try await SMTPConnection.connect(
                    to: relay, configuration: configuration, on: loop, avoiding: avoided)
            } catch {
                throw error
            }
            if connection.capabilities.smtpUTF8 { hosts.noteOffer() }
            guard case .failure(let lack) = connection.capabilities.fit(source.shared, peer: relay.peer) else {
                return SMTPEnvelopeConnection(
                    connection: connection, source: source, relay: relay, hosts: hosts, number: number,
                    closesOnQuestions: closesOnQuestions)
            }
            await connection.quit()
            guard case .another = await hosts.remedy(for: connection, number) else {
                throw SMTPFailure(unfit: lack.refusal, relay, isPermanent: true)
            }
        }
    }
}

extension SMTPFailure {
    /// The relay, or this host of it, cannot take the message.
    init(unfit refusal: Reply, _ relay: Relay, isPermanent: Bool) {
        self.init(
            .unfit,
            "\(relay.peer): cannot take the message: \(refusal.text); use a relay that takes it, or another message",
            isPermanent: isPermanent)
    }
}
