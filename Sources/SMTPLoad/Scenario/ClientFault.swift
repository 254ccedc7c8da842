/// What a bad client does on a connection of its own. None of it delivers mail.
public enum ClientFault: String, Sendable, CaseIterable, Codable {
    /// Breaks off in the middle of the content.
    case disconnectInData = "disconnect-in-data"
    /// Says commands that there are not.
    case unknownCommand = "unknown-command"
    /// Begins a transaction, and takes it back with RSET (RFC 5321, 4.1.1.5).
    case reset = "reset"
    /// Says a command longer than any server has to take (RFC 5321, 4.5.3.1.4).
    case longLine = "long-line"
    /// Says RCPT before MAIL, and DATA before RCPT (RFC 5321, 4.1.4).
    case wrongSequence = "wrong-sequence"
}
