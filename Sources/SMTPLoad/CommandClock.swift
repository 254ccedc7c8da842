import Histogram
import NIOCore
import SMTPClient
import Synchronization

/// Measures each command from when it was written to its reply, by listening to the dialogue.
final class CommandClock: SMTPTranscript {
    private struct Command {
        let name: String
        let since: NIODeadline
        /// It ends a message.
        let isLast: Bool
    }

    private struct Open {
        /// Commands without a reply, oldest first.
        var waiting: [Command] = []
        var next = 0
        /// Recipients of the current transaction that were taken. With LMTP each has a reply to the end of data
        /// (RFC 2033, 4.2); the last one is what is measured.
        var taken = 0
    }

    private struct State {
        var connections: [Int: Open] = [:]
        var histograms: [String: Histogram<UInt64>] = [:]
        /// Transactions count from then on.
        var begin = NIODeadline.uptimeNanoseconds(0)
    }

    private static let transactional: Set<String> = ["MAIL", "RCPT", "DATA", "BDAT", "end of data", "RSET"]
    private let state = Mutex(State())
    /// Who listens too.
    private let next: (any SMTPTranscript)?

    init(next: (any SMTPTranscript)? = nil) { self.next = next }

    /// The run begins now, with a warm-up whose transactions do not count.
    func begin(leavingOut warmUp: Duration) {
        state.withLock { $0.begin = .now() + .nanoseconds(warmUp.nanoseconds) }
    }

    var histograms: [String: Histogram<UInt64>] { state.withLock { $0.histograms } }

    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay) {
        note(speaker, line, connection: connection, isLMTP: relay.scheme == .lmtp, at: .now())
        next?.note(speaker, line, connection: connection, relay: relay)
    }

    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, isLMTP: Bool, at now: NIODeadline) {
        state.withLock { state in
            switch speaker {
            case .event:
                if state.connections[connection] == nil {
                    state.connections[connection] = Open(waiting: [.init(name: "banner", since: now, isLast: false)])
                } else if line.hasPrefix("closed") {
                    state.connections[connection] = nil
                }
            case .client:
                // Content is told by its length alone; behind BDAT it is part of the command, which has one reply.
                let isContent = line.hasPrefix("(")
                let isChunk = isContent && state.connections[connection]?.waiting.last?.name == "BDAT"
                guard !isChunk else { return }
                let name = isContent ? "end of data" : line.prefix { $0 != " " }.uppercased()
                let isLast = isContent || name == "BDAT" && line.uppercased().hasSuffix(" LAST")
                state.connections[connection, default: Open()].waiting.append(
                    Command(name: name, since: now, isLast: isLast))
            case .server:
                guard line.dropFirst(3).first != "-", var open = state.connections[connection],
                    let command = Self.answered(by: line, &open, isLMTP: isLMTP)
                else { return }
                state.connections[connection] = open
                guard let command, command.since >= state.begin || !Self.transactional.contains(command.name) else {
                    return
                }
                let time = UInt64(max(0, (now - command.since).nanoseconds / 1000))
                state.histograms[command.name, default: LoadStatistics.histogram()].note(time)
            }
        }
    }

    /// - Returns: the command that has all its replies with this one; nil in it where some are missing, and nil where
    ///   nothing was asked.
    private static func answered(by line: String, _ open: inout Open, isLMTP: Bool) -> Command?? {
        guard open.next < open.waiting.count else { return nil }
        let command = open.waiting[open.next]
        if command.name == "MAIL" { open.taken = 0 }
        if command.name == "RCPT", line.hasPrefix("2") { open.taken += 1 }
        if isLMTP, command.isLast, open.taken > 1 {
            open.taken -= 1
            return .some(nil)
        }
        open.next += 1
        if open.next == open.waiting.count || open.next > 256 {
            open.waiting.removeFirst(open.next)
            open.next = 0
        }
        return command
    }
}
