import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// What a worker needs of a connection.
protocol LoadConnection: AnyObject, Sendable {
    /// How many calls of ``send(_:)`` may be under way at once.
    var lanes: Int { get }
    /// How long each step of the opening took.
    var steps: [OpeningStep] { get }
    func send(_ transaction: MailTransaction) async -> TransactionResult
    func quit() async
    /// Closes without a word.
    func abandon() async
}

extension SMTPConnection: LoadConnection {}

/// Opens a connection on an event loop.
typealias LoadConnector =
    @Sendable (Relay, SMTPConfiguration, any EventLoop) async throws(SMTPFailure) -> any LoadConnection
