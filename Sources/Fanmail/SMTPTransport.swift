import Composition
import Delivery
import MailCore
import NIOCore
import SMTPClient
import SMTPProtocol

/// The run's way to a relay: SMTP connections that carry one message to many envelopes.
struct SMTPTransport: EnvelopeTransport {
    let relay: Relay
    let configuration: SMTPConfiguration
    let source: MessageSource
    let loop: any EventLoop
    private let hosts: RelayHosts

    init(relay: Relay, configuration: SMTPConfiguration, source: MessageSource, loop: any EventLoop) {
        self.relay = relay
        self.configuration = configuration
        self.source = source
        self.loop = loop
        hosts = RelayHosts(relay)
    }

    /// To a host that takes the message, before anybody is offered.
    func connect() async throws(TransportFailure) -> any EnvelopeConnection {
        while true {
            let connection: SMTPConnection
            let (number, avoided) = hosts.begin()
            do {
                connection = try await SMTPConnection.connect(
                    to: relay, configuration: configuration, on: loop, avoiding: avoided)
            } catch {
                throw TransportFailure(error)
            }
            if connection.capabilities.smtpUTF8 { hosts.noteOffer() }
            guard case .failure(let lack) = connection.capabilities.fit(source.shared, peer: relay.peer) else {
                return SMTPEnvelopeConnection(
                    connection: connection, source: source, relay: relay, hosts: hosts, number: number)
            }
            await connection.quit()
            guard case .another = await hosts.remedy(for: connection, number) else {
                throw TransportFailure(unfit: lack.refusal, relay, isPermanent: true)
            }
        }
    }
}

private struct SMTPEnvelopeConnection: EnvelopeConnection {
    let connection: SMTPConnection
    let source: MessageSource
    let peer: Relay
    let hosts: RelayHosts
    let number: Int
    let relay: String

    init(connection: SMTPConnection, source: MessageSource, relay: Relay, hosts: RelayHosts, number: Int) {
        self.connection = connection
        self.source = source
        self.hosts = hosts
        self.number = number
        peer = relay
        self.relay = relay.description
    }

    var security: String { connection.security.description }
    var lanes: Int { connection.lanes }
    var recipientLimit: Int? { connection.capabilities.limits.recipients }

    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionReport {
        let content: EncodedContent
        do {
            content = try await source.content(of: envelope)
        } catch {
            // It is nobody's fault but the message's (RFC 3463, X.6.0).
            let reason = (error as? CompositionFailure)?.reason ?? "\(error)"
            let reply = Reply(
                code: 554, status: EnhancedStatusCode(5, 6, 0), text: "not sent, its message cannot be made: \(reason)")
            return TransactionReport(
                ending: .noRecipients,
                exceptions: envelope.recipients.ids.indices.map { .init(index: $0, reply: reply) })
        }
        let result = await connection.send(
            MailTransaction(
                reversePath: envelope.reversePath, recipients: envelope.recipients, content: content, gate: gate))
        var report = TransactionReport(result)
        if result.isLack {
            await noteLack(&report, of: envelope)
        } else if result.exceptions.contains(where: \.isLack) {
            await noteLack(&report, Set(result.exceptions.filter(\.isLack).map(\.index)))
        }
        return report
    }

    /// The message cannot go over this connection.
    private func noteLack(_ report: inout TransactionReport, of envelope: CutEnvelope) async {
        guard case .refused(let reply) = report.ending else { return }
        report.connectionIsOver = true
        let remedy = await hosts.remedy(for: connection, number)
        if case .another = remedy {
            report.ending = .unsent(TransportFailure(unfit: reply, peer, isPermanent: false))
        } else if envelope.recipient == nil {
            report.ending = .unsent(TransportFailure(unfit: reply, peer, isPermanent: true))
        } else {
            // A copy of their own, which the others need not wait for, and no objection of the relay's to the message.
            report.ending = .noRecipients
            report.exceptions = envelope.recipients.ids.indices.map { .init(index: $0, reply: reply.deferred) }
        }
    }

    /// These recipients need SMTPUTF8, which this connection lacks.
    private func noteLack(_ report: inout TransactionReport, _ lacking: Set<Int>) async {
        let remedy = await hosts.remedy(for: connection, number)
        if case .none = remedy { return }
        report.connectionIsOver = true
        if case .another = remedy {
            report.exceptions.removeAll { lacking.contains($0.index) }
            report.overflow = (report.overflow + lacking).sorted()
            report.overflowTellsLimit = false
        } else {
            report.exceptions = report.exceptions.map {
                lacking.contains($0.index) ? .init(index: $0.index, reply: $0.reply.deferred) : $0
            }
        }
    }

    func close() async {
        await connection.quit()
    }
}

extension Reply {
    /// The same for now (RFC 3463, 2).
    fileprivate var deferred: Reply {
        Reply(
            code: 450, status: status.map { EnhancedStatusCode(4, $0.subject, $0.detail) },
            text: "\(text); another host of the relay may take it")
    }
}

extension TransactionReport {
    init(_ result: TransactionResult) {
        self.init(
            ending: .init(result.ending),
            exceptions: result.exceptions.map { .init(index: $0.index, reply: $0.reply) },
            overflow: result.overflow, connectionIsOver: result.connectionIsOver)
        overflowTellsLimit = result.overflowTellsLimit
    }
}

extension TransactionReport.Ending {
    fileprivate init(_ ending: TransactionResult.Ending) {
        self =
            switch ending {
            case .answered(let reply): .answered(reply)
            case .noRecipients: .noRecipients
            case .refused(let reply): .refused(reply)
            case .unsent(let failure): .unsent(TransportFailure(failure))
            case .unknown(let failure): .unknown(TransportFailure(failure))
            case .withheld: .withheld
            }
    }
}

extension TransportFailure {
    init(_ failure: SMTPFailure) {
        let kind: Kind =
            switch failure.kind {
            case .nameNotFound: .nameNotFound
            case .refused: .refused
            case .timedOut: .timedOut
            case .tls: .tls
            case .authentication: .authentication
            case .protocolError: .protocolError
            case .reply: .reply
            case .closed: .closed
            }
        self.init(kind: kind, message: failure.message, reply: failure.reply, isPermanent: failure.isPermanent)
    }

    fileprivate init(unfit refusal: Reply, _ relay: Relay, isPermanent: Bool) {
        self.init(
            kind: .unfit,
            message:
                "\(relay.peer): cannot take the message: \(refusal.text); use a relay that takes it, or another message",
            isPermanent: isPermanent)
    }
}
