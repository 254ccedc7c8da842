import FanmailBasics
import FanmailDelivery
import SMTPClient
import SMTPCore
import SMTPProtocol

/// One connection to a relay, or to a mail host, that carries envelopes of one message.
struct SMTPEnvelopeConnection: EnvelopeConnection {
    let connection: SMTPConnection
    let source: MessageSource
    let peer: Relay
    let hosts: RelayHosts
    let number: Int
    let relay: String
    let security: String
    private let refusal = ReportRefusal()
    private let closesOnQuestions: ReportRefusal

    /// - Parameter security: how it is protected, where the connection does not know it all.
    init(
        connection: SMTPConnection, source: MessageSource, relay: Relay, hosts: RelayHosts, number: Int,
        closesOnQuestions: ReportRefusal, security: String? = nil
    ) {
        self.security = security ?? connection.security.description
        self.connection = connection
        self.closesOnQuestions = closesOnQuestions
        self.source = source
        self.hosts = hosts
        self.number = number
        peer = relay
        self.relay = relay.description
    }

    var lanes: Int { connection.lanes }
    var recipientLimit: Int? { connection.capabilities.limits.recipients }

    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionResult {
        let transaction: MailTransaction
        let asksForReports = connection.capabilities.dsn && !refusal.isKnown && !closesOnQuestions.isKnown
        do throws(MessageSource.Unmade) {
            transaction = try await source.transaction(of: envelope, gate: gate, asksForReports: asksForReports)
        } catch {
            return error.result
        }
        var result = await connection.send(transaction)
        if transaction.dsn != nil, result.refusesQuestions { await sendUnasked(transaction, &result) }
        if result.isLack {
            await noteLack(&result, of: envelope)
        } else if result.exceptions.contains(where: \.isLack) {
            await noteLack(&result, Set(result.exceptions.filter(\.isLack).map(\.index)))
        }
        return result
    }

    /// What the server refused because of what was asked for is sent without that; so is all that follows.
    private func sendUnasked(_ transaction: MailTransaction, _ result: inout TransactionResult) async {
        refusal.note()
        guard result.isNobodys else { return result.offerRefusedAgain() }
        var plain = transaction
        plain.dsn = nil
        result = await connection.send(plain)
        // Where it has closed, the next connection would come to the same end.
        if case .unsent = result.ending { closesOnQuestions.note() }
    }

    /// The message cannot go over this connection.
    private func noteLack(_ result: inout TransactionResult, of envelope: CutEnvelope) async {
        guard case .refused(let reply) = result.ending else { return }
        result.connectionIsOver = true
        let remedy = await hosts.remedy(for: connection, number)
        if case .another = remedy {
            result.ending = .unsent(SMTPFailure(unfit: reply, peer, isPermanent: false))
        } else if envelope.recipient == nil {
            result.ending = .unsent(SMTPFailure(unfit: reply, peer, isPermanent: true))
        } else {
            // A copy of their own, which the others need not wait for, and no objection of the relay's to the message.
            result.ending = .noRecipients
            result.exceptions = envelope.recipients.ids.indices.map { .init(index: $0, reply: reply.deferred) }
        }
    }

    /// These recipients need SMTPUTF8, which this connection lacks.
    private func noteLack(_ result: inout TransactionResult, _ lacking: Set<Int>) async {
        let remedy = await hosts.remedy(for: connection, number)
        if case .none = remedy { return }
        result.connectionIsOver = true
        if case .another = remedy {
            result.exceptions.removeAll { lacking.contains($0.index) }
            result.overflow = (result.overflow + lacking).sorted()
            result.overflowTellsLimit = false
        } else {
            result.exceptions = result.exceptions.map {
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
