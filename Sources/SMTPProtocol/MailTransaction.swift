public import MailCore

/// One mail transaction to be done: MAIL, a RCPT for each recipient, the content (RFC 5321, 3.3).
public struct MailTransaction: Sendable {
    public var reversePath: ReversePath
    public var recipients: RecipientBatch
    public var content: EncodedContent
    /// The content waits for it; nil for none.
    public var gate: ContentGate?
    /// What reports are asked for, where the server offers DSN; nil leaves it to the server.
    public var dsn: DSNRequest?

    public init(
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
