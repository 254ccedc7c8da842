import Composition
public import FanmailBasics
import FanmailDelivery
import FanmailSettings
import ListStore
import Logging
import MailingLists
import NIOCore
import SMTPClient
import SMTPCore

/// Runs of mailings. What reads or writes the database on the way does so apart from the caller's thread.
extension PostOffice {
    /// Connects, then writes the mailing down, then sends.
    ///
    /// - Parameters:
    ///   - again: also when the same message went to one of the lists before.
    ///   - isOperators: whoever has the database in hand was asked, and wants it sent, whatever the lists' policies say of
    ///     its author; of mail that comes in they decide.
    ///   - notAfter: who has no copy by then gets none; nil for no such time.
    /// - Throws: before anything is written down, when a list does not take the message from its author, the relay cannot
    ///   be reached, or the message was sent before.
    public func send(
        _ prepared: PreparedMailing, again: Bool = false, isOperators: Bool = false, notAfter: Timestamp? = nil
    ) async throws(FanmailFailure) -> MailingRunHandle {
        if !isOperators { try prepared.expectAllowed() }
        var new = newMailing(prepared)
        new.notAfter = notAfter
        let (begun, moment) = (new, new.at)
        let source = try await source(ofNew: prepared, again: again, start: moment)
        let line = try await open(source, prepared.lists, name: prepared.name)
        do {
            let (mailing, journal) = try await store.apart { [store] in
                try store.begin(begun, again: again, routing: line.routing, announce: line.announce)
            }
            return start(mailing, journal, line, prepared.lists, MailingTotals())
        } catch {
            await line.close()
            throw FanmailFailure(error)
        }
    }

    /// What is sent of a message that was not sent before.
    func source(
        ofNew prepared: PreparedMailing, again: Bool, start: Timestamp
    ) async throws(FanmailFailure) -> MessageSource {
        try await store.apart { () throws(FanmailFailure) in
            if let earlier = try self.earlier(prepared), !again || !earlier.hasSameText {
                throw FanmailFailure(
                    .unusableInput, at: prepared.name, earlier.objection.what, remedy: earlier.objection.remedy)
            }
            return try self.source(of: prepared, start: start)
        }
    }

    func newMailing(_ prepared: PreparedMailing) -> NewMailing {
        let message = prepared.message
        var new = NewMailing(
            message: message.bytes, messageID: message.messageID, digest: message.digest,
            sourceDigest: message.sourceDigest, subject: message.subject, author: message.author,
            relay: settings.destination, lists: prepared.lists.map(\.id),
            maxRecipients: envelopeSize(prepared.lists), segment: prepared.segment)
        new.oneClick = prepared.oneClick
        new.verp = Dictionary(prepared.lists.map { ($0.id, $0.definition.verp) }) { $1 }
        new.letter = prepared.letter?.archive
        new.letterText = prepared.letterText
        new.isDatedByUs = prepared.isDatedByUs
        return new
    }

    func source(
        of prepared: PreparedMailing, start: Timestamp
    ) throws(FanmailFailure) -> MessageSource {
        let message = prepared.message
        let copies = prepared.letter.map {
            self.copies($0, prepared.lists, messageID: message.messageID, start: start)
        }
        var links: [Int64: (link: OneClickLink, address: Mailbox)] = [:]
        for list in prepared.lists { links[list.id] = prepared.oneClick[list.id].map { ($0, list.address) } }
        return try source(message.bytes, links, copies, prepared.lists, start: start, name: prepared.name)
    }

    /// Goes on with a mailing that was interrupted, paused, or has deferred recipients. Of one that is finished, with nothing
    /// left to do, it tells how it went, and changes nothing.
    ///
    /// - Parameters:
    ///   - resendUnknown: what is unknown is sent once more, at the risk of second copies.
    ///   - retryRefused: who was refused is offered their copy once more, and their refusals are forgotten; but for those
    ///     whose subscription was ended for it.
    ///   - isPatient: who is deferred is offered their copy when their time has come; else at once.
    public func resume(
        _ mailing: Int64, resendUnknown: Bool = false, retryRefused: Bool = false, isPatient: Bool = false
    ) async throws(FanmailFailure) -> MailingRunHandle {
        let name = "mailing \(mailing)"
        do {
            let record = try await store.apart { [store] in try store.mailing(mailing) }
            if record.hasNothingLeft(resendUnknown: resendUnknown, retryRefused: retryRefused) {
                return MailingRunHandle(finished: record)
            }
            let (source, lists, started) = try await store.apart { [store] in
                guard !record.isOwned else {
                    throw FanmailFailure(.tryLater, "\(name) is being sent by another process at this moment")
                }
                let stored = try store.message(of: mailing)
                let started =
                    try record.isUnbegun
                    ? ScheduledMessage.started(
                        stored, isDatedByUs: record.isDatedByUs, signer: self.settings.dkim, at: .now) : nil
                let start = started?.at ?? record.startedAt
                let lists = try store.lists(of: mailing)
                let source = try self.source(
                    started?.bytes ?? stored, store.oneClick(of: mailing), self.copies(of: record, start: start),
                    lists, start: start, name: name)
                return (source, lists, started)
            }
            let line = try await open(source, lists, name: name)
            do {
                let journal = try await store.apart { [store] in
                    try store.takeOver(
                        mailing, resendUnknown: resendUnknown, retryRefused: retryRefused,
                        relay: self.settings.destination,
                        maxRecipients: self.envelopeSize(store.lists(of: mailing)), routing: line.routing,
                        isPatient: isPatient, message: started, announce: line.announce)
                }
                do {
                    let (totals, lists) = try await store.apart { [store] in
                        try (store.totals(mailing), store.lists(of: mailing))
                    }
                    return start(mailing, journal, line, lists, totals)
                } catch {
                    await journal.close()
                    throw error
                }
            } catch {
                await line.close()
                throw error
            }
        } catch {
            throw FanmailFailure(error)
        }
    }

    // MARK: - Runs

    private func source(
        _ message: [UInt8], _ links: [Int64: (link: OneClickLink, address: Mailbox)], _ copies: LetterCopies?,
        _ lists: [ListRecord], start: Timestamp, name: String
    ) throws(FanmailFailure) -> MessageSource {
        do {
            return try MessageSource(
                message, links: links, signer: settings.dkim, copies: copies, keys: store.tokenKeys, start: start,
                reports: ReportRequests(of: lists, keys: store.tokenKeys, start: start))
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch {
            throw FanmailFailure(.unusableInput, at: name, "cannot be sent as it is: \(error)")
        }
    }

    func open(
        _ source: MessageSource, _ lists: [ListRecord], name: String
    ) async throws(FanmailFailure) -> RunLine {
        let loop = settings.group.next()
        let routed = routed(source, lists, on: loop)
        let transport: any EnvelopeTransport =
            if let given = settings.transport {
                CarriedTransport(transport: given, source: source)
            } else {
                routed?.transport
                    ?? SMTPTransport(relay: settings.relay, configuration: settings.smtp, source: source, loop: loop)
            }
        do throws(SMTPFailure) {
            guard let routed, settings.transport == nil else {
                let first = try await transport.connect(to: .only)
                return RunLine(loop: loop, transport: transport, first: (first, .only), tally: nil)
            }
            let shaped = settings.routes?.direct.map { ShapedTransport(routed.transport, by: $0.shaping) }
            return RunLine(
                loop: loop, transport: shaped ?? transport, first: try await routed.transport.first(),
                tally: routed.tally)
        } catch {
            metrics.connectionFailed()
            guard error.kind != .unfit else {
                throw FanmailFailure(
                    .unusableInput, at: name, "\(error.what); nothing was sent", remedy: error.remedy)
            }
            throw FanmailFailure(
                .unavailable, at: "no relay", "\(error.what); nothing was sent; check the relay and send again",
                remedy: error.remedy)
        }
    }

    /// The way over several relays, or to mail hosts; nil where one relay takes everything.
    private func routed(
        _ source: MessageSource, _ lists: [ListRecord], on loop: any EventLoop
    ) -> (transport: RoutedTransport, tally: TLSTally?)? {
        guard let routes = settings.routes else { return nil }
        let connector = routes.direct.map { MailHostConnector($0, on: settings.group) }
        let direct = connector.map { DirectTransport($0, source: source, loop: loop) }
        func transport(_ relay: Relay, _ smtp: SMTPConfiguration) -> SMTPTransport {
            SMTPTransport(relay: relay, configuration: smtp, source: source, loop: loop)
        }
        let general =
            routes.rules.ways.contains(.general)
            ? (name: settings.relay.description, transport: transport(settings.relay, settings.smtp)) : nil
        let routed = RoutedTransport(
            routes, lists: Dictionary(lists.map { ($0.id, $0.name) }) { $1 }, general: general, direct: direct
        ) { transport($0.relay, $0.smtp) }
        return (routed, connector?.tally)
    }

    func start(
        _ mailing: Int64, _ journal: SQLiteJournal, _ line: RunLine, _ lists: [ListRecord], _ totals: MailingTotals
    ) -> MailingRunHandle {
        let executor = EventLoopExecutor(line.loop)
        var runSettings = RunSettings(
            connections: settings.connections, retry: settings.retry, guardLimits: settings.guardLimits)
        runSettings.budgets = settings.rates.map { BudgetLimit(.all, $0) }
        for list in lists {
            let rates = list.definition.rates
            runSettings.listBudgets[list.id] = rates.isEmpty ? nil : rates.map { BudgetLimit(.list(list.id), $0) }
        }
        runSettings.metrics = metrics
        // Who leaves what is deferred to a resume waits for no destination either.
        if settings.retry.pauses.isEmpty { runSettings.destinationPauses = [] }
        runSettings.longestWait = settings.longestWait
        let run = MailingRun(
            transport: line.transport, journal: journal, settings: runSettings, clock: SystemRunClock(),
            executor: executor, startingFrom: totals)
        let (store, relay) = (store, settings.destination)
        var logger = settings.logger
        logger[metadataKey: "mailing"] = "\(mailing)"
        logger.info("mailing begins", metadata: ["relay": "\(relay)", "left": "\(totals.pending + totals.deferred)"])
        let clock = ContinuousClock()
        let begin = clock.now
        let security = line.first?.connection.security ?? "as each destination has it"
        let work = Task(executorPreference: executor) { [logger] in
            let end = await run.run(first: line.first?.connection, to: line.first?.destination ?? .only)
            // Also when it failed.
            let unwritten = await journal.close()
            let seconds = begin.duration(to: clock.now) / .seconds(1)
            let progress = run.currentProgress
            let final = await store.apart { (try? store.totals(mailing)) ?? MailingTotals() }
            let settled = progress.settled - totals.accepted - totals.refused - totals.unknown
            let report = MailingReport(
                mailing: mailing, end: end, totals: final, transactions: progress.transactions,
                connections: progress.connectionsOpened, seconds: seconds,
                recipientsPerSecond: seconds > 0 ? Double(settled) / seconds : 0, relay: relay, security: security,
                tls: line.tally?.outcomes ?? [], unwritten: unwritten)
            Self.log(report, logger)
            return report
        }
        let handle = MailingRunHandle(mailing: mailing, run: run, journal: journal, task: work)
        Task.detached(priority: .low) {
            let count = await store.apart { try? store.totals(mailing).recipients }
            if let count { handle.expect(count) }
        }
        return handle
    }

    private static func log(_ report: MailingReport, _ logger: Logger) {
        let totals = report.totals
        var metadata: Logger.Metadata = [
            "state": "\(report.standing)", "accepted": "\(totals.accepted)", "refused": "\(totals.refused)",
            "deferred": "\(totals.deferred)", "unknown": "\(totals.unknown)", "skipped": "\(totals.skipped)",
            "left": "\(totals.pending)", "seconds": "\(report.seconds)",
        ]
        // A server's words may name a recipient: they are for whoever asked for details.
        if logger.logLevel <= .debug { metadata["reason"] = report.end.reason.map { "\($0.escapedForTerminal)" } }
        logger.log(level: report.unwritten > 0 ? .error : .info, "mailing ended", metadata: metadata)
    }
}
