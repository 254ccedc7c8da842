public import NIOCore
public import SMTPCore

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
/// Replies are matched by count: what was written and what was answered are two cursors. With ``chunking``:
/// ```
/// C: MAIL RCPT… BDAT n LAST content       S: 250 250… 250
/// ```
public struct SMTPSession: Sendable {
    /// Octets of text that are kept of a reply to RCPT: there may be thousands of recipients.
    static let keptText = 512

    /// Which of the two protocols is spoken.
    public enum Dialect: Sendable, Equatable {
        /// RFC 5321.
        case smtp
        /// RFC 2033: LHLO, and a reply for each recipient after the data.
        case lmtp
    }

    /// What the next reply will answer.
    public enum Awaited: String, Sendable {
        case greeting, hello = "EHLO", mail = "MAIL", recipient = "RCPT", data = "DATA", endOfData = "end of data"
        /// No reply: that the server takes the octets of the message.
        case block = "the message"
        case reset = "RSET", quit = "QUIT", startTLS = "STARTTLS", handshake = "the TLS handshake", auth = "AUTH"
    }

    /// What the owner of the connection is to do.
    public enum Action: Sendable {
        /// The greeting, EHLO and all that was asked for is done; transactions may be submitted.
        case established
        /// Begin the TLS handshake now, before any further octet is read; then tell ``SMTPSession/secured()``.
        case startTLS
        /// This transaction has come to its end.
        case completed(id: Int, TransactionResult)
        /// Close the connection. All transactions have been completed.
        case close
    }

    /// What is to be written next.
    public enum Output: Sendable {
        /// Commands, in one or several lines.
        case commands(ByteBuffer)
        /// Commands with a secret among them, and what may be shown instead.
        case secret(ByteBuffer, shownAs: String)
        /// The content of this transaction; tell ``contentLeft(_:)`` when the kernel has taken it.
        case content(id: Int, ByteBuffer)
    }

    enum State: Equatable {
        case greeting, hello, helo, startTLS, handshake, authenticating, ready, quitting, over
    }

    /// What the server offers now.
    public internal(set) var capabilities = Capabilities()
    /// What the server offered before it was encrypted.
    public internal(set) var clearCapabilities = Capabilities()
    /// TLS is on.
    public internal(set) var isEncrypted: Bool
    /// Why the connection is not encrypted though it might have been.
    public internal(set) var securityNote: String?
    /// How the login went; nil when there was none.
    public internal(set) var authenticatedBy: SASLMechanism?
    /// Why the connection came to nothing.
    public internal(set) var failure: SMTPFailure?

    let dialect: Dialect
    /// What EHLO says: a domain or an address literal (RFC 5321, 4.1.1.1); with anything else nothing is written.
    public var hostname: String
    /// For messages: `mx.example.org:25`.
    let peer: String
    let host: String
    let port: Int
    let security: TransportSecurity
    let login: Login?
    /// For tests: what SCRAM says instead of a random text.
    let nonce: String?
    var sasl: SASLExchange?
    /// What the server was told and must not be repeated.
    public internal(set) var secrets = SecretFilter()
    var sentInitialResponse = false
    var state = State.greeting
    var decoder = ReplyDecoder()
    var slots: [TransactionSlot] = []
    var actions: [Action] = []
    var pending: ByteBuffer?
    /// What is shown in place of ``pending``, which has a secret in it.
    var pendingShownAs: String?
    /// Whether messages go behind BDAT where the server offers CHUNKING (RFC 3030): MAIL, RCPTs, BDAT and the octets in
    /// one group, and ``inFlight`` transactions in flight. Off unless asked for; LMTP keeps to DATA.
    public var chunking = false
    /// Whether commands are sent in groups where PIPELINING is offered (RFC 2920); false waits for each reply.
    public var pipelining = true
    /// How many whole transactions may be unanswered at once with ``chunking`` and PIPELINING. When the connection is
    /// lost, all of them are unknown.
    public var inFlight = 1
    /// The server has answered RSET with 2xx, so that it parts transactions that were written before.
    var resetIsProven = false
    /// MAIL was accepted and no end of data was answered: RSET goes before the next MAIL.
    var needsReset = false
    var awaitsReset = false
    /// What is being answered ends the connection.
    var takesNoMore = false
    /// Nothing more is written: the server is out of step.
    var lostDialogue: SMTPFailure?
    var submitted = 0
    /// Replies so far, to tell when the next one begins to be waited for.
    public internal(set) var answeredCount = 0

    /// - Parameters:
    ///   - hostname: what EHLO says; it may be set later, before the first octet has come.
    ///   - peer: the server, for messages.
    ///   - security: with ``TransportSecurity/implicit`` the octets that come are those within TLS.
    ///   - login: who logs in; nil for nobody.
    ///   - host: of the server, for mechanisms that name it.
    public init(
        dialect: Dialect, hostname: String, peer: String, security: TransportSecurity = .none, login: Login? = nil,
        host: String = "", port: Int = 25
    ) {
        self.init(
            dialect: dialect, hostname: hostname, peer: peer, security: security, login: login, host: host, port: port,
            nonce: nil)
    }

    init(
        dialect: Dialect, hostname: String, peer: String, security: TransportSecurity, login: Login?, host: String,
        port: Int, nonce: String?
    ) {
        self.dialect = dialect
        self.hostname = hostname
        self.peer = peer
        self.security = security
        self.login = login
        self.host = host
        self.port = port
        self.nonce = nonce
        isEncrypted = security == .implicit
        switch login?.secret {
        case .password(let text), .token(let text): secrets.add(text)
        case nil: break
        }
    }

    // MARK: - Events

    /// Bytes came from the server.
    public mutating func received(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count, state != .over {
            guard state != .handshake else {
                // Octets that came with the reply to STARTTLS were put there by somebody else (CVE-2021-38371).
                return fail(.init(.tls, "\(peer): sends plain text behind its reply to STARTTLS"))
            }
            switch decoder.next(bytes, from: &offset, wantsText: wantsText) {
            case .incomplete:
                if !decoder.isEmpty, state != .quitting, !isAsked {
                    fail(.init(.protocolError, "\(peer): begins a reply unasked"))
                }
                return
            case .completed(let code): answered(Reply(code: code, text: ""))
            case .reply(let reply): answered(reply)
            case .violation(let what): fail(.init(.protocolError, "\(peer): \(secrets.redacted(what))"))
            }
        }
    }

    /// A transaction is to be done. It is completed at once when the connection takes none.
    public mutating func submit(_ transaction: consuming MailTransaction, id: Int) {
        submitted += 1
        let unfit = state == .ready ? fit(&transaction) : nil
        let gate = transaction.gate
        var slot = TransactionSlot(
            id: id, transaction: transaction, capabilities: capabilities,
            isChunked: chunking && capabilities.chunking && dialect == .smtp)
        guard state == .ready else {
            return complete(slot, .unsent(failure ?? .init(.closed, "\(peer): the connection is closed")))
        }
        guard submitted <= capabilities.limits.transactions ?? .max else {
            return complete(slot, .unsent(.init(.closed, "\(peer): takes no more messages on this connection")))
        }
        if let unfit {
            slot.isLack = unfit.isLack
            return complete(slot, .refused(unfit.reply))
        }
        guard slot.offered > 0 else { return complete(slot, .noRecipients) }
        if case .closed? = gate?.decision { return complete(slot, .withheld) }
        if case .open? = gate?.decision { slot.gate = .open }
        slots.append(consume slot)
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
        case .offering where slots[place].isChunked:
            settleBeforeChunk()
        case .offering, .contentWritten, .loneDot, .chunkDue, .chunkWritten:
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
        guard awaited != .block else {
            return fail(.init(.timedOut, "\(peer): takes no more of the message for \(shown) s"))
        }
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
}
