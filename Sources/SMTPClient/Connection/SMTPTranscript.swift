/// Is told the dialogue of connections as it happens. Secrets and message content are not among it.
///
/// Called on the connection's event loop: what takes long is done elsewhere.
public protocol SMTPTranscript: AnyObject, Sendable {
    /// - Parameters:
    ///   - connection: a number for each attempt to connect.
    ///   - line: without its end; not escaped.
    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay)
}

/// Who said a line of a transcript.
public enum TranscriptSpeaker: String, Sendable {
    /// This side.
    case client = "C"
    /// The other side: not to be trusted, so escape it before it is shown.
    case server = "S"
    /// What happened rather than what was said: connected, encrypted, closed.
    case event = "*"
}
