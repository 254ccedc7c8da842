import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPLoad
import SMTPProtocol

/// What its options ask for.
extension BenchRunCommand {
    func loadPlan() async throws -> LoadPlan {
        let relay = try BenchTarget.relay(url)
        try refuseInVain()
        guard (1...100_000).contains(connections) else {
            throw FanmailFailure(.usage, "--connections must be from 1 to 100000")
        }
        try SocketLimits.check(connections: connections)
        try await BenchTarget.check(relay, isOwned: ownsServer)
        let settings = try global.configuration(connection.flags)
        var smtp = try connection.connection(to: relay, settings, logsIn: true, logger: global.log.logger)
        if case .default = settings.hostname.origin { smtp.hostname = "bench.example" }
        if case .default = settings.timeout.origin { smtp.timeouts = Self.timeouts }
        smtp.pipelining = !noPipelining
        var plan = LoadPlan(relay: relay, configuration: smtp)
        plan.connections = connections
        // Whoever asks for so many transactions wants all of them.
        plan.duration = try duration("--for", time ?? (transactions == nil ? "10s" : "1d"))
        plan.warmUp = try warmUp.map { try duration("--warm-up", $0) } ?? .zero
        if let rate {
            let steps = try BenchRate.steps(rate, usual: plan.duration)
            plan.pace = .open(steps, isPoisson: poisson)
            plan.duration = steps.reduce(.zero) { $0 + $1.duration }
        }
        plan.think = try think.map { text in
            guard let think = DurationSpread(text) else {
                throw FanmailFailure(
                    .usage,
                    "--think \(text.escapedForTerminal): write 50ms, 10ms-90ms or exp:50ms, of an hour at most")
            }
            return think
        }
        plan.inFlight = inFlight
        plan.startWait = try wait.map { try duration("--wait", $0) } ?? .zero
        guard (1...(smtp.chunking ? 100 : 2)).contains(plan.inFlight) else {
            throw FanmailFailure(.usage, "--in-flight must be 1 or 2, or with --chunking from 1 to 100")
        }
        plan.configuration.inFlight = plan.inFlight
        guard plan.warmUp < plan.duration else {
            throw FanmailFailure(
                .usage, "--warm-up must be shorter than the run, which lasts \(DurationText.format(plan.duration))")
        }
        guard transactions.map({ $0 > 0 }) ?? true, (1...64).contains(threads) else {
            throw FanmailFailure(.usage, "--transactions must be 1 or more, --threads from 1 to 64")
        }
        guard plan.inFlight == 1 || !noReuse else {
            throw FanmailFailure(.usage, "--in-flight and --no-reuse exclude each other: a connection has one message")
        }
        plan.transactions = transactions ?? .max
        plan.reusesConnections = !noReuse
        plan.seed = seed
        plan.threads = threads
        plan.mail = try mail()
        plan.thresholds = try BenchThreshold.parse(failIf)
        guard !abortOnFail || !failIf.isEmpty else {
            throw FanmailFailure(.usage, "--abort-on-fail needs a --fail-if")
        }
        plan.endsWhenLost = abortOnFail
        if let tlsShare {
            guard (0...100).contains(tlsShare) else { throw FanmailFailure(.usage, "--tls-share takes 0 to 100") }
            guard !plan.relay.isImplicitTLS || tlsShare == 100 else {
                throw FanmailFailure(
                    .usage,
                    "--tls-share: \(plan.relay.description.escapedForTerminal) is encrypted from the beginning on; use smtp:// with STARTTLS"
                )
            }
            plan.encryptedShare = tlsShare / 100
        }
        return plan
    }

    /// As other load generators have it: whoever waits for minutes, as RFC 5321 wants it of a mail server, measures nothing
    /// in that time.
    static var timeouts: Timeouts {
        var timeouts = Timeouts(commands: .seconds(30))
        timeouts.connect = .seconds(10)
        timeouts.endOfData = .seconds(30)
        timeouts.block = .seconds(30)
        return timeouts
    }

    private func mail() throws -> LoadMail {
        var mail = LoadMail()
        mail.recipients = try distribution("--rcpt", rcpt, limit: 100_000)
        mail.size = try distribution("--size", size ?? "2048", limit: 256 << 20)
        mail.sender = sender
        mail.domains = try (domains ?? "bench.example").split(separator: ",").map { name in
            do { return try Mailbox(parsing: "a@\(name)").domain } catch {
                throw FanmailFailure(.usage, "--domains \(String(name).escapedForTerminal): \(error)")
            }
        }
        guard !mail.domains.isEmpty else { throw FanmailFailure(.usage, "--domains names no domain") }
        mail.fields = try header.map { line in
            guard let field = LoadMail.Field(line) else {
                throw FanmailFailure(
                    .usage,
                    "--header \(line.escapedForTerminal): write a name, a colon and a value, such as 'X-Load: 1'")
            }
            guard field.name.lowercased() != "message-id" else {
                throw FanmailFailure(.usage, "--header Message-ID: each message has one of its own")
            }
            return field
        }
        mail.dsn = try dsn.map { try BenchDSN.request($0) }
        try takeMessages(&mail)
        try takeRecipients(&mail)
        return mail
    }

    private func takeMessages(_ mail: inout LoadMail) throws {
        guard message.isEmpty || size == nil else {
            throw FanmailFailure(.usage, "--message and --size exclude each other: a file has its size")
        }
        mail.messages = try message.map { try Self.octets(of: $0) }
        do { try mail.check() } catch {
            guard let place = error.message else { throw FanmailFailure(.usage, "--header: \(error.reason)") }
            throw FanmailFailure(.unusableInput, "--message \(message[place].escapedForTerminal): \(error.reason)")
        }
    }

    private static func octets(of path: String) throws -> [UInt8] {
        do {
            return try InputFile(path, allowsPipes: true).read(upTo: 256 << 20)
        } catch {
            throw FanmailFailure(.noInput, "--message \(path.escapedForTerminal): \(error.reason)")
        }
    }

    /// A pattern, or a list's subscribers; at most a million, which fit into memory.
    private func takeRecipients(_ mail: inout LoadMail) throws {
        guard to == nil || list == nil else { throw FanmailFailure(.usage, "--to and --list exclude each other") }
        if let to {
            do { _ = try Mailbox(parsing: to.replacing("{n}", with: "1").replacing("{i}", with: "1")) } catch {
                throw FanmailFailure(.usage, "--to \(to.escapedForTerminal): \(error.reason)")
            }
            mail.recipientPattern = to
        }
        guard let list else { return }
        let store = try global.store()
        var addresses: [String] = []
        try store.subscriptions(list: try store.list(named: list), state: .active, limit: 1_000_000) {
            addresses.append($0.address)
        }
        guard !addresses.isEmpty else { throw FanmailFailure(.unusableInput, "the list \(list) has no subscribers") }
        mail.addresses = addresses
    }

    func duration(_ name: String, _ text: String) throws -> Duration {
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

    func announcement(_ plan: LoadPlan) -> String {
        let pace = rate.map { "\($0) transactions/s" } ?? (findMax ? "rising rates" : "as fast as it answers")
        let time =
            findMax ? "\(DurationText.format(trial(of: plan, 1).duration)) each" : DurationText.format(plan.duration)
        let most = transactions.map { "at most \($0) transactions" }
        let isTold = self.time != nil || rate != nil
        let count = most.map { isTold ? "\($0), for \(time) at most" : $0 } ?? "for \(time)"
        let recipients = rcpt == "1" ? "1 recipient" : "\(rcpt.escapedForTerminal) recipients"
        let content =
            message.isEmpty ? "\((size ?? "2048").escapedForTerminal) octets" : counted(message.count, "message")
        return
            "about to load \(plan.relay.description.escapedForTerminal) over \(counted(connections, "connection")), \(pace.escapedForTerminal), \(count); \(recipients) and \(content) each; Ctrl-C ends it"
    }
}
