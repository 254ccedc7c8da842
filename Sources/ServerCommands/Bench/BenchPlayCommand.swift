import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import SMTPClient
import SMTPCore
import SMTPLoad
import SMTPProtocol

struct BenchPlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play", abstract: "Loads servers as a scenario says: phases, and several kinds of senders.",
        discussion: """
            Example: fanmail bench play Examples/scenarios/spike.toml --target smtp://127.0.0.1:2525
            `fanmail bench plan` says before what it will do. `fanmail bench spike.toml` is the same, shorter.
            """)

    @OptionGroup var options: ScenarioOptions
    @Option(help: "Writes what was sent, and what was answered, to this file, for bench verify.") var sent: String?
    @Option(help: "Writes a page with plots to this file.") var html: String?
    @Flag(name: .customLong("i-own-this-server"), help: "Allows a server beyond this machine and private networks.")
    var ownsServer = false
    @OptionGroup(title: "WATCHING OPTIONS") var streams: BenchStreamOptions
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try refuseInVain()
        let scenario = try options.scenario()
        for target in scenario.targets { try await BenchTarget.check(target.relay, isOwned: ownsServer) }
        try SocketLimits.check(connections: scenario.allConnections)
        if let html { try PlotPage.expectWritable(html) }
        let settings = try global.configuration(connection.flags)
        var smtp = try connection.connection(
            to: scenario.targets[0].relay, settings, logsIn: true, logger: global.log.logger)
        if case .default = settings.hostname.origin { smtp.hostname = "bench.example" }
        if case .default = settings.timeout.origin { smtp.timeouts = BenchRunCommand.timeouts }
        let logins = try Self.logins(scenario)
        let moment = try streams.moment()
        let file = try sent.map { try SentFile($0) }
        defer { file?.finish() }
        let told = try await streams.open()
        let stop = LoadStop()
        let interruption = Interruption {
            Terminal.say("\nfinishing open transactions; once more to stop at once")
            stop.ask()
        }
        defer { interruption.end() }
        let words = Self.announcement(scenario)
        Terminal.say(Terminal.isErrorTerminal ? words.wrapped(to: Terminal.width).joined(separator: "\n") : words)
        if let moment { await BenchStart.wait(for: moment, stop) }
        let report = try await play(scenario, smtp, logins, file, stop, at: stop.isAsked ? nil : moment, told)
        if global.json {
            Terminal.print(try BenchJSON.text(report))
        } else {
            BenchSummary.show(report, onErrors: streams.takesOutput)
        }
        Terminal.flush()
        if let html { try BenchPage.write(report, to: html) }
        try file?.expectWhole()
        if stop.isAsked { throw BenchRunCommand.interrupted("the report is of what was until then") }
        // Where nobody sends mail that counts, none can be accepted.
        let counts =
            scenario.senders.contains(where: \.isOrdinary) && scenario.phases.contains(where: \.isMeasured)
        if counts { try BenchRunCommand.judge(report) }
    }

    /// What each sender says for itself.
    private func refuseInVain() throws {
        for (option, isGiven, key) in [
            ("--chunking", connection.chunking, "chunking"),
            ("--password-file", connection.passwordFile != nil, "password-file"),
            ("--oauth-token-file", connection.oauthTokenFile != nil, "user"),
            ("--oauth-token-command", connection.oauthTokenCommand != nil, "user"),
            ("--allow-clear-auth", connection.allowClearAuth, "allow-clear-auth"),
        ] where isGiven {
            throw FanmailFailure(
                .usage, "\(option) does nothing to a scenario: write `\(key)` in each [[sender]] that it is for")
        }
    }

    private func play(
        _ scenario: Scenario, _ smtp: SMTPConfiguration, _ logins: [Int: Login], _ file: SentFile?, _ stop: LoadStop,
        at moment: Timestamp?, _ told: BenchStreams?
    ) async throws -> LoadReport {
        let control = LoadControl()
        let target = scenario.targets.map(\.relay.description).joined(separator: " ")
        let view = BenchWatch(
            target, isOpen: scenario.phases.contains(where: \.hasRate), isShort: connection.verbose, stop, control)
        defer {
            view?.finish()
            told?.finish()
        }
        do {
            var note: (@Sendable (SentTransaction) async -> Void)?
            if let file { note = { await file.add($0) } }
            var report = try await ScenarioGenerator.run(
                scenario, configuration: smtp, logins: logins,
                run: String(UInt64.random(in: 0...UInt64.max), radix: 36), sent: note, stop: stop, control: control,
                at: moment, watch: BenchWatch.taking(view, told))
            report.version = ProgramVersion.text
            return report
        } catch let failure as SMTPFailure {
            throw FanmailFailure(.unavailable, failure.explanation)
        }
    }

    private static func logins(_ scenario: Scenario) throws -> [Int: Login] {
        var logins: [Int: Login] = [:]
        for (place, sender) in scenario.senders.enumerated() {
            guard let user = sender.user else { continue }
            let password: String
            if let file = user.passwordFile {
                password = try RelayLogin.firstLine(of: file, "password")
            } else if let set = RelayLogin.password {
                password = set
            } else {
                throw FanmailFailure(
                    .configuration,
                    "no password for \(user.name): set FANMAIL_RELAY_PASSWORD, or write `password-file` beside `user`"
                        .escapedForTerminal)
            }
            logins[place] = Login(user: user.name, secret: .password(password), allowsClearText: user.allowsClearText)
        }
        return logins
    }

    private static func announcement(_ scenario: Scenario) -> String {
        let targets = scenario.targets.map(\.relay.description).joined(separator: ", ")
        let known = ScenarioForecast(scenario)
        let count = known.isOpenEnded ? "" : ", \(counted(known.transactions, "transaction"))"
        return
            "about to load \(targets) for \(DurationText.format(scenario.duration))\(count), \(counted(scenario.phases.count, "phase")), over \(counted(scenario.connections, "connection")) at most; Ctrl-C ends it"
            .escapedForTerminal
    }
}
