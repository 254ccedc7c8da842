/// What a mail server is told that handed a message over: an exit status of sysexits.h, and a line that begins with a
/// status code (RFC 3463), for its log and for the report to the author.
package enum PipeVerdict: Sendable, Equatable {
    /// The message is taken care of from now on, whatever becomes of single recipients; with what somebody is to look at.
    case taken(String?)
    /// The server keeps the message and offers it again, which goes on where this stopped.
    case later(String)
    /// It cannot be sent as it is: its author is told.
    case refused(String)
    /// Its author may not post, and is told.
    case forbidden(String)

    package var exitStatus: Int32 {
        switch self {
        case .taken: 0
        case .later: 75
        case .refused: 65
        case .forbidden: 77
        }
    }

    package var line: String? {
        switch self {
        case .taken(let text): text.map { "2.0.0 \($0)" }
        case .later(let text): "4.3.0 \(text)"
        case .refused(let text): "5.6.0 \(text)"
        case .forbidden(let text): "5.7.1 \(text)"
        }
    }

    /// - Parameter text: the failure in words.
    package init(_ failure: FanmailFailure, text: String) {
        // Only of the message itself its author is told; a setting or a disk is mended while the server waits.
        self = failure.kind == .unusableInput ? .refused(text) : .later(text)
    }
}
