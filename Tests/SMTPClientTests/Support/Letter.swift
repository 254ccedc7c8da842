import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

/// Transactions to send, and connections to send them on.
enum Letter {
    static func transaction(
        to addresses: [String], from reversePath: ReversePath = .null, content: EncodedContent? = nil,
        gate: ContentGate? = nil
    ) throws -> MailTransaction {
        let content = try content ?? EncodedContent("Subject: x\r\n\r\n.hello\r\n".utf8)
        var batch = RecipientBatch()
        for (index, address) in addresses.enumerated() { batch.append(id: Int64(index + 1), address: address) }
        return MailTransaction(reversePath: reversePath, recipients: batch, content: content, gate: gate)
    }

    static func connect(
        _ port: Int, host: String = "127.0.0.1", scheme: Relay.Scheme = .smtp, timeouts: Timeouts = Timeouts()
    ) async throws(SMTPFailure) -> SMTPConnection {
        try await SMTPConnection.connect(
            to: Relay(scheme: scheme, address: .host(host, port: port)),
            configuration: SMTPConfiguration(hostname: "client.example", timeouts: timeouts),
            on: MultiThreadedEventLoopGroup.singleton.next())
    }

    /// The failure of an attempt that must fail.
    static func failure(_ body: () async throws(SMTPFailure) -> SMTPConnection) async -> SMTPFailure? {
        do {
            await (try body()).quit()
            return nil
        } catch {
            return error
        }
    }
}

extension TransactionResult {
    /// In one word.
    var word: String {
        switch ending {
        case .answered(let reply): "answered \(reply.code)"
        case .noRecipients: "no recipients"
        case .refused(let reply): "refused \(reply.code)"
        case .unsent(let failure): "unsent, \(failure.kind)"
        case .unknown(let failure): "unknown, \(failure.kind)"
        case .withheld: "withheld"
        }
    }

    /// Why it was cut short, if it was.
    var message: String? {
        switch ending {
        case .unsent(let failure), .unknown(let failure): failure.message
        default: nil
        }
    }
}
