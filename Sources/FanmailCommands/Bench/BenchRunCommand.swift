import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPLoad
import SMTPProtocol

struct BenchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Loads a server: as fast as it answers, or at a rate that it does not choose.",
        discussion: """
            Without --rate it is a closed loop: every connection sends as fast as it is answered. With --rate \
            transactions begin at their times, whether the server keeps up or not, and latency counts from there.
            """)

    @Argument(help: "The server, such as smtp://127.0.0.1:2525 or lmtp://127.0.0.1:24.") var url: String
    @Option(help: "Connections.") var connections = 10
    @Option(
        help: "Transactions a second: 2000, a ramp 100-2000, or steps with commas between, 500@10s,500-1000@30s.")
    var rate: String?
    @Flag(help: "Times between transactions vary as those of independent senders do.") var poisson = false
    @Option(name: .customLong("for"), help: "How long.") var time = "10s"
    @Option(help: "Leaves out the beginning.") var warmUp: String?
    @Option(help: "Ends after so many transactions.") var transactions: Int?
    @Option(help: "Recipients of a transaction: 1, 1-100, exp:10, or values with weights, 1:90,100:10.") var rcpt = "1"
    @Option(help: "Octets of a message, written like --rcpt.") var size = "2048"
    @Flag(help: "One connection a message.") var noReuse = false
    @Option(help: "Transactions under way on one connection: 1 or 2; with --chunking up to 100.")
    var inFlight: Int?
    @Option(name: .customLong("from"), help: "The reverse-path.") var sender = "bench@bench.example"
    @Option(help: "Domains of the recipients, with commas between.") var domains = "bench.example"
    @Option(
        help: "Forward-paths with {n} for a number that goes up, such as user{n}@bench.example, instead of --domains.")
    var to: String?
    @Option(help: "Takes the subscribers of this list of the database in turn.", completion: .lists) var list: String?
    @Option(help: "Of the connections, this percentage is encrypted as the TLS options say; the others are not.")
    var tlsShare: Double?
    @Flag(help: "Waits for the reply to each command.") var noPipelining = false
    @Flag(help: "Measures each command as well, which costs the generator CPU time.") var commands = false
    @Option(help: "Gives everything an id of its own, and writes what was sent to this file, for bench verify.")
    var sent: String?
    @Flag(help: "Searches for the highest rate at which the p99 stays within --p99.") var findMax = false
    @Option(help: "For --find-max: the latency to be kept.") var p99 = "50ms"
    @Option(help: "The same seed sends the same.") var seed: UInt64 = 1
    @Option(help: "Event loops of the generator.") var threads = 1
    @Option(help: "Writes a page with plots to this file.") var html: String?
    @Flag(name: .customLong("i-own-this-server"), help: "Allows a server beyond this machine and private networks.")
    var ownsServer = false
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions
    private var json: Bool { global.json }
    /// Of --find-max.
    private static let longestTrial = Duration.seconds(5)

    func run() async throws {
        var plan = try loadPlan()
        if let html { try BenchPage.expectWritable(html) }
        let file = try (findMax ? nil : sent).map { try SentFile($0) }
        defer { file?.finish() }
        Terminal.say(announcement(plan))
        let stop = LoadStop()
        let interruption = Interruption {
            Terminal.say("\nfinishing open transactions; once more to stop at once")
            stop.ask()
        }
        defer { interruption.end() }
        if findMax { return try await search(plan, stop) }
        if file != nil {
            plan.isUnique = true
            plan.run = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        }
        let report = try await measure(plan, file, stop)
        if let html { try BenchPage.write(report, to: html) }
        if json {
            Terminal.print(try BenchJSON.text(report))
        } else {
            for line in BenchSummary.lines(report) { Terminal.print(line) }
        }
        if stop.isAsked { throw Self.interrupted("the report is of what was until then") }
        if report.accepted == 0 { throw ExitCode(FanmailFailure.Kind.unavailable.exitStatus) }
    }

    private static func interrupted(_ result: String) -> ExitCode {
        Terminal.say("fanmail: interrupted; \(result)")
        return ExitCode(Interruption.exitStatus)
    }

    private func measure(_ plan: LoadPlan, _ file: SentFile?, _ stop: LoadStop) async throws -> LoadReport {
        let view = Terminal.isErrorTerminal ? BenchView() : nil
        defer { view?.finish() }
        do {
            var note: (@Sendable (SentTransaction) async -> Void)?
            if let file { note = { await file.add($0) } }
            var watch: (@Sendable (LoadProgress) -> Void)?
            if let view { watch = { view.draw($0) } }
            return try await LoadGenerator.run(plan, measuresCommands: commands, sent: note, stop: stop, watch: watch)
        } catch let failure as SMTPFailure {
            throw FanmailFailure(.unavailable, failure.explanation)
        } catch let error as MailboxSyntaxError {
            throw FanmailFailure(.usage, "--from \(sender.escapedForTerminal): \(error)")
        }
    }

    private func loadPlan() throws -> LoadPlan {
        let relay: Relay
        do { relay = try Relay(url) } catch { throw FanmailFailure(.usage, "\(error)".escapedForTerminal) }
        guard (1...100_000).contains(connections) else {
            throw FanmailFailure(.usage, "--connections must be from 1 to 100000")
        }
        try SocketLimits.check(connections: connections)
        try BenchTarget.check(relay, isOwned: ownsServer)
        let settings = try global.configuration(connection.flags)
        var smtp = try connection.connection(to: relay, settings, logsIn: true, logger: global.log.logger)
        if case .default = settings.hostname.origin { smtp.hostname = "bench.example" }
        smtp.pipelining = !noPipelining
        var plan = LoadPlan(relay: relay, configuration: smtp)
        plan.connections = connections
        plan.duration = try duration("--for", time)
        plan.warmUp = try warmUp.map { try duration("--warm-up", $0) } ?? .zero
        if let rate {
            plan.pace = .open(try BenchRate.steps(rate, usual: plan.duration), isPoisson: poisson)
        } else if poisson {
            throw FanmailFailure(.usage, "--poisson needs a --rate")
        }
        plan.inFlight = inFlight ?? (rate == nil && !findMax ? 2 : 1)
        guard (1...(smtp.chunking ? 100 : 2)).contains(plan.inFlight) else {
            throw FanmailFailure(.usage, "--in-flight must be 1 or 2, or with --chunking from 1 to 100")
        }
        plan.configuration.inFlight = plan.inFlight
        guard plan.warmUp < plan.duration else { throw FanmailFailure(.usage, "--warm-up must be shorter than --for") }
        guard transactions.map({ $0 > 0 }) ?? true, (1...64).contains(threads) else {
            throw FanmailFailure(.usage, "--transactions must be 1 or more, --threads from 1 to 64")
        }
        plan.transactions = transactions ?? .max
        plan.recipients = try distribution("--rcpt", rcpt, limit: 100_000)
        plan.size = try distribution("--size", size, limit: 256 << 20)
        plan.reusesConnections = !noReuse
        plan.sender = sender
        plan.seed = seed
        plan.threads = threads
        plan.domains = try domains.split(separator: ",").map { name in
            do { return try Mailbox(parsing: "a@\(name)").domain } catch {
                throw FanmailFailure(.usage, "--domains \(String(name).escapedForTerminal): \(error)")
            }
        }
        try takeRecipients(&plan)
        if let tlsShare {
            guard (0...100).contains(tlsShare) else { throw FanmailFailure(.usage, "--tls-share takes 0 to 100") }
            plan.encryptedShare = tlsShare / 100
        }
        guard !plan.domains.isEmpty else { throw FanmailFailure(.usage, "--domains names no domain") }
        return plan
    }

    /// A pattern, or a list's subscribers; at most a million, which fit into memory.
    private func takeRecipients(_ plan: inout LoadPlan) throws {
        guard to == nil || list == nil else { throw FanmailFailure(.usage, "--to and --list exclude each other") }
        if let to {
            do { _ = try Mailbox(parsing: to.replacing("{n}", with: "1")) } catch {
                throw FanmailFailure(.usage, "--to \(to.escapedForTerminal): \(error.reason)")
            }
            guard to.contains("{n}") || sent == nil else {
                throw FanmailFailure(
                    .usage, "--sent wants a --to with {n} in it: copies to one address cannot be told apart")
            }
            plan.recipientPattern = to
        }
        guard let list else { return }
        guard sent == nil else {
            throw FanmailFailure(.usage, "--sent and --list exclude each other: subscribers come round again")
        }
        let store = try global.store()
        var addresses: [String] = []
        try store.subscriptions(list: try store.list(named: list), state: .active, limit: 1_000_000) {
            addresses.append($0.address)
        }
        guard !addresses.isEmpty else { throw FanmailFailure(.unusableInput, "the list \(list) has no subscribers") }
        plan.addresses = addresses
    }

    private func duration(_ name: String, _ text: String) throws -> Duration {
        do { return try DurationText.parse(text) } catch { throw FanmailFailure(.usage, "\(name): \(error)") }
    }

    private func distribution(_ name: String, _ text: String, limit: Int) throws -> Distribution {
        guard let distribution = Distribution(text, limit: limit) else {
            throw FanmailFailure(
                .usage,
                "\(name) \(text.escapedForTerminal): write a number up to \(limit), a range 1-100, exp:MEAN, or VALUE:WEIGHT,VALUE:WEIGHT"
            )
        }
        return distribution
    }

    private func announcement(_ plan: LoadPlan) -> String {
        let pace = rate.map { "\($0) transactions/s" } ?? (findMax ? "rising rates" : "as fast as it answers")
        let time = findMax ? "\(DurationText.format(trial(of: plan, 1).duration)) each" : time
        let count = transactions.map { "at most \($0) transactions" } ?? "for \(time)"
        let recipients = rcpt == "1" ? "1 recipient" : "\(rcpt.escapedForTerminal) recipients"
        return
            "about to load \(plan.relay.description.escapedForTerminal) over \(counted(connections, "connection")), \(pace.escapedForTerminal), \(count); \(recipients) and \(size.escapedForTerminal) octets each; Ctrl-C ends it"
    }

    // MARK: - --find-max

    private func search(_ plan: LoadPlan, _ stop: LoadStop) async throws {
        let limit = try duration("--p99", p99) / .milliseconds(1)
        var search = RateSearch(first: 100, limit: 1_000_000)
        var failure: FanmailFailure?
        while let rate = search.next {
            do {
                let report = try await measure(trial(of: plan, rate), nil, stop)
                if stop.isAsked { break }
                let reason = Self.reason(report, rate, limit)
                search.note(.init(rate: rate, p99: report.transaction.p99, isKept: reason == nil))
                let verdict = reason.map { "not kept\($0)" } ?? "kept"
                Terminal.say("\(Int(rate))/s: p99 \(BenchSummary.time(report.transaction.p99)), \(verdict)")
            } catch let error as FanmailFailure where !search.trials.isEmpty {
                // What was found until then is not lost.
                failure = error
                break
            }
        }
        if json {
            Terminal.print(try BenchJSON.text(BenchJSON.Search(p99: limit, best: search.best, trials: search.trials)))
        } else if let best = search.best {
            let isWhole = !stop.isAsked && failure == nil
            Terminal.print(
                "highest rate with a p99 within \(p99)\(isWhole ? "" : " so far"): \(Int(best)) transactions/s")
        }
        if stop.isAsked { throw Self.interrupted("the search is not finished") }
        if let failure { throw failure }
        if search.best == nil {
            throw FanmailFailure(.unavailable, "no rate down to 1/s keeps the p99 within \(p99)")
        }
    }

    private func trial(of plan: LoadPlan, _ rate: Double) -> LoadPlan {
        let length = min(plan.duration, Self.longestTrial)
        var trial = plan
        trial.duration = length
        trial.warmUp = min(plan.warmUp, length / 2)
        trial.pace = .open([.init(from: rate, to: rate, duration: length)], isPoisson: poisson)
        trial.inFlight = inFlight ?? 1
        return trial
    }

    /// Why a rate was not kept, behind the p99 that is told anyway; nil when it was.
    private static func reason(_ report: LoadReport, _ rate: Double, _ limit: Double) -> String? {
        let generator = report.generator.wasTheLimit ? "; the generator was the limit" : ""
        let lost = report.unsent + report.unknown
        if lost > 0 { return ": \(counted(lost, "copy", "copies")) unsent or unknown" }
        if report.transactionsPerSecond <= rate * 0.95 {
            return ": \(Int(report.transactionsPerSecond))/s were reached\(generator)"
        }
        return report.transaction.p99 > limit ? generator : nil
    }
}
