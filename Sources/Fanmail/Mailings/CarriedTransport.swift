import FanmailBasics
import FanmailDelivery
import SMTPClient
import SMTPCore

/// The run's way over a transport that somebody gave: what a run calls a connection is a share of it.
struct CarriedTransport: EnvelopeTransport {
    let transport: any Transport
    let source: MessageSource

    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        CarriedConnection(transport: transport, source: source)
    }
}

private struct CarriedConnection: EnvelopeConnection {
    let transport: any Transport
    let source: MessageSource

    var relay: String { transport.peer }
    var security: String { "left to the transport" }
    var lanes: Int { 1 }
    var recipientLimit: Int? { nil }

    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionResult {
        do throws(MessageSource.Unmade) {
            var result = await transport.send(try await source.transaction(of: envelope, gate: gate))
            // The run then waits before it begins anew, as it does for a relay that is gone.
            switch result.ending {
            case .unsent, .unknown: result.connectionIsOver = true
            case .answered, .noRecipients, .refused, .withheld: break
            }
            return result
        } catch {
            return error.result
        }
    }

    /// Whoever gave it shuts it down.
    func close() async {}
}
