/// Is told the dialogue of connections as it happens. Secrets and message content are not among it.
///
/// Called on the connection's event loop: what takes long is done elsewhere.
public protocol SMTPTranscript: AnyObject, Sendable {
    /// - Parameters:
    ///   - connection: a number for each attempt to connect.
    ///   - line: without its end; not escaped.
    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay)
}

public enum TranscriptSpeaker: String, Sendable {
    case client = "C"
    case server = "S"
    /// What happened rather than what was said: connected, encrypted, closed.
    case event = "*"
}
