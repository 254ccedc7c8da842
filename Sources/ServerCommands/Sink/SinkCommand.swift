import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import FanmailWeb
import Foundation
import NIOCore
import SMTPCore
import SMTPSink
import SMTPSinkWeb

struct SinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink",
        abstract: "An SMTP server for trying things out: it takes mail and counts it, or keeps it.",
        discussion: "Example: fanmail sink --listen 127.0.0.1:2525 --record copies.jsonl. It ends with Ctrl-C.")

    @Option(help: "Where to listen; port 0 takes a free one.") var listen = "127.0.0.1:2525"
    @Flag(help: "Speaks LMTP (RFC 2033).") var lmtp = false
    @Option(help: "Writes one JSON line for every copy to this file.") var record: String?
    @Option(help: "A header field that --record tells, too; again for more.") var recordHeader: [String] = []
    @Flag(help: "The links of messages, too, in --record.") var recordLinks = false
    @Option(help: "Keeps every message as a file of this Maildir.") var maildir: String?
    @Option(help: "Keeps every message in this mbox file.") var mbox: String?
    @Option(help: "Misbehaves as this file says, TOML or JSON (docs/sink.md).") var faults: String?
    @Option(
        help: "Where the DSNs and complaints go that faults bring back \"afterwards\": a Maildir.",
        completion: .directory)
    var answers: String?
    @Flag(help: "Refuses what a strict server refuses: bare LF, long lines, undeclared 8-bit, bad addresses.")
    var strict = false
    @Option(
        help: "Hides extensions, with commas between: PIPELINING, CHUNKING, 8BITMIME, SMTPUTF8, SIZE, DSN, LIMITS.")
    var hide: [String] = []
    @Option(help: "Encrypts: offer (STARTTLS), require (it before MAIL), implicit (from the first octet).")
    var tls: String?
    @Option(help: "The certificate, a PEM file; without it one is made, signed by nobody.", completion: .file())
    var tlsCertificate: String?
    @Option(help: "Its key, a PEM file.", completion: .file()) var tlsKey: String?
    @Option(help: "Offers AUTH to USER:PASSWORD, made up for a test; again for more.") var auth: [String] = []
    @Flag(help: "Takes mail after a login only.") var requireAuth = false
    @Option(help: "The longest message it takes, in octets.") var maxSize: Int?
    @Option(help: "Connections beyond so many get 421.") var maxConnections = 10_000
    @Option(help: "Ends a connection on which nothing was said for so long, such as 30s.") var idle = "5m"
    @Option(help: "Event loops; all cores unless given.") var threads: Int?
    @Option(help: "Refuses this percentage of recipients with 550 5.1.1, the same ones each time.") var refuse = 0.0
    @Option(help: "Refuses this percentage of recipients with 550 5.7.1.") var block = 0.0
    @Option(help: "Defers this percentage of recipients once, with 450 4.2.0.") var `defer` = 0.0
    @Option(help: "Takes no more than this many recipients in one transaction.") var maxRcpt: Int?
    @Option(help: "Cuts the connection after every n-th message, taken but not answered.") var cutAfter = 0
    @Option(help: "Ends after so many messages.") var maxMessages: Int?
    @Option(name: .customLong("for"), help: "Ends after this time, such as 10s.") var time: String?
    @OptionGroup(title: "Expectations") var expected: SinkExpectOptions
    @OptionGroup(title: "Looking at messages") var looking: SinkWebOptions
    @OptionGroup(title: "Sending messages on") var releasing: SinkReleaseOptions
    @Option(help: "Writes where it listens to this file, as JSON, once it does; at the end the file goes.")
    var readyFile: String?
    @Flag(help: "One JSON document with the counts at the end.") var json = false
    @Flag(help: "One JSON object a line: where it listens, once it does, and the counts at the end.") var jsonl = false
    @OptionGroup var log: LogOptions

    func run() async throws {
        var configuration = try sinkConfiguration()
        let time = try time.map { text in
            do { return try DurationText.parse(text) } catch { throw FanmailFailure(.usage, "--for: \(error)") }
        }
        let expectations = try expected.expectations()
        let within = try expected.limit(time)
        guard !expectations.wantNone || (time ?? within) != nil || maxMessages != nil else {
            throw FanmailFailure(
                .usage, "that none comes can be told at an end only: say --expect-within, --for or --max-messages")
        }
        let readyFile = try readyFile.map { try ReadyFile($0) }
        let settings = try looking.settings()
        let keys = try looking.keys()
        let release = try releasing.release(isWeb: settings != nil, logger: log.logger)
        let messages = try looking.messages()
        Self.attach(messages, expectations, to: &configuration)
        defer { messages?.close() }
        // What a run that was killed has left says nothing of this one.
        readyFile?.removeOld()
        // Whoever finds the ready file may end this at once.
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { continuation.finish() }
        defer { interruption.end() }
        let server = try await start(configuration)
        var web: WebServer?
        do {
            if let settings, let messages {
                var api = SinkAPI(
                    messages, server, smtpHost: configuration.host, takesAnswers: configuration.answerer != nil)
                (api.release, api.keys) = (release, keys)
                web = try await looking.start(settings, api)
            }
            let ready = SinkReadiness(host: configuration.host, server: server, web: web)
            try readyFile?.write(ready)
            ready.lines.forEach { Terminal.say($0) }
            if jsonl {
                Terminal.print(ready.json.text)
                // Whoever reads it through a pipe waits for it.
                Terminal.flush()
            }
        } catch {
            await web?.stop()
            await server.stop()
            throw error
        }
        let clock = ContinuousClock()
        let begin = clock.now
        let watching = Task { [maxMessages] in
            await Self.watch(
                server, expectations, maxMessages: maxMessages, limit: time ?? within, endsEarly: time == nil)
            continuation.finish()
        }
        for await _ in signals {}
        watching.cancel()
        if Terminal.isErrorTerminal { Terminal.draw("\r\u{1B}[K") }
        readyFile?.removeOwn()
        await server.stop()
        await web?.stop()
        try report(server.counts, expectations, clock.now - begin)
    }

    /// Messages first: what could not be kept has not come, whoever else counted it.
    static func attach(
        _ messages: SinkMessages?, _ expectations: SinkExpectations, to configuration: inout SinkConfiguration
    ) {
        messages?.take(from: &configuration)
        if expectations.looksAtMessages { expectations.take(from: &configuration) }
    }

    private func start(_ configuration: SinkConfiguration) async throws -> SinkServer {
        do {
            return try await SinkServer.start(
                configuration, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        } catch {
            let why = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw FanmailFailure(.unavailable, "\(listen): cannot be listened on: \(why); choose another with --listen")
        }
    }

    private func report(_ counts: SinkCounts, _ expectations: SinkExpectations, _ time: Duration) throws {
        let summary = SinkSummary(counts: counts, results: expectations.results(counts))
        if json || jsonl {
            Terminal.print(summary.json.text)
        } else {
            summary.lines.forEach { Terminal.print($0) }
        }
        if let junit = expected.junit {
            try JUnitReport(results: summary.results, seconds: time / .seconds(1)).write(to: junit)
        }
        if !summary.isAsExpected { throw ExitCode(FanmailFailure.Kind.unusableInput.exitStatus) }
    }

    private func sinkConfiguration() throws -> SinkConfiguration {
        var configuration = SinkConfiguration()
        (configuration.host, configuration.port) = try ListenAddress.parse(listen, "--listen")
        configuration.logger = log.logger
        configuration.isLMTP = lmtp
        configuration.isStrict = strict
        configuration.extensions = try offered()
        for (name, value) in [("--max-size", maxSize), ("--max-rcpt", maxRcpt), ("--threads", threads)] {
            guard value.map({ $0 > 0 }) ?? true else { throw FanmailFailure(.usage, "\(name) must be 1 or more") }
        }
        configuration.sizeLimit = maxSize
        do {
            configuration.idleLimit = TimeAmount(try DurationText.parse(idle))
        } catch {
            throw FanmailFailure(.usage, "--idle: \(error)")
        }
        configuration.tls = try security(configuration.host)
        for login in auth {
            let parts = login.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw FanmailFailure(.usage, "--auth takes USER:PASSWORD") }
            configuration.users[parts[0]] = parts[1]
        }
        guard !requireAuth || !auth.isEmpty else {
            throw FanmailFailure(.usage, "--require-auth needs --auth USER:PASSWORD")
        }
        configuration.requiresLogin = requireAuth
        configuration.faults = try faultPlan()
        if let maxRcpt { configuration.recipientLimit = maxRcpt }
        guard (1...1_000_000).contains(maxConnections) else {
            throw FanmailFailure(.usage, "--max-connections must be from 1 to 1000000")
        }
        configuration.connectionLimit = maxConnections
        try SocketLimits.check(connections: maxConnections)
        if let warning = SocketLimits.backlogWarning(connections: maxConnections) {
            Terminal.say("fanmail: \(warning)")
        }
        guard maildir == nil || mbox == nil else {
            throw FanmailFailure(.usage, "--maildir and --mbox exclude each other; choose one")
        }
        if let keeping = try maildir.map({ try SinkStore(maildir: $0) })
            ?? mbox.map({ try SinkStore(mbox: $0) })
        {
            configuration.keeper = { keeping.keep($0) }
            configuration.spoolDirectory = keeping.spoolDirectory
        }
        configuration.answerer = try answerer(configuration.faults, &configuration.spoolDirectory)
        guard record != nil || recordHeader.isEmpty && !recordLinks else {
            throw FanmailFailure(.usage, "--record-header and --record-links need --record FILE")
        }
        if let record {
            let file = try CopyRecord(record, tellsFields: !recordHeader.isEmpty, tellsLinks: recordLinks)
            configuration.recordedFields = recordHeader
            configuration.recordsLinks = recordLinks
            configuration.recorder = { file.add($0) }
            configuration.flusher = {
                file.flush()
                return true
            }
        }
        return configuration
    }

    private func security(_ host: String) throws -> SinkTLS? {
        guard let tls else {
            guard tlsCertificate == nil, tlsKey == nil else {
                throw FanmailFailure(.usage, "--tls-certificate and --tls-key need --tls offer, require or implicit")
            }
            return nil
        }
        guard let mode = SinkTLS.Mode(rawValue: tls) else {
            throw FanmailFailure(.usage, "--tls \(tls.escapedForTerminal): use offer, require or implicit")
        }
        if let tlsCertificate {
            try PEMFile.expect(tlsCertificate, "--tls-certificate names a PEM file of a certificate")
        }
        if let tlsKey { try PEMFile.expect(tlsKey, "--tls-key names a PEM file of its key") }
        guard tlsCertificate != nil || tlsKey == nil else {
            throw FanmailFailure(.usage, "--tls-key needs --tls-certificate")
        }
        do throws(SinkTLS.Failure) {
            guard let tlsCertificate else { return try SinkTLS(mode, hosts: ["localhost", "127.0.0.1", host]) }
            return try SinkTLS(mode, certificate: tlsCertificate, key: tlsKey ?? tlsCertificate)
        } catch {
            throw FanmailFailure(.noInput, error.message)
        }
    }

    private func answerer(_ plan: FaultPlan, _ spoolDirectory: inout String) throws -> (
        @Sendable (KeptMessage) -> Bool
    )? {
        let hasAnswers = plan.faults.contains { $0.stage == .afterwards }
        guard let answers else {
            guard !hasAnswers else {
                throw FanmailFailure(.usage, "--faults has faults \"afterwards\"; say where answers go: --answers DIR")
            }
            return nil
        }
        guard hasAnswers else {
            throw FanmailFailure(
                .usage, "--answers needs a --faults file with at = \"afterwards\" in it, such as docs/sink.md shows")
        }
        let keeping = try SinkStore(maildir: answers, option: "--answers")
        if maildir == nil, mbox == nil { spoolDirectory = keeping.spoolDirectory }
        return { keeping.keep($0) }
    }

    private func offered() throws -> [String] {
        let known = SinkConfiguration.everyExtension
        let hidden = hide.flatMap { $0.uppercased().split(separator: ",").map(String.init) }
        for name in hidden where !known.contains(name) {
            throw FanmailFailure(
                .usage, "--hide \(name.escapedForTerminal): not offered; choose among \(known.joined(separator: ", "))")
        }
        return known.filter { !hidden.contains($0) }
    }

    private func faultPlan() throws -> FaultPlan {
        var plan = try faults.map { try FaultFile.read($0) } ?? FaultPlan()
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
}
