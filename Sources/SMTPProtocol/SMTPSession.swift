import MailCore
public import NIOCore

/// The client's side of an SMTP or LMTP connection as a value: what came goes in, what is to be done comes out.
///
/// No I/O and no time in here. At most two transactions are held, so that the commands of the next go out behind the
/// content of the current (RFC 2920, 3.1):
/// ```
/// S: 220, C: EHLO, S: 250
/// C: MAIL RCPT… DATA                      S: 250 250… 354
/// C: content CRLF.CRLF MAIL RCPT… DATA    S: 250   250 250… 354
/// C: content CRLF.CRLF …
/// ```
/// Replies are matched by count: what was written and what was answered are two cursors.
public struct SMTPSession: Sendable {
    public enum Dialect: Sendable, Equatable {
        case smtp
        /// RFC 2033: LHLO, and a reply for each recipient after the data.
        case lmtp
    }

    /// What the next reply will answer.
    public enum Awaited: String, Sendable {
        case greeting, hello = "EHLO", mail = "MAIL", recipient = "RCPT", data = "DATA", endOfData = "end of data"
        case reset = "RSET", quit = "QUIT"
    }

    public enum Action: Sendable {
        /// The greeting and EHLO are done; transactions may be submitted.
        case established
        case completed(id: Int, TransactionResult)
        /// Close the connection. All transactions have been completed.
        case close
    }

    /// What is to be written next.
    public enum Output: Sendable {
        case commands(ByteBuffer)
        /// The content of this transaction; tell ``contentLeft(_:)`` when the kernel has taken it.
        case content(id: Int, ByteBuffer)
    }

    private enum State: Equatable {
        case greeting, hello, helo, ready, quitting, over
    }

    public private(set) var capabilities = Capabilities()
    /// Why the connection came to nothing.
    public private(set) var failure: SMTPFailure?

    private let dialect: Dialect
    private let hostname: String
    /// For messages: `mx.example.org:25`.
    private let peer: String
    private var state = State.greeting
    private var decoder = ReplyDecoder()
    private var slots: [TransactionSlot] = []
    private var actions: [Action] = []
    private var pending: ByteBuffer?
    /// MAIL was accepted and no end of data was answered: RSET goes before the next MAIL.
    private var needsReset = false
    private var awaitsReset = false
    /// What is being answered ends the connection.
    private var takesNoMore = false
    private var submitted = 0
    /// Replies so far, to tell when the next one begins to be waited for.
    public private(set) var answeredCount = 0

    public init(dialect: Dialect, hostname: String, peer: String) {
        self.dialect = dialect
        self.hostname = hostname
        self.peer = peer
    }

    // MARK: - Questions

    public var isOver: Bool { state == .over || state == .quitting }
    public var isEstablished: Bool { state == .ready }
    public var isIdle: Bool { slots.isEmpty }

    /// How many transactions may be held at once.
    public var lanes: Int { capabilities.pipelining ? 2 : 1 }

    /// What a reply is waited for; nil when none is.
    public var awaited: Awaited? {
        switch state {
        case .greeting: return .greeting
        case .hello, .helo: return .hello
        case .quitting: return .quit
        case .over: return nil
        case .ready: break
        }
        guard let slot = slots.first else { return nil }
        switch slot.phase {
        case .contentWritten, .loneDot: return .endOfData
        case .queued, .ready: return nil
        case .offering:
            if awaitsReset { return .reset }
            guard slot.answered < slot.written else { return nil }
            return slot.answered == 0 ? .mail : slot.answered <= slot.offered ? .recipient : .data
        }
    }

    // MARK: - Events

    /// Bytes came from the server.
    public mutating func received(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count, state != .over {
            switch decoder.next(bytes, from: &offset, wantsText: wantsText) {
            case .incomplete:
                if !decoder.isEmpty, state != .quitting, !isAsked {
                    fail(.init(.protocolError, "\(peer): begins a reply unasked"))
                }
                return
            case .completed(let code): answered(Reply(code: code, text: ""))
            case .reply(let reply): answered(reply)
            case .violation(let what): fail(.init(.protocolError, "\(peer): \(what)"))
            }
        }
    }

    /// A transaction is to be done. It is completed at once when the connection takes none.
    public mutating func submit(_ transaction: MailTransaction, id: Int) {
        submitted += 1
        var slot = TransactionSlot(id: id, transaction: transaction, limit: capabilities.limits.recipients)
        guard state == .ready else {
            return complete(slot, .unsent(failure ?? .init(.closed, "\(peer): the connection is closed")))
        }
        guard submitted <= capabilities.limits.transactions ?? .max else {
            return complete(slot, .unsent(.init(.closed, "\(peer): takes no more messages on this connection")))
        }
        guard CommandWriter.isSafe(transaction.reversePath.address.utf8) else {
            return refuse(slot, 501, (5, 1, 7), "the reverse-path has control characters")
        }
        if case .atMost(let size)? = capabilities.size, transaction.content.size > size {
            let text = "the message has \(transaction.content.size) octets and \(peer) takes \(size)"
            return refuse(slot, 552, (5, 3, 4), text)
        }
        if transaction.content.is8Bit, !capabilities.eightBitMIME {
            return refuse(slot, 554, (5, 6, 3), "the message is 8-bit and \(peer) does not take that")
        }
        guard slot.offered > 0 else { return complete(slot, .noRecipients) }
        if case .closed? = transaction.gate?.decision { return complete(slot, .withheld) }
        if case .open? = transaction.gate?.decision { slot.gate = .open }
        slots.append(slot)
    }

    /// The gate of a transaction was decided.
    public mutating func gateDecided(_ id: Int, isOpen: Bool) {
        guard let place = slots.firstIndex(where: { $0.id == id }) else { return }
        slots[place].gate = isOpen ? .open : .closed
        guard !isOpen else { return }
        switch slots[place].phase {
        case .queued:
            complete(slots.remove(at: place), .withheld)
        case .ready:
            abandon()
        case .offering, .contentWritten, .loneDot:
            // Decided by the reply to DATA.
            break
        }
    }

    /// The kernel took the whole content.
    public mutating func contentLeft(_ id: Int) {
        guard let place = slots.firstIndex(where: { $0.id == id }) else { return }
        slots[place].contentLeft = true
    }

    /// A reply did not come in time.
    public mutating func timedOut(after duration: Duration) {
        guard let awaited else { return }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        let shown = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        fail(.init(.timedOut, "\(peer): no reply to \(awaited.rawValue) within \(shown) s"))
    }

    /// The connection is gone.
    public mutating func closed(_ reason: String? = nil) {
        guard state != .over else { return }
        guard state != .quitting else {
            state = .over
            return actions.append(.close)
        }
        let during = awaited.map { " while a reply to \($0.rawValue) was awaited" } ?? ""
        fail(.init(.closed, "\(peer): the connection was lost\(during)\(reason.map { ": \($0)" } ?? "")"))
    }

    /// No more transactions: say goodbye.
    public mutating func quit() {
        guard state == .ready, slots.isEmpty else {
            if state != .quitting { fail(.init(.closed, "\(peer): closed")) }
            return
        }
        state = .quitting
        write("QUIT")
    }

    /// What is to be done next.
    public mutating func nextAction() -> Action? {
        actions.isEmpty ? nil : actions.removeFirst()
    }

    /// What is to be written next; ask until nil, then flush.
    public mutating func nextOutput() -> Output? {
        if let buffer = pending {
            pending = nil
            return .commands(buffer)
        }
        guard state == .ready else { return nil }
        for place in slots.indices {
            switch slots[place].phase {
            case .ready where slots[place].gate == .open:
                slots[place].phase = .contentWritten
                return .content(id: slots[place].id, slots[place].transaction.content.buffer)
            case .queued, .offering:
                // A group goes out behind the content before it, never behind commands that wait for an answer.
                guard place == 0 || slots[place - 1].phase == .contentWritten else { return nil }
                if let buffer = offer(place) { return .commands(buffer) }
                return nil
            case .ready: return nil
            case .contentWritten, .loneDot: continue
            }
        }
        return nil
    }

    // MARK: - Writing

    private mutating func write(_ line: String) {
        var buffer = pending ?? ByteBuffer()
        buffer.writeString(line)
        buffer.writeStaticString("\r\n")
        pending = buffer
    }

    /// The commands of a transaction that may go now: all of them with PIPELINING, otherwise the next.
    private mutating func offer(_ place: Int) -> ByteBuffer? {
        // Without PIPELINING one command waits for one answer, also that of the message before.
        guard capabilities.pipelining || (place == 0 && !awaitsReset && slots[0].answered == slots[0].written) else {
            return nil
        }
        guard slots[place].written < slots[place].commands else { return nil }
        var buffer = ByteBuffer()
        slots[place].phase = .offering
        if needsReset {
            needsReset = false
            awaitsReset = true
            buffer.writeStaticString("RSET\r\n")
            guard capabilities.pipelining else { return buffer }
        }
        let slot = slots[place]
        if slot.written == 0 {
            CommandWriter.mail(slot, capabilities, into: &buffer)
            slots[place].written = 1
            guard capabilities.pipelining else { return buffer }
        }
        let next = slots[place].written - 1
        if next < slot.offered {
            let numbers = capabilities.pipelining ? next..<slot.offered : next..<(next + 1)
            CommandWriter.recipients(slot, numbers, into: &buffer)
            slots[place].written += numbers.count
            guard capabilities.pipelining else { return buffer }
        }
        buffer.writeStaticString("DATA\r\n")
        slots[place].written += 1
        return buffer
    }

    // MARK: - Replies

    /// A plain 2xx to a RCPT or MAIL needs no text; everything else is kept in words.
    private var wantsText: Bool {
        guard state == .ready, let slot = slots.first, slot.phase == .offering, !awaitsReset else { return true }
        return slot.answered > slot.offered
    }

    /// A command that a reply could answer was handed out for writing.
    private var isAsked: Bool { awaited != nil && pending == nil }

    private mutating func answered(_ reply: Reply) {
        answeredCount += 1
        guard state != .quitting else {
            state = .over
            return actions.append(.close)
        }
        guard isAsked else {
            let kind: SMTPFailure.Kind = reply.code == 421 ? .reply : .protocolError
            return fail(.init(kind, "\(peer): said unasked: \(reply.summary)", reply: reply))
        }
        switch state {
        case .greeting: greeted(reply)
        case .hello, .helo: introduced(reply)
        case .ready: transactionAnswered(reply)
        case .quitting, .over: break
        }
    }

    private mutating func greeted(_ reply: Reply) {
        guard reply.severity == .completed else {
            return fail(.init(.reply, "\(peer): greets with \(reply.summary)", reply: reply))
        }
        state = .hello
        write("\(dialect == .lmtp ? "LHLO" : "EHLO") \(hostname)")
    }

    private mutating func introduced(_ reply: Reply) {
        switch reply.severity {
        case .completed:
            if state == .hello { capabilities = Capabilities(reply) }
            state = .ready
            actions.append(.established)
        case .permanent where state == .hello && dialect == .smtp:
            // It knows RFC 821 only.
            state = .helo
            write("HELO \(hostname)")
        default:
            let command = state == .helo ? "HELO" : dialect == .lmtp ? "LHLO" : "EHLO"
            fail(.init(.reply, "\(peer): answers \(command) with \(reply.summary)", reply: reply))
        }
    }

    private mutating func transactionAnswered(_ reply: Reply) {
        switch slots[0].phase {
        case .contentWritten, .loneDot: endOfDataAnswered(reply)
        case .offering:
            if reply.code == 421 {
                // What was answered stands; the rest was not heard.
                return fail(.init(.reply, "\(peer): \(reply.summary)", reply: reply))
            }
            if awaitsReset {
                awaitsReset = false
                guard reply.severity == .completed else {
                    return fail(.init(.protocolError, "\(peer): answers RSET with \(reply.summary)", reply: reply))
                }
                return
            }
            commandAnswered(reply)
        case .queued, .ready: break
        }
    }

    private mutating func commandAnswered(_ reply: Reply) {
        let number = slots[0].answered
        slots[0].answered += 1
        if number > slots[0].offered { return dataAnswered(reply) }
        guard reply.severity != .intermediate else {
            let command = number == 0 ? "MAIL" : "RCPT"
            return fail(.init(.protocolError, "\(peer): answers \(command) with \(reply.summary)", reply: reply))
        }
        if number == 0 {
            guard reply.severity != .completed else { return }
            slots[0].mailRefusal = reply
            // Nothing else of it was written: there is nothing to wait for.
            if !capabilities.pipelining { complete(slots.removeFirst(), .refused(reply)) }
            return
        }
        // Behind a refused MAIL it says nothing about the recipient.
        guard slots[0].mailRefusal == nil else { return }
        if reply.severity == .completed {
            slots[0].accepted += 1
        } else {
            slots[0].exceptions.append(.init(index: slots[0].index(of: number - 1), reply: reply))
        }
        if !capabilities.pipelining, number == slots[0].offered, slots[0].accepted == 0 {
            needsReset = true
            complete(slots.removeFirst(), .noRecipients)
        }
    }

    private mutating func dataAnswered(_ reply: Reply) {
        let isWanted = slots[0].mailRefusal == nil && slots[0].accepted > 0
        switch reply.severity {
        case .intermediate where isWanted:
            slots[0].phase = .ready
            if slots[0].gate == .closed { abandon() }
        case .intermediate:
            // Only now: with one accepted recipient it would deliver an empty message.
            slots[0].phase = .loneDot
            write(".")
        case .completed:
            fail(.init(.protocolError, "\(peer): answers DATA with \(reply.summary)", reply: reply))
        case .transient, .permanent:
            let slot = slots.removeFirst()
            needsReset = slot.mailRefusal == nil
            complete(slot, isWanted ? .refused(reply) : unwanted(slot))
        }
    }

    private func unwanted(_ slot: TransactionSlot) -> TransactionResult.Ending {
        slot.mailRefusal.map { .refused($0) } ?? .noRecipients
    }

    private mutating func endOfDataAnswered(_ reply: Reply) {
        guard reply.severity != .intermediate else {
            return fail(.init(.protocolError, "\(peer): answers the data with \(reply.summary)", reply: reply))
        }
        takesNoMore = reply.code == 421
        if slots[0].phase == .contentWritten, !slots[0].contentLeft { return answeredEarly(reply) }
        if slots[0].phase == .loneDot {
            let slot = slots.removeFirst()
            complete(slot, unwanted(slot))
        } else if dialect == .lmtp {
            deliveryAnswered(reply)
        } else {
            complete(slots.removeFirst(), .answered(reply))
        }
        if reply.code == 421 {
            fail(.init(.reply, "\(peer): \(reply.summary)", reply: reply))
        }
    }

    /// A reply in mid-content: the server cannot have taken the message, but it can refuse it. What is left of the
    /// content must not go out any more, where it would be read as commands.
    private mutating func answeredEarly(_ reply: Reply) {
        takesNoMore = true
        let text = "\(peer): answers in the midst of the data with \(reply.summary)"
        guard reply.severity != .completed else { return fail(.init(.protocolError, text, reply: reply)) }
        if dialect == .smtp { complete(slots.removeFirst(), .answered(reply)) }
        // The refusal is that message's alone; only 421 is everybody's.
        fail(reply.code == 421 ? .init(.reply, text, reply: reply) : .init(.closed, text))
    }

    /// LMTP answers for each accepted recipient, in order (RFC 2033, 4.2).
    private mutating func deliveryAnswered(_ reply: Reply) {
        let number = slots[0].deliveryReplies
        slots[0].deliveryReplies += 1
        if reply.severity == .completed {
            slots[0].lastDelivery = reply
        } else {
            slots[0].deliveryExceptions.append(.init(index: slots[0].acceptedIndex(number), reply: reply))
        }
        guard slots[0].deliveryReplies == slots[0].accepted else { return }
        let slot = slots.removeFirst()
        complete(slot, slot.lastDelivery.map { .answered($0) } ?? .noRecipients)
    }

    // MARK: - Ending

    private mutating func refuse(
        _ slot: TransactionSlot, _ code: UInt16, _ status: (UInt8, UInt16, UInt16), _ text: String
    ) {
        let status = EnhancedStatusCode(status.0, status.1, status.2)
        complete(slot, .refused(Reply(code: code, status: status, text: text)))
    }

    private mutating func complete(_ slot: TransactionSlot, _ ending: TransactionResult.Ending) {
        var result = slot.result(ending)
        result.connectionIsOver = isOver || takesNoMore || submitted >= capabilities.limits.transactions ?? .max
        actions.append(.completed(id: slot.id, result))
    }

    /// The gate of a transaction that has its 354 was closed. Only dropping the connection takes it back, and
    /// everything before it has been answered by now.
    private mutating func abandon() {
        state = .over
        failure = .init(.closed, "\(peer): closed to withhold a message")
        complete(slots.removeFirst(), .withheld)
        completeAll(.init(.closed, "\(peer): closed to withhold a message"))
        actions.append(.close)
    }

    private mutating func fail(_ failure: SMTPFailure) {
        guard state != .over else { return }
        state = .over
        self.failure = failure
        pending = nil
        completeAll(failure)
        actions.append(.close)
    }

    private mutating func completeAll(_ failure: SMTPFailure) {
        for slot in slots {
            switch slot.phase {
            case .contentWritten where slot.contentLeft: complete(slot, .unknown(failure))
            case .queued, .offering, .ready, .contentWritten, .loneDot: complete(slot, .unsent(failure))
            }
        }
        slots.removeAll()
    }
}
