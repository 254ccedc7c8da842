import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailSettings
import FanmailTerminal
import ListStore
import Logging
import Synchronization

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Sends what is scheduled, queued, due or was interrupted, until it is stopped.",
        discussion: """
            Example: fanmail run, as a service (docs/service.md); fanmail run --once, from cron.
            What a person is to see to first stays paused: `mailing resume` goes on with it. Who is deferred is tried again \
            after 15 s, 1, 5, 15 and 30 min, 1, 2 and 4 h, then every 4 h until four days are over; --retry names other \
            pauses, of which the last is repeated. Notices are sent too. SIGTERM and Ctrl-C finish open transactions.
            Exit status: 0 stopped, or, with --once, nothing is left; 75 with --once, something is left.
            """)

    @Flag(help: "Works what is due now, and ends.") var once = false
    @Option(help: "The most mailings at once (8).") var mailings = 8
    @OptionGroup var options: DeliveryOptions

    /// What a run waits for itself, instead of leaving it to the next.
    private static let longestWait: Duration = .seconds(30)

    func validate() throws {
        guard (1...1000).contains(mailings) else {
            throw ValidationError("--mailings \(mailings): 1 to 1000")
        }
    }

    func run() async throws {
        var options = options
        // Whoever is alone with it has nothing but its log.
        options.global.log.level = options.global.log.level ?? (once ? nil : .info)
        let store = try options.global.store()
        // A setting that cannot be used is told now.
        _ = try options.configuration()
        let logger = options.global.log.logger
        let service = MailingService(
            store: store, most: mailings, logger: logger,
            office: { [options, once] in try Self.office($0, store, options, once: once) },
            notices: { [options] in try await Self.sendNotices(store, options, logger) })
        let manager = ServiceManager()
        let interruption = Interruption {
            manager.stopping()
            service.stop()
        } save: {
            service.leave(within: .seconds(5))
        }
        defer { interruption.end() }
        guard !once else { return try await runOnce(service) }
        let presence = try ServicePresence(database: store.path)
        defer { presence.end() }
        logger.info("waits for mailings", metadata: ["database": "\(store.path)"])
        await serve(service, manager)
        logger.info("stopped")
    }

    private func serve(_ service: MailingService, _ manager: ServiceManager) async {
        let last = Mutex<(count: Int, at: ContinuousClock.Instant)?>(nil)
        await service.run { count in
            let status = count == 0 ? "waits for mailings" : "sends \(counted(count, "mailing"))"
            let now = ContinuousClock.now
            let (isFirst, isTime) = last.withLock { last in
                let isTime = last.map { $0.count != count || now - $0.at >= manager.watchdog ?? .seconds(60) } ?? true
                defer { if isTime { last = (count, now) } }
                return (last == nil, isTime)
            }
            if isFirst { manager.ready(status) } else if isTime { manager.alive(status) }
        }
    }

    private func runOnce(_ service: MailingService) async throws {
        let tally = try await service.runOnce()
        if options.global.json {
            Terminal.print(
                JSONValue.object([("finished", .int(Int64(tally.finished))), ("left", .int(Int64(tally.left)))]).text)
        }
        guard tally.left == 0 else { throw ExitCode(75) }
    }

    /// What sends a mailing, by the settings of this moment.
    private static func office(
        _ mailing: MailingRecord, _ store: Store, _ options: DeliveryOptions, once: Bool
    ) throws -> PostOffice {
        let lists = try mailing.lists.map { try store.list(named: $0) }
        let office = try options.office(for: lists, store, fallback: mailing.relay)
        var settings = office.settings
        settings.longestWait = once ? .zero : longestWait
        settings.retry = try schedule(lists, settings.retry, options)
        return PostOffice(store: store, settings: settings)
    }

    /// When who is deferred is tried again: by a flag or the environment, else by the lists where they agree, else by
    /// fanmail.toml.
    private static func schedule(
        _ lists: [ListRecord], _ set: RetrySchedule, _ options: DeliveryOptions
    ) throws -> RetrySchedule {
        guard !options.noRetry else { return set }
        let origin = try options.configuration().retry.origin
        let own = Set(lists.map(\.definition.retryPauses))
        switch origin {
        case .flag, .environment: break
        case .file, .default:
            if own.count == 1, let pauses = own.first.flatMap(\.self) {
                return RetrySchedule(pauses: pauses, goesByAge: true)
            }
            if case .default = origin { return set.pauses.isEmpty ? set : .ofDays }
        }
        return RetrySchedule(pauses: set.pauses, lifetime: set.lifetime, goesByAge: true)
    }

    private static func sendNotices(_ store: Store, _ options: DeliveryOptions, _ logger: Logger) async throws {
        let writer = NoticeWriter(store: store, letters: LetterReader(try options.configuration()))
        try await store.apart {
            try writer.writeProbes()
            _ = try writer.warnOwners(commands: OwnerWarning.commands)
        }
        let round = try await NoticePost(options, store).sendDue()
        for notice in round.givenUp {
            logger.warning("a notice is given up", metadata: ["unknown": "\(notice.isUnknown)"])
        }
        if !round.sent.isEmpty { logger.info("notices sent", metadata: ["count": "\(round.sent.count)"]) }
    }
}
