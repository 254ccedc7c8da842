package import Composition
import FanmailBasics
import FanmailDelivery
import FanmailMIME
package import ListStore
import Logging
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
    let metrics: RunMetrics

    package init(store: Store, settings: MailingSettings) {
        self.store = store
        self.settings = settings
        metrics = RunMetrics(settings.metricsFactory)
    }

    /// - Parameters:
    ///   - database: the file, as `fanmail init` makes it.
    ///   - create: makes it when there is none.
    public convenience init(
        database: String, settings: MailingSettings, create: Bool = false
    ) throws(FanmailFailure) {
        do {
            self.init(
                store: try Store.open(
                    path: database, create: create, logger: settings.logger, metrics: settings.metricsFactory
                ) { [logger = settings.logger] in
                    TaughtRules.judge(ofDatabase: database) { logger.warning("\($0.message)") }
                },
                settings: settings)
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
        try prepare(source, letter: nil, isLetter: false, named: name, segment: segment)
    }

    /// The same of a letter. One that says something else to each recipient puts everybody in an envelope of their own;
    /// any other is composed here, once.
    package func prepare(
        _ letter: Letter, named name: String, segment: String? = nil
    ) throws(FanmailFailure) -> PreparedMailing {
        let list = try identity(of: letter, named: name)
        let letter = try dressed(letter, list, named: name)
        let isPersonal = !letter.personalFields.isEmpty
        let source: [UInt8]
        do {
            source = try letter.message(
                for: isPersonal ? letter.anybody : nil, list: list, now: .now, seed: Letter.seed)
        } catch {
            throw FanmailFailure(error, in: name)
        }
        var prepared = try prepare(
            source, letter: isPersonal ? letter : nil, isLetter: true, named: name, segment: segment)
        prepared.travelling = letter.travelling
        if !isPersonal { prepared.letterText = letter.texts.first?.text }
        return prepared
    }

    private func prepare(
        _ source: [UInt8], letter: Letter?, isLetter: Bool, named name: String, segment: String?
    ) throws(FanmailFailure) -> PreparedMailing {
        do {
            let header = try HeaderSection(source)
            let addressing = try Addressing(of: header) { try store.list(address: $0) }
            let identities = addressing.lists.map(identity)
            let authors = PostPolicy.authors(of: header) + (letter?.authors ?? [])
            let token = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
            let message = try FinalMessage(
                source: source, header: header, lists: identities, now: .now, token: token,
                signer: settings.dkim, sourceDigest: letter?.digest, hasOwnFooter: isLetter)
            var prepared = PreparedMailing(
                message: message, lists: addressing.lists,
                segment: try segment.map { try narrowed(addressing.lists, to: $0) },
                oneClick: oneClick(addressing.lists), letter: letter, notMailed: addressing.others,
                objections: try addressing.lists.compactMap {
                    try PostPolicy(list: $0, store: store).objection(to: authors)
                }, name: name)
            prepared.isDatedByUs = isLetter || header.first("Date") == nil
            return prepared
        } catch let failure as FanmailFailure {
            throw failure
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch let failure as HeaderFailure {
            throw FanmailFailure(.unusableInput, at: "\(name):\(failure.line)", failure.message)
        } catch let failure as CompositionFailure {
            throw FanmailFailure(failure, in: name)
        } catch {
            throw FanmailFailure(.unusableInput, at: name, "\(error)")
        }
    }

    func copies(
        _ letter: Letter, _ lists: [ListRecord], messageID: String, start: Timestamp
    ) -> LetterCopies {
        LetterCopies(
            letter: letter, lists: Dictionary(lists.map { ($0.id, identity($0)) }) { $1 }, messageID: messageID,
            signer: settings.dkim, now: start)
    }

    /// The copies of a mailing that is resumed; nil when its message is the same for all.
    func copies(of mailing: MailingRecord, start: Timestamp? = nil) throws -> LetterCopies? {
        guard let archive = try store.letter(of: mailing.id) else { return nil }
        let lists = try store.lists(of: mailing.id)
        return copies(
            try Letter(archive: archive), lists, messageID: mailing.messageID, start: start ?? mailing.startedAt)
    }

    private func narrowed(_ lists: [ListRecord], to segment: String) throws -> SegmentRecord {
        guard let list = lists.first, lists.count == 1 else {
            throw FanmailFailure(
                .unusableInput, "the message names \(lists.count) lists; a segment is of one list")
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

    func earlier(_ prepared: PreparedMailing) throws(FanmailFailure) -> EarlierMailing? {
        do {
            return try store.earlierMailing(
                messageID: prepared.message.messageID, sourceDigest: prepared.message.sourceDigest,
                lists: prepared.lists.map(\.id))
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// What the settings and each of the lists allow.
    func envelopeSize(_ lists: [ListRecord]) -> Int {
        let policies = lists.compactMap(\.definition.maxRecipients)
        let paces = lists.filter { !$0.definition.rates.isEmpty }.map {
            MailingSettings.envelopeSize(settings.maxRecipients, $0.definition.rates)
        }
        return min(settings.envelopeSize, policies.min() ?? .max, paces.min() ?? .max)
    }
}
