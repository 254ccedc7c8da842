package import Composition
import FanmailBasics
import FanmailDelivery
import FanmailMIME
package import ListStore
import MailingLists
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// Sends messages to lists: prepares, plans, sends, resumes.
///
/// ```swift
/// let office = try PostOffice(database: "fanmail.db", settings: .init(relay: Relay("smtp://127.0.0.1:25")))
/// let prepared = try office.prepare(message, named: "letter.eml")
/// let run = try await office.send(prepared)
/// for await progress in run.updates() { print(progress.settled) }
/// print(await run.report().totals)
/// ```
public final class PostOffice: Sendable {
    package let store: Store
    public let settings: MailingSettings

    package init(store: Store, settings: MailingSettings) {
        self.store = store
        self.settings = settings
    }

    /// - Parameters:
    ///   - database: the file, as `fanmail init` makes it.
    ///   - create: makes it when there is none.
    public convenience init(
        database: String, settings: MailingSettings, create: Bool = false
    ) throws(FanmailFailure) {
        do {
            self.init(store: try Store.open(path: database, create: create), settings: settings)
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// Closes the database, once whoever uses it at this moment is done. The office is of no use afterwards, nor are runs of
    /// its that have not ended; one that is not closed closes its database when it goes.
    public func close() { store.close() }

    /// Reads a message, finds the lists in its To, Cc and Bcc, refuses loops, makes the final bytes. Writes nothing, but for
    /// the first key that signs tokens.
    ///
    /// - Parameter segment: the name of a segment of the one list it is for; nil mails the whole list.
    public func prepare(
        _ source: [UInt8], named name: String, segment: String? = nil
    ) throws(FanmailFailure) -> PreparedMailing {
        try prepare(source, letter: nil, named: name, segment: segment)
    }

    /// The same of a letter. One that says something else to each recipient puts everybody in an envelope of their own;
    /// any other is composed here, once.
    package func prepare(
        _ letter: Letter, named name: String, segment: String? = nil
    ) throws(FanmailFailure) -> PreparedMailing {
        let list = try identity(of: letter, named: name)
        let isPersonal = !letter.personalFields.isEmpty
        let source: [UInt8]
        do {
            source = try letter.message(
                for: isPersonal ? letter.anybody : nil, list: list, now: .now, seed: Letter.seed)
        } catch {
            throw FanmailFailure(error, in: name)
        }
        var prepared = try prepare(source, letter: isPersonal ? letter : nil, named: name, segment: segment)
        prepared.travelling = letter.travelling
        return prepared
    }

    private func prepare(
        _ source: [UInt8], letter: Letter?, named name: String, segment: String?
    ) throws(FanmailFailure) -> PreparedMailing {
        do {
            let header = try HeaderSection(source)
            let addressing = try Addressing(of: header) { try store.list(address: $0) }
            let identities = addressing.lists.map(identity)
            let authors = PostPolicy.authors(of: header) + (letter?.authors ?? [])
            let token = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
            let posting = try Posting(
                source: source, header: header, lists: identities, now: .now, token: token,
                signer: settings.dkim, sourceDigest: letter?.digest)
            return PreparedMailing(
                posting: posting, lists: addressing.lists,
                segment: try segment.map { try narrowed(addressing.lists, to: $0) },
                oneClick: oneClick(addressing.lists), letter: letter, notMailed: addressing.others,
                objections: try addressing.lists.compactMap {
                    try PostPolicy(list: $0, store: store).objection(to: authors)
                }, name: name)
        } catch let failure as FanmailFailure {
            throw failure
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch let failure as HeaderFailure {
            throw FanmailFailure(.unusableInput, "\(name):\(failure.line): \(failure.message)")
        } catch let failure as CompositionFailure {
            throw FanmailFailure(failure, in: name)
        } catch {
            throw FanmailFailure(.unusableInput, "\(name): \(error)")
        }
    }

    private func copies(
        _ letter: Letter, _ lists: [ListRecord], messageID: String, start: Timestamp
    ) -> LetterCopies {
        LetterCopies(
            letter: letter, lists: Dictionary(lists.map { ($0.id, identity($0)) }) { $1 }, messageID: messageID,
            signer: settings.dkim, now: start)
    }

    /// The copies of a mailing that is resumed; nil when its message is the same for all.
    func copies(of mailing: MailingRecord) throws -> LetterCopies? {
        guard let archive = try store.letter(of: mailing.id) else { return nil }
        let lists = try store.lists(of: mailing.id)
        return copies(try Letter(archive: archive), lists, messageID: mailing.messageID, start: mailing.startedAt)
    }

    private func narrowed(_ lists: [ListRecord], to segment: String) throws -> SegmentRecord {
        guard let list = lists.first, lists.count == 1 else {
            throw FanmailFailure(
                .unusableInput, "the message names \(lists.count) lists; --segment is for a message to one list")
        }
        return try store.segment(named: segment, of: list)
    }

    /// What sending it would do. Reads the audience, writes nothing.
    public func plan(_ prepared: PreparedMailing) throws(FanmailFailure) -> MailingPlan {
        do {
            let audience = try store.survey(
                prepared.lists, envelopeSize: envelopeSize(prepared.lists), segment: prepared.segment,
                oneClick: prepared.oneClick, isPersonal: prepared.letter != nil)
            var missing: [MailingPlan.MissingField] = []
            for field in prepared.letter?.personalFields ?? [] where !field.hasDefault {
                let count = try store.missing(field.name, of: prepared.lists, segment: prepared.segment)
                if count > 0 { missing.append(.init(field: field.name, line: field.line, subscribers: count)) }
            }
            let overlong = try store.withMore(
                than: MailingPlan.longHead, in: prepared.letter?.headNames ?? [], of: prepared.lists,
                segment: prepared.segment)
            return MailingPlan(
                audience, prepared, settings, envelopeSize: envelopeSize(prepared.lists), missing: missing,
                overlong: overlong,
                earlier: try earlier(prepared))
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// The latest mailing of the same message to one of its lists.
    public func previous(_ prepared: PreparedMailing) throws(FanmailFailure) -> Int64? {
        let earlier = try earlier(prepared)
        return earlier?.hasSameText == true ? earlier?.mailing : nil
    }

    private func earlier(_ prepared: PreparedMailing) throws(FanmailFailure) -> EarlierMailing? {
        do {
            return try store.earlierMailing(
                messageID: prepared.posting.messageID, sourceDigest: prepared.posting.sourceDigest,
                lists: prepared.lists.map(\.id))
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// What the settings and each of the lists allow.
    private func envelopeSize(_ lists: [ListRecord]) -> Int {
        let policies = lists.compactMap(\.definition.maxRecipients)
        return min(settings.envelopeSize, policies.min() ?? .max)
    }

    /// Connects, then writes the mailing down, then sends.
    ///
    /// - Parameters:
    ///   - again: also when the same message went to one of the lists before.
    ///   - isOperators: whoever has the database in hand was asked, and wants it sent, whatever the lists' policies say of
    ///     its author; of mail that comes in they decide.
    /// - Throws: before anything is written down, when a list does not take the message from its author, the relay cannot
    ///   be reached, or the message was sent before.
    public func send(
        _ prepared: PreparedMailing, again: Bool = false, isOperators: Bool = false
    ) async throws(FanmailFailure) -> MailingRunHandle {
        let posting = prepared.posting
        if !isOperators { try prepared.expectAllowed() }
        if let earlier = try earlier(prepared), !again || !earlier.hasSameText {
            throw FanmailFailure(.unusableInput, "\(prepared.name): \(earlier.objection)")
        }
        var new = NewMailing(
            message: posting.bytes, messageID: posting.messageID, digest: posting.digest,
            sourceDigest: posting.sourceDigest, subject: posting.subject, author: posting.author,
            relay: settings.destination, lists: prepared.lists.map(\.id),
            maxRecipients: envelopeSize(prepared.lists), segment: prepared.segment)
        new.oneClick = prepared.oneClick
        new.verp = Set(prepared.lists.filter { $0.definition.verp == .always }.map(\.id))
        new.letter = prepared.letter?.archive
        let begin = new.at
        let copies = prepared.letter.map {
            self.copies($0, prepared.lists, messageID: posting.messageID, start: begin)
        }
        var links: [Int64: (link: OneClickLink, address: Mailbox)] = [:]
        for list in prepared.lists { links[list.id] = prepared.oneClick[list.id].map { ($0, list.address) } }
        let line = try await open(posting.bytes, links, copies, start: begin, name: prepared.name)
        do {
            let (mailing, journal) = try store.begin(new, again: again, announce: line.announce)
            return start(mailing, journal, line, MailingTotals())
        } catch {
            await line.first.close()
            throw FanmailFailure(error)
        }
    }

    /// Goes on with a mailing that was interrupted, paused, or has deferred recipients.
    ///
    /// - Parameters:
    ///   - resendUnknown: what is unknown is sent once more, at the risk of second copies.
    ///   - retryRefused: who was refused is offered their copy once more, and their refusals are forgotten; but for those
    ///     whose subscription was ended for it.
    public func resume(
        _ mailing: Int64, resendUnknown: Bool = false, retryRefused: Bool = false
    ) async throws(FanmailFailure) -> MailingRunHandle {
        do {
            let record = try store.mailing(mailing)
            guard !record.isOwned else {
                throw FanmailFailure(.tryLater, "mailing \(mailing) is being sent by another process at this moment")
            }
            let line = try await open(
                store.message(of: mailing), store.oneClick(of: mailing), copies(of: record), start: record.startedAt,
                name: "mailing \(mailing)")
            do {
                let journal = try store.takeOver(
                    mailing, resendUnknown: resendUnknown, retryRefused: retryRefused,
                    relay: settings.destination,
                    maxRecipients: envelopeSize(store.lists(of: mailing)), announce: line.announce)
                do { return start(mailing, journal, line, try store.totals(mailing)) } catch {
                    await journal.close()
                    throw error
                }
            } catch {
                await line.first.close()
                throw error
            }
        } catch let failure as FanmailFailure {
            throw failure
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch {
            throw FanmailFailure(.disk, "\(error)")
        }
    }

    // MARK: - Runs

    /// The open line to the relay that a run begins with.
    private struct Line {
        let loop: any EventLoop
        let transport: any EnvelopeTransport
        let first: any EnvelopeConnection

        var announce: Announcer { { [loop] in loop.execute($0) } }

    }

    private func open(
        _ message: [UInt8], _ links: [Int64: (link: OneClickLink, address: Mailbox)], _ copies: LetterCopies?,
        start: Timestamp, name: String
    ) async throws(FanmailFailure) -> Line {
        let source: MessageSource
        do {
            source = try MessageSource(
                message, links: links, signer: settings.dkim, copies: copies, keys: store.tokenKeys, start: start)
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch {
            throw FanmailFailure(.unusableInput, "\(name): cannot be sent as it is: \(error)")
        }
        let loop = settings.group.next()
        let transport: any EnvelopeTransport =
            if let given = settings.transport {
                CarriedTransport(transport: given, source: source)
            } else {
                SMTPTransport(relay: settings.relay, configuration: settings.smtp, source: source, loop: loop)
            }
        do throws(SMTPFailure) {
            return Line(loop: loop, transport: transport, first: try await transport.connect())
        } catch {
            guard error.kind != .unfit else {
                throw FanmailFailure(.unusableInput, "\(name): \(error.message); nothing was sent")
            }
            throw FanmailFailure(
                .unavailable, "no relay: \(error.message); nothing was sent; check the relay and send again")
        }
    }

    private func start(
        _ mailing: Int64, _ journal: SQLiteJournal, _ line: Line, _ totals: MailingTotals
    ) -> MailingRunHandle {
        let executor = EventLoopExecutor(line.loop)
        let run = MailingRun(
            transport: line.transport, journal: journal,
            settings: RunSettings(
                connections: settings.connections, rate: settings.rate, retry: settings.retry,
                guardLimits: settings.guardLimits), clock: SystemRunClock(), executor: executor, startingFrom: totals)
        let (store, relay) = (store, settings.destination)
        let clock = ContinuousClock()
        let begin = clock.now
        let security = line.first.security
        let work = Task(executorPreference: executor) {
            let end = await run.run(first: line.first)
            // Also when it failed.
            let unwritten = await journal.close()
            let seconds = begin.duration(to: clock.now) / .seconds(1)
            let progress = run.currentProgress
            let final = (try? store.totals(mailing)) ?? MailingTotals()
            let settled = progress.settled - totals.accepted - totals.refused - totals.unknown
            return MailingReport(
                mailing: mailing, end: end, totals: final, transactions: progress.transactions,
                connections: progress.connectionsOpened, seconds: seconds,
                recipientsPerSecond: seconds > 0 ? Double(settled) / seconds : 0, relay: relay, security: security,
                unwritten: unwritten)
        }
        let handle = MailingRunHandle(mailing: mailing, run: run, journal: journal, task: work)
        Task.detached(priority: .low) {
            if let count = try? store.totals(mailing).recipients { handle.expect(count) }
        }
        return handle
    }
}
