import FanmailTerminal
import FanmailWeb
import SMTPLoad
import Synchronization

/// Where a bench tells how it goes while it runs: a file of lines, and metrics.
final class BenchStreams: Sendable {
    private struct State {
        /// What the last line told.
        var told = LoadProgress()
        var now = LoadProgress()
    }

    private let state = Mutex(State())
    private let file: BenchLiveFile?
    /// Until the process ends, so that the last figures can still be asked for.
    private let server = Mutex<WebServer?>(nil)

    init(_ file: BenchLiveFile?) { self.file = file }

    /// Shows metrics from now on.
    func serve(host: String, port: Int) async throws {
        let new = try await MetricsServer.start(host: host, port: port) { [weak self] in
            BenchMetrics.text(self?.state.withLock { $0.now } ?? LoadProgress())
        }
        Terminal.say("metrics are at http://\(host.contains(":") ? "[\(host)]" : host):\(new.port)/metrics")
        server.withLock { $0 = new }
    }

    func take(_ progress: LoadProgress) {
        let before = state.withLock { state -> LoadProgress? in
            state.now = progress
            guard let file, progress.seconds - state.told.seconds >= file.every - 0.01 else { return nil }
            defer { state.told = progress }
            return state.told
        }
        if let before { file?.add(BenchInterval(before: before, now: progress)) }
    }

    /// Tells the rest, and nothing more.
    func finish() {
        let rest = state.withLock { state -> BenchInterval? in
            guard state.now.seconds > state.told.seconds else { return nil }
            defer { state.told = state.now }
            return BenchInterval(before: state.told, now: state.now)
        }
        if let rest { file?.add(rest) }
        file?.finish()
    }
}
