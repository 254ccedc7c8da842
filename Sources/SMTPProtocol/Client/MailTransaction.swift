public import SMTPCore

/// One mail transaction to be done: MAIL, a RCPT for each recipient, the content (RFC 5321, 3.3).
public struct MailTransaction: Sendable {
    /// MAIL FROM: where failure reports go (RFC 5321, 4.1.1.2).
    public var reversePath: ReversePath
    /// RCPT TO, one each, in this order (RFC 5321, 4.1.1.3).
    public var recipients: RecipientBatch
    /// What follows DATA or BDAT; shared by all transactions of a message.
    public var content: EncodedContent
    /// The content waits for it; nil for none.
    public var gate: ContentGate?
    /// What reports are asked for, where the server offers DSN; nil leaves it to the server.
    public var dsn: DSNRequest?

    /// Nothing is checked here; what cannot be sent is refused with a result when it is submitted.
    @inlinable public init(
        reversePath: ReversePath, recipients: RecipientBatch, content: EncodedContent, gate: ContentGate? = nil,
        dsn: DSNRequest? = nil
    ) {
        self.reversePath = reversePath
        self.recipients = recipients
        self.content = content
        self.gate = gate
        self.dsn = dsn
    }
}

extension MailTransaction {
    /// What of its envelope no line can hold: control characters in the reverse-path, or in a recipient. An
    /// ``SMTPSession`` finds the same as it writes.
    package var unwritable: (reversePath: Reply?, recipients: [TransactionResult.Exception]) {
        guard CommandWriter.isSafe(reversePath) else {
            return (.refusal(501, (5, 1, 7), "the reverse-path has control characters"), [])
        }
        let refusal = Reply.refusal(553, (5, 1, 3), "the address has control characters")
        let unsafe = recipients.ids.indices.filter { !CommandWriter.isSafe(recipients.bytes[recipients.range(at: $0)]) }
        return (nil, unsafe.map { TransactionResult.Exception(index: $0, reply: refusal) })
    }
}
