import Histogram
import NIOCore
import SMTPClient
import Synchronization

/// Measures each command from when it was written to its reply, by listening to the dialogue.
final class CommandClock: SMTPTranscript {
    private struct Open {
        /// Commands without a reply, oldest first.
        var waiting: [(name: String, since: NIODeadline)] = []
        var next = 0
    }

    private struct State {
        var connections: [Int: Open] = [:]
        var histograms: [String: Histogram<UInt64>] = [:]
        var isMeasuring = false
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.isMeasuring = true } }

    var histograms: [String: Histogram<UInt64>] { state.withLock { $0.histograms } }

    func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay) {
        let now = NIODeadline.now()
        state.withLock { state in
            switch speaker {
            case .event:
                if state.connections[connection] == nil {
                    state.connections[connection] = Open(waiting: [("banner", now)])
                } else if line.hasPrefix("closed") {
                    state.connections[connection] = nil
                }
            case .client:
                // Content is told by its length alone; behind BDAT it is part of the command, which has one reply.
                let isChunk = line.hasPrefix("(") && state.connections[connection]?.waiting.last?.name == "BDAT"
                guard !isChunk else { return }
                let name = line.hasPrefix("(") ? "end of data" : line.prefix { $0 != " " }.uppercased()
                state.connections[connection, default: Open()].waiting.append((name, now))
            case .server:
                guard line.dropFirst(3).first != "-", var open = state.connections[connection],
                    open.next < open.waiting.count
                else { return }
                let (name, since) = open.waiting[open.next]
                open.next += 1
                if open.next == open.waiting.count || open.next > 256 {
                    open.waiting.removeFirst(open.next)
                    open.next = 0
                }
                state.connections[connection] = open
                guard state.isMeasuring else { return }
                let time = UInt64(max(0, (now - since).nanoseconds / 1000))
                state.histograms[name, default: LoadStatistics.histogram()].note(time)
            }
        }
    }
}
