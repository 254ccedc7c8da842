import FanmailBasics
import SMTPCore
import SMTPProtocol
import Synchronization

/// The message.
extension SinkPolicy {
    static let tooLarge = Reply(code: 552, status: EnhancedStatusCode(5, 3, 4), text: "message too large")

    private static let carriageReturn: [UInt8] = [0x0D]

    mutating func add(_ run: Session.ContentRun, of bytes: UnsafeRawBufferPointer) {
        guard wants.envelope else { return }
        if run.opensWithCarriageReturn { Self.carriageReturn.withUnsafeBytes { add($0) } }
        add(UnsafeRawBufferPointer(rebasing: bytes[run.range]))
    }

    private mutating func add(_ piece: UnsafeRawBufferPointer) {
        if wants.digest { digest.add(piece) }
        if content.count < wants.octets {
            content.append(piece.prefix(wants.octets - content.count), spoolingTo: configuration.spoolDirectory)
        }
    }

    /// A message that is whole, and not refused.
    struct Taken: Sendable {
        fileprivate let transaction: Int
        fileprivate let found: ContentFindings
        fileprivate let isUndeclared8Bit: Bool
        fileprivate let strike: Strike?
        /// Recipients that were accepted.
        fileprivate let accepted: Int
        /// With LMTP: why it is not delivered to them, nil for each to whom it is; empty where it is delivered to all.
        fileprivate let lost: [Reply?]
        /// Copies.
        fileprivate var copies: Int { accepted - lost.count { $0 != nil } }
    }

    /// What became of a message where it is kept.
    struct Kept: Sendable {
        /// False where it cannot be kept.
        let isKept: Bool
        /// DSNs and complaints that were written of it.
        let answers: Int
    }

    /// Answers the end of the message, unless it is to be kept first: then it is in ``kept`` until ``settle(_:_:_:)``.
    ///
    /// - Returns: what is done to the reply.
    mutating func take(_ found: ContentFindings, _ isUndeclared8Bit: Bool, _ session: inout Session) -> Strike? {
        let strike = strike(.message)
        let transaction = shared.transactions.wrappingAdd(1, ordering: .relaxed).newValue
        let accepted = session.acceptedRecipients
        if strike?.cut == .beforeTaking || isTurn(transaction, faults.plan.cutBeforeTakingEvery) {
            note(found, isUndeclared8Bit) { _ in }
            forget()
            return Strike(strike, cut: .beforeTaking)
        }
        if let refusal = strike?.reply ?? refusal(of: found, isUndeclared8Bit) {
            session.reply(refusal)
            note(found, isUndeclared8Bit) {
                if refusal.severity == .permanent { $0.refused += accepted } else { $0.deferred += accepted }
            }
            forget()
            return strike
        }
        let taken = Taken(
            transaction: transaction, found: found, isUndeclared8Bit: isUndeclared8Bit, strike: strike,
            accepted: accepted, lost: lostDeliveries())
        guard wants.keeping, taken.copies > 0 else { return settle(taken, Kept(isKept: true, answers: 0), &session) }
        keeping = taken
        return nil
    }

    /// Answers the end of a message that was kept, or could not be.
    ///
    /// - Returns: what is done to the reply.
    mutating func settle(_ taken: Taken, _ kept: Kept, _ session: inout Session) -> Strike? {
        defer { forget() }
        guard kept.isKept else {
            session.reply(Reply(code: 451, status: EnhancedStatusCode(4, 3, 0), text: "the message cannot be kept"))
            note(taken.found, taken.isUndeclared8Bit) { $0.deferred += taken.accepted }
            return taken.strike
        }
        if taken.lost.isEmpty { session.accept() } else { session.reply(each: taken.lost) }
        note(taken.found, taken.isUndeclared8Bit) {
            $0.messages += 1
            $0.bytes += taken.found.size
            $0.copies += taken.copies
            $0.answers += kept.answers
            for refusal in taken.lost.lazy.compactMap({ $0 }) {
                if refusal.severity == .permanent { $0.refused += 1 } else { $0.deferred += 1 }
            }
        }
        let isCut = isTurn(taken.transaction, faults.plan.cutAfterTakingEvery)
        return isCut ? Strike(taken.strike, cut: .beforeReply) : taken.strike
    }

    private func note(_ found: ContentFindings, _ isUndeclared8Bit: Bool, _ change: (inout SinkCounts) -> Void) {
        counters.update {
            if found.hasBareLineFeed { $0.violations.bareLineFeed += 1 }
            if found.hasBareCarriageReturn { $0.violations.bareCarriageReturn += 1 }
            if found.hasLongLine { $0.violations.longLine += 1 }
            if isUndeclared8Bit { $0.violations.undeclared8Bit += 1 }
            change(&$0)
        }
    }

    private func isTurn(_ number: Int, _ every: Int) -> Bool { every > 0 && number % every == 0 }

    private func refusal(of found: ContentFindings, _ isUndeclared8Bit: Bool) -> Reply? {
        if found.size > configuration.longestMessage { return Self.tooLarge }
        guard configuration.isStrict else { return nil }
        let text: String
        if found.hasBareLineFeed {
            text = "a line feed without a carriage return"
        } else if found.hasBareCarriageReturn {
            text = "a carriage return without a line feed"
        } else if found.hasLongLine {
            text = "a line over 998 octets"
        } else if isUndeclared8Bit {
            text = "octets over 127 without BODY=8BITMIME"
        } else {
            return nil
        }
        return Reply(code: 550, status: EnhancedStatusCode(5, 6, 0), text: text)
    }

    /// LMTP answers for each recipient (RFC 2033, 4.2): those that are refused are forgotten.
    ///
    /// - Returns: nil for each that is taken; empty where all are.
    private mutating func lostDeliveries() -> [Reply?] {
        guard configuration.isLMTP, faults.concerns(.delivery) else { return [] }
        let lost = forwardPaths.map { strike(.delivery, path: Array($0.utf8)[...])?.reply }
        requests = zip(requests, lost).filter { $0.1 == nil }.map(\.0)
        recipientParameters = zip(recipientParameters, lost).filter { $0.1 == nil }.map(\.0)
        forwardPaths = zip(forwardPaths, lost).filter { $0.1 == nil }.map(\.0)
        return lost
    }

    var reversePath: String { mail.map { String(decoding: $0.reversePath, as: UTF8.self) } ?? "" }

    /// The ENVID, as it was written (RFC 3461, 4.4).
    var envelopeID: String? { mail?.envelopeID.map { String(decoding: $0, as: UTF8.self) } }

    /// Hands the message to whoever wants it, and writes what it brings back. It may block.
    func keep(_ taken: Taken) -> Kept {
        guard hand(over: taken) else { return Kept(isKept: false, answers: 0) }
        return Kept(isKept: true, answers: wants.answers ? answerAfterwards() : 0)
    }

    /// False when it cannot be kept.
    private func hand(over taken: Taken) -> Bool {
        guard configuration.keeper != nil || configuration.recorder != nil else { return true }
        let (sender, token) = (reversePath, envelopeID)
        let now = Timestamp.now
        if let keeper = configuration.keeper {
            var message = KeptMessage(
                at: now, connection: number, transaction: taken.transaction, reversePath: sender,
                forwardPaths: forwardPaths, body: content)
            message.mailParameters = mail?.parameters ?? []
            message.recipientParameters = recipientParameters
            message.session = facts
            guard !content.isBroken, keeper(message) else { return false }
        }
        if let recorder = configuration.recorder {
            let (hex, found) = (digest.hex, RecordedFields(content, configuration))
            recorder(
                forwardPaths.map {
                    RecordedCopy(
                        at: now, connection: number, transaction: taken.transaction, reversePath: sender,
                        forwardPath: $0, digest: hex, size: taken.found.size, token: token,
                        messageID: found.messageID, subject: found.subject, fields: found.fields, links: found.links)
                })
        }
        return true
    }
}
