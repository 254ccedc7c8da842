import NIOConcurrencyHelpers
public import SMTPCore
public import SMTPProtocol

/// Keeps in memory what is sent, for tests.
///
/// ```swift
/// let transport = RecordingTransport()
/// try await signUp("ken@example.org", mailingBy: transport)
/// #expect(transport.sent.map(\.recipients) == [["ken@example.org"]])
/// ```
public final class RecordingTransport: Transport {
    /// A transaction that was sent.
    public struct Sent: Sendable, Equatable {
        /// Empty for the null reverse-path.
        public let reversePath: String
        /// All that were offered, whatever became of them.
        public let recipients: [String]
        /// Header and body.
        public let message: [UInt8]

        /// Header and body, with what is no UTF-8 replaced.
        public var text: String { String(decoding: message, as: UTF8.self) }
    }

    /// `memory`.
    public let peer = "memory"
    private let answer: @Sendable (MailTransaction) -> TransactionResult
    private let box = NIOLockedValueBox<[Sent]>([])

    /// - Parameter answer: what becomes of each transaction; it is kept in any case.
    public init(_ answer: @escaping @Sendable (MailTransaction) -> TransactionResult = { _ in .accepted("kept") }) {
        self.answer = answer
    }

    /// In the order in which it came.
    public var sent: [Sent] { box.withLockedValue { $0 } }

    /// Keeps it, unless its gate is closed, and answers.
    public func send(_ transaction: MailTransaction) async -> TransactionResult {
        guard await transaction.gate.isOpen() else { return TransactionResult(ending: .withheld) }
        let recipients = transaction.recipients
        let sent = Sent(
            reversePath: transaction.reversePath.address,
            recipients: recipients.ids.indices.map { recipients.address(at: $0) },
            message: transaction.content.bytes)
        box.withLockedValue { $0.append(sent) }
        return answer(transaction)
    }
}

extension ContentGate? {
    /// Waits until that is decided; open where there is none.
    func isOpen() async -> Bool {
        guard let self, case .closed = await self.decided() else { return true }
        return false
    }
}
