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

    func connect() async throws(TransportFailure) -> any EnvelopeConnection {
        do {
            let connection = try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
            return SMTPEnvelopeConnection(connection: connection, source: source, relay: relay.description)
        } catch {
            throw TransportFailure(error)
        }
    }
}

private struct SMTPEnvelopeConnection: EnvelopeConnection {
    let connection: SMTPConnection
    let source: MessageSource
    let relay: String

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
        return TransactionReport(result)
    }

    func close() async {
        await connection.quit()
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
        self.init(kind: kind, message: failure.message, reply: failure.reply)
    }
}
