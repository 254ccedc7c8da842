import FanmailBasics
import FanmailWeb
package import SMTPClient
import SMTPCore
import SMTPSink

/// Sends a message that the sink holds to somebody real, through a relay that whoever started the sink has named.
package struct MessageRelease: Sendable {
    private let relay: Relay
    private let configuration: SMTPConfiguration

    /// Recipients of one message.
    private static let most = 1_000

    package init(to relay: Relay, configuration: SMTPConfiguration = SMTPConfiguration()) {
        self.relay = relay
        self.configuration = configuration
    }

    /// Where it leads.
    var name: String { relay.description }

    /// Sends it as it came, with its own reverse-path, and with what was asked about reports.
    ///
    /// - Parameter recipients: in place of those of its envelope; none for these.
    /// - Returns: what became of each copy.
    func send(_ message: SinkMessage, to recipients: [String]) async throws(WebFailure) -> [RecipientOutcome] {
        let recipients = recipients.isEmpty ? message.recipients.map(\.path) : recipients
        guard recipients.count <= Self.most else {
            throw WebFailure(400, "a message is released to at most \(Self.most) recipients at once")
        }
        // Before anything is sent to others.
        for path in recipients {
            do throws(MailboxSyntaxError) { _ = try Mailbox(parsing: path) } catch {
                throw WebFailure(400, "\(path.debugDescription) is no address: \(error)".escapedForTerminal)
            }
        }
        let pool = SMTPPool(relay: relay, configuration: configuration, connections: 1)
        do throws(SubmissionError) {
            var outcomes: [RecipientOutcome?] = Array(repeating: nil, count: recipients.count)
            for group in ReleasedRecipients(recipients, of: message).groups {
                let some = try await pool.send(
                    message.octets, from: message.reversePath, to: group.places.map { recipients[$0] },
                    dsn: group.request)
                for (place, outcome) in zip(group.places, some) { outcomes[place] = outcome }
            }
            await pool.shutDown()
            return outcomes.compactMap(\.self)
        } catch {
            await pool.shutDown()
            throw WebFailure(400, error.explanation.description.escapedForTerminal)
        }
    }
}

extension RecipientOutcome {
    /// Its fate in a word, for a program.
    var word: String {
        switch fate {
        case .accepted: "accepted"
        case .refused: "refused"
        case .deferred: "deferred"
        case .unsent: "unsent"
        case .unknown: "unknown"
        }
    }
}
