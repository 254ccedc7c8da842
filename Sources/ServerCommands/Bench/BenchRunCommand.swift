import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import SMTPClient
import SMTPCore
import SMTPLoad

struct BenchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Loads a server: as fast as it answers, or at a rate that it does not choose.",
        discussion: """
            Without --rate it is a closed loop: every connection sends as fast as it is answered. With --rate \
            transactions begin at their times, whether the server keeps up or not, and latency counts from there.
            """)

    @Argument(help: "The server, such as smtp://127.0.0.1:2525, lmtp://127.0.0.1:24, or 127.0.0.1:2525.") var url:
        String
    @Option(help: "Connections.") var connections = 10
    @Option(
        help: "Transactions a second: 2000, a ramp 100-2000, or steps with commas between, 500@10s,500-1000@30s.")
    var rate: String?
    @Flag(help: "Times between transactions vary as those of independent senders do.") var poisson = false
    @Option(name: .customLong("for"), help: "How long; 10s unless told, a day with --transactions.") var time: String?
    @Option(help: "Leaves out the beginning.") var warmUp: String?
    @Option(help: "How long a server that is away is waited for before it begins.") var wait: String?
    @Option(help: "What passes after a transaction before its connection goes on: 50ms, 10ms-90ms, exp:50ms.")
    var think: String?
    @Option(help: "Ends after so many transactions.") var transactions: Int?
    @Option(help: "Recipients of a transaction: 1, 1-100, exp:10, or values with weights, 1:90,100:10.") var rcpt = "1"
    @Option(help: "Octets of a message, written like --rcpt; 2048 unless told.") var size: String?
    @Flag(help: "One connection a message.") var noReuse = false
    @Option(
        help:
            "Transactions under way on one connection: 1, or 2, of which each waits for the other; with --chunking up to 100."
    )
    var inFlight = 1
    @Option(name: .customLong("from"), help: "The reverse-path.") var sender = "bench@bench.example"
    @Option(help: "Domains of the recipients, with commas between; bench.example unless told.") var domains: String?
    @Option(
        help:
            "Forward-paths, instead of --domains: user{n}@bench.example, {n} for a number that goes up, {i} for one that counts within a transaction."
    )
    var to: String?
    @Option(help: "Takes the subscribers of this list of the database in turn.", completion: .lists) var list: String?
    @Option(
        help: "Sends this file, an .eml, with a Message-ID of its own each time; may be repeated, to take them in turn."
    )
    var message: [String] = []
    @Option(help: "Adds a header field to each message, such as 'X-Load: 1'; may be repeated.") var header: [String] =
        []
    @Option(
        help:
            "Asks for DSNs where the server offers them: success, failure, delay, with commas between, or never; with full or headers, what they return."
    )
    var dsn: String?
    @Option(help: "Of the connections, this percentage is encrypted as the TLS options say; the others are not.")
    var tlsShare: Double?
    @Flag(help: "Waits for the reply to each command.") var noPipelining = false
    @Flag(help: "Measures each command as well, which costs the generator CPU time.") var commands = false
    @Option(help: "Writes what was sent, and what was answered, to this file, for bench verify.") var sent: String?
    @Option(
        help:
            "Fails with 65 under this condition, such as 'p99 > 50ms', 'RCPT p99.9 > 5ms', 'refused > 0.1%', 'rate < 1900/s'; may be repeated."
    )
    var failIf: [String] = []
    @Flag(help: "Ends the run as soon as a --fail-if has come true that nothing can mend.") var abortOnFail = false
    @Flag(help: "Searches for the highest rate at which the p99 stays within --p99.") var findMax = false
    @Option(help: "For --find-max: the latency to be kept; 50ms unless told.") var p99: String?
    @Option(help: "The same seed sends the same.") var seed: UInt64 = 1
    @Option(help: "Event loops of the generator.") var threads = 1
    @Option(help: "Writes a page with plots to this file.") var html: String?
    @Flag(name: .customLong("i-own-this-server"), help: "Allows a server beyond this machine and private networks.")
    var ownsServer = false
    @OptionGroup(title: "WATCHING OPTIONS") var streams: BenchStreamOptions
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions
    var json: Bool { global.json }
    /// To be kept by a search.
    var latency: String { p99 ?? "50ms" }

    func run() async throws {
        var plan = try await loadPlan()
        if let html { try PlotPage.expectWritable(html) }
        let file = try sent.map { try SentFile($0) }
        defer { file?.finish() }
        let moment = try streams.moment()
        let told = findMax ? nil : try await streams.open()
        let stop = LoadStop()
        let interruption = Interruption {
            Terminal.say("\nfinishing open transactions; once more to stop at once")
            stop.ask()
        }
        defer { interruption.end() }
        let words = announcement(plan)
        Terminal.say(Terminal.isErrorTerminal ? words.wrapped(to: Terminal.width).joined(separator: "\n") : words)
        if findMax { return try await search(plan, stop) }
        plan.run = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        if let moment { await BenchStart.wait(for: moment, stop) }
        let report = try await measure(plan, file, stop, at: stop.isAsked ? nil : moment, told)
        try show(report)
        try file?.expectWhole()
        if stop.isAsked { throw Self.interrupted("the report is of what was until then") }
        try Self.judge(report)
    }

    /// What the run was to be like, before how it went otherwise.
    static func expectKept(_ report: LoadReport) throws {
        let broken = (report.thresholds ?? []).filter(\.isBroken)
        guard !broken.isEmpty else { return }
        for verdict in broken { Terminal.say("fanmail: \(BenchThreshold.text(verdict).escapedForTerminal)") }
        throw ExitCode(FanmailFailure.Kind.unusableInput.exitStatus)
    }

    /// The report first: a page that cannot be written does not take it along.
    private func show(_ report: LoadReport) throws {
        if json {
            Terminal.print(try BenchJSON.text(report))
        } else {
            // Whoever reads lines of JSON there reads no table.
            BenchSummary.show(report, onErrors: streams.takesOutput)
        }
        Terminal.flush()
        if let html { try BenchPage.write(report, to: html) }
    }

    /// What was planned and did not come to the server is a failure, and so is a run of which nothing was accepted.
    static func judge(_ report: LoadReport) throws {
        try expectKept(report)
        let isAway = report.limit?.kind == .unreachable
        let notSent = report.notSent ?? 0
        guard notSent > 0 || isAway || report.accepted == 0 else { return }
        if notSent > 0 {
            let why = isAway ? report.lastFailure.map { ": \($0)" } ?? "" : "; the server did not keep up"
            Terminal.say(
                "fanmail: \(notSent) of \(counted(report.planned ?? 0, "transaction")) were not sent\(why)"
                    .escapedForTerminal)
        } else if isAway {
            Terminal.say(
                "fanmail: the server was away at the end\(report.lastFailure.map { ": \($0)" } ?? "")"
                    .escapedForTerminal)
        } else {
            Terminal.say("fanmail: \(nothing(report))".escapedForTerminal)
        }
        throw ExitCode(FanmailFailure.Kind.unavailable.exitStatus)
    }

    /// Why none was accepted of what came to the server.
    private static func nothing(_ report: LoadReport) -> String {
        guard report.transactions > 0 else {
            return "nothing was measured: no transaction began in the time that counts"
        }
        let counts = [
            (report.refused, "refused"), (report.deferred, "deferred"), (report.unsent, "unsent"),
            (report.unknown, "unknown"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let why = report.refused + report.deferred == 0 ? report.lastFailure.map { ": \($0)" } ?? "" : ""
        return "nothing was accepted: \(counts.joined(separator: ", "))\(why)"
    }

    static func interrupted(_ result: String) -> ExitCode {
        Terminal.say("fanmail: interrupted; \(result)")
        return ExitCode(Interruption.exitStatus)
    }

    func measure(
        _ plan: LoadPlan, _ file: SentFile?, _ stop: LoadStop, at moment: Timestamp? = nil, _ told: BenchStreams? = nil
    ) async throws -> LoadReport {
        let control = LoadControl()
        let view = BenchWatch(
            plan.relay.description, isOpen: plan.pace != .closed, isShort: findMax || connection.verbose, stop, control)
        defer {
            view?.finish()
            told?.finish()
        }
        do {
            var note: (@Sendable (SentTransaction) async -> Void)?
            if let file { note = { await file.add($0) } }
            var report = try await LoadGenerator.run(
                plan, measuresCommands: commands, sent: note, stop: stop, control: control, at: moment,
                watch: BenchWatch.taking(view, told))
            report.version = ProgramVersion.text
            return report
        } catch let failure as SMTPFailure {
            throw FanmailFailure(.unavailable, failure.explanation)
        } catch let error as MailboxSyntaxError {
            throw FanmailFailure(.usage, "--from \(sender.escapedForTerminal): \(error)")
        }
    }
}
