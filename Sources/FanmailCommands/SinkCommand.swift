import ArgumentParser
import Dispatch
import Fanmail
import Foundation
import MailCore
import NIOCore
import Roster
import SMTPSink

struct SinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink",
        abstract: "An SMTP server that takes mail, counts it and keeps nothing, for trying things out.",
        discussion: "Example: fanmail sink --listen 127.0.0.1:2525 --record copies.jsonl. It ends with Ctrl-C.")

    @Option(help: "Where to listen; port 0 takes a free one.") var listen = "127.0.0.1:2525"
    @Flag(help: "Speaks LMTP (RFC 2033).") var lmtp = false
    @Option(help: "Writes one JSON line for every copy to this file.") var record: String?
    @Option(help: "Hides an extension: PIPELINING, 8BITMIME, SIZE, ENHANCEDSTATUSCODES.") var hide: [String] = []
    @Option(help: "Refuses this percentage of recipients with 550 5.1.1, the same ones each time.") var refuse = 0.0
    @Option(help: "Refuses this percentage of recipients with 550 5.7.1.") var block = 0.0
    @Option(help: "Defers this percentage of recipients once, with 450 4.2.0.") var `defer` = 0.0
    @Option(help: "Takes no more than this many recipients in one transaction.") var maxRcpt: Int?
    @Option(help: "Cuts the connection after every n-th message, taken but not answered.") var cutAfter = 0
    @Option(help: "Ends after so many messages.") var maxMessages: Int?
    @Option(name: .customLong("for"), help: "Ends after this time, such as 10s.") var time: String?
    @Flag(help: "One JSON document with the counts at the end.") var json = false

    func run() async throws {
        var configuration = SinkConfiguration()
        (configuration.host, configuration.port) = try Self.address(listen)
        configuration.isLMTP = lmtp
        let hidden = Set(hide.map { $0.uppercased() })
        configuration.extensions.removeAll { hidden.contains($0) }
        if let maxRcpt { configuration.recipientLimit = maxRcpt }
        configuration.faults = faults
        if let record {
            let file = try CopyRecord(record)
            configuration.recorder = { file.add($0) }
        }
        let limit = try time.map { text in
            do { return try DurationText.parse(text) } catch { throw FanmailFailure(.usage, "--for: \(error)") }
        }
        let server: SinkServer
        do {
            server = try await SinkServer.start(configuration)
        } catch {
            let why = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw FanmailFailure(.unavailable, "\(listen): cannot be listened on: \(why); choose another with --listen")
        }
        Terminal.say("listening on \(configuration.host):\(server.port)")
        await wait(for: server, limit: limit)
        await server.stop()
        show(server.counts)
    }

    private var faults: FaultPlan {
        var plan = FaultPlan()
        let reply = { (code: UInt16, status: String, text: String) in
            Reply(code: code, status: EnhancedStatusCode(status), text: text)
        }
        if refuse > 0 {
            plan.rules.append(.init(share: refuse * 0.01, reply: reply(550, "5.1.1", "no such user here")))
        }
        if block > 0 { plan.rules.append(.init(share: block * 0.01, reply: reply(550, "5.7.1", "not wanted here"))) }
        if self.defer > 0 {
            plan.rules.append(
                .init(share: self.defer * 0.01, reply: reply(450, "4.2.0", "try again later"), onlyFirst: true))
        }
        plan.cutAfterTakingEvery = cutAfter
        return plan
    }

    private static func address(_ text: String) throws -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else {
            throw FanmailFailure(.usage, "--listen \(text.escapedForTerminal): write HOST:PORT, such as 127.0.0.1:2525")
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host.isEmpty ? "127.0.0.1" : String(host), port)
    }

    /// Until a signal, the time or the number of messages ends it.
    private func wait(for server: SinkServer, limit: Duration?) async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.finish() }
            source.resume()
            return source
        }
        let clock = ContinuousClock()
        let end = limit.map { clock.now + $0 }
        let isShown = Terminal.isErrorTerminal
        let maxMessages = maxMessages
        let watching = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(isShown ? 200 : 20))
                let counts = server.counts
                if isShown {
                    Terminal.draw(
                        "\r\u{1B}[K\(counts.messages) messages, \(counts.copies) copies, \(counts.open) connections")
                }
                if let end, clock.now >= end { break }
                if let maxMessages, counts.messages >= maxMessages { break }
            }
            continuation.finish()
        }
        for await _ in signals {}
        watching.cancel()
        for source in sources { source.cancel() }
        if isShown { Terminal.draw("\r\u{1B}[K") }
    }

    private func show(_ counts: SinkCounts) {
        if json {
            Terminal.print(
                JSONValue.object([
                    ("connections", JSONValue(counts.connections)), ("messages", JSONValue(counts.messages)),
                    ("copies", JSONValue(counts.copies)), ("refused", JSONValue(counts.refused)),
                    ("deferred", JSONValue(counts.deferred)), ("bytes", JSONValue(counts.bytes)),
                ]).text)
            return
        }
        Terminal.print(
            "\(counted(counts.messages, "message")), \(counts.copies) \(counts.copies == 1 ? "copy" : "copies") on \(counted(counts.connections, "connection")); "
                + "\(counted(counts.refused, "recipient")) refused, \(counts.deferred) deferred")
    }
}
