import FanmailBasics
import FanmailDelivery
import FanmailSettings
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// Carries single messages, such as a test or a notice, by the routes of mailings: each recipient over a connection of
/// their own.
struct RoutedPost: Transport {
    private let routes: MailRoutes
    private let list: String?
    private let general: (relay: Relay, smtp: SMTPConfiguration)
    private let connector: MailHostConnector?
    private let loop: any EventLoop

    let peer: String

    /// - Parameters:
    ///   - list: the name of the list whose message it is; nil where that is not known.
    ///   - general: the relay without a name.
    init(
        _ routes: MailRoutes, list: String?, general: (relay: Relay, smtp: SMTPConfiguration), peer: String,
        on group: any EventLoopGroup
    ) {
        (self.routes, self.list, self.general, self.peer) = (routes, list, general, peer)
        loop = group.next()
        connector = routes.direct.map { MailHostConnector($0, on: group) }
    }

    func send(_ transaction: MailTransaction) async -> TransactionResult {
        var result = TransactionResult(ending: .noRecipients)
        for place in transaction.recipients.ids.indices {
            var one = transaction
            one.recipients = RecipientBatch()
            one.recipients.append(
                id: transaction.recipients.ids[place], address: transaction.recipients.address(at: place))
            let fate = await sendOne(one, to: transaction.recipients.domain(at: place))
            switch fate.ending {
            case .answered(let reply) where reply.severity == .completed && fate.exceptions.isEmpty:
                if case .answered = result.ending { continue }
                result.ending = .answered(reply)
            case .answered(let reply), .refused(let reply):
                result.exceptions.append(.init(index: place, reply: fate.exceptions.first?.reply ?? reply))
            case .noRecipients:
                if let reply = fate.exceptions.first?.reply {
                    result.exceptions.append(.init(index: place, reply: reply))
                }
            case .unsent, .unknown, .withheld:
                // Of one recipient that is all there is to say.
                guard transaction.recipients.count > 1 else { return fate }
                let why = if case .unsent(let failure) = fate.ending { failure.message } else { "the reply was lost" }
                result.exceptions.append(
                    .init(index: place, reply: Reply(code: 451, status: EnhancedStatusCode(4, 4, 2), text: why)))
            }
        }
        return result
    }

    private func sendOne(_ transaction: MailTransaction, to domain: String) async -> TransactionResult {
        do throws(SMTPFailure) {
            let connection = try await connect(domain)
            let result = await connection.send(transaction)
            await connection.quit()
            return result
        } catch {
            return TransactionResult(ending: .unsent(error))
        }
    }

    private func connect(_ domain: String) async throws(SMTPFailure) -> SMTPConnection {
        switch routes.rules.way(to: domain, list: list).way {
        case .direct:
            switch await connector?.end(of: domain) {
            case .destinations(let all):
                guard let connector, let first = all.first?.destination else { break }
                return try await connector.connect(to: first, on: loop).connection
            case .unreachable(let why), .unknown(let why):
                throw SMTPFailure(.nameNotFound, "\(domain): \(why)", isPermanent: false)
            case nil: break
            }
            throw SMTPFailure(.nameNotFound, "\(domain): nothing goes to mail hosts directly as it is set now")
        case .relays(let names):
            var last: SMTPFailure?
            for relay in routes.relays.filter({ names.contains($0.name) }).sorted(by: { $0.weight > $1.weight }) {
                do throws(SMTPFailure) {
                    return try await SMTPConnection.connect(to: relay.relay, configuration: relay.smtp, on: loop)
                } catch { last = error }
            }
            throw last ?? SMTPFailure(.nameNotFound, "\(domain): no relay is set for it")
        case .general, nil:
            return try await SMTPConnection.connect(to: general.relay, configuration: general.smtp, on: loop)
        }
    }
}
