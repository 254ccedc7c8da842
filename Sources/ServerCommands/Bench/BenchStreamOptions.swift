import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import NIOCore

/// What is told of a bench while it runs, and when it begins.
struct BenchStreamOptions: ParsableArguments {
    @Option(help: "Writes a line of JSON for each interval to this file while it runs; - is standard output.")
    var live: String?
    @Option(help: "For --live: how long an interval is; 1s unless told.") var every: String?
    @Option(help: "Shows metrics to Prometheus while it runs, such as 127.0.0.1:9100.") var metrics: String?
    @Option(
        help: "Begins at a moment, so that several generators begin at one time: 2026-11-27T22:00:00Z, or +30s.")
    var startAt: String?

    /// Whether standard output is for the lines.
    var takesOutput: Bool { live == "-" }

    /// The moment of --start-at.
    func moment(now: Timestamp = .now) throws -> Timestamp? {
        guard let startAt else { return nil }
        let shown = "--start-at \(startAt.escapedForTerminal)"
        if startAt.hasPrefix("+") {
            let time: Duration
            do { time = try DurationText.parse(startAt.dropFirst()) } catch {
                throw FanmailFailure(.usage, "--start-at: \(error.reason)")
            }
            return try Self.near(now + time, now, shown)
        }
        guard let moment = Timestamp(rfc3339: startAt) else {
            throw FanmailFailure(.usage, "\(shown): write a moment such as 2026-11-27T22:00:00Z, or +30s")
        }
        guard moment > now else { throw FanmailFailure(.usage, "\(shown): that is over") }
        return try Self.near(moment, now, shown)
    }

    private static func near(_ moment: Timestamp, _ now: Timestamp, _ shown: String) throws -> Timestamp {
        guard moment - now <= .seconds(7 * 86_400) else {
            throw FanmailFailure(.usage, "\(shown): at most a week ahead")
        }
        return moment
    }

    /// Opens what is told; nil where nothing is.
    func open() async throws -> BenchStreams? {
        guard every == nil || live != nil else { throw FanmailFailure(.usage, "--every needs a --live") }
        let interval: Duration
        do { interval = try DurationText.parse(every ?? "1s") } catch {
            throw FanmailFailure(.usage, "--every: \(error.reason)")
        }
        guard interval >= .milliseconds(500) else { throw FanmailFailure(.usage, "--every: at least 500ms") }
        guard live != nil || metrics != nil else { return nil }
        let streams = BenchStreams(try live.map { try BenchLiveFile($0, every: interval / .seconds(1)) })
        guard let metrics else { return streams }
        let (host, port) = try Self.address(metrics)
        do { try await streams.serve(host: host, port: port) } catch {
            let why = (error as? IOError).map { $0.reason } ?? "\(error)"
            streams.finish()
            throw FanmailFailure(
                .unavailable,
                "--metrics \(metrics.escapedForTerminal): cannot be listened on: \(why.escapedForTerminal)")
        }
        return streams
    }

    static func address(_ text: String) throws -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port), colon > text.startIndex
        else {
            throw FanmailFailure(
                .usage, "--metrics \(text.escapedForTerminal): write HOST:PORT, such as 127.0.0.1:9100")
        }
        let host = text[..<colon]
        return (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host), port)
    }
}

extension IOError {
    fileprivate var reason: String { String(cString: strerror(errnoCode)) }
}
