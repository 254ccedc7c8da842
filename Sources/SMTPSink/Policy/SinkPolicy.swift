import FanmailBasics
import NIOCore
import SMTPCore
import SMTPProtocol
import Synchronization

/// What a sink answers on one connection, and what it notes of it. The protocol is the session's.
struct SinkPolicy {
    typealias Session = SMTPServerSession

    let configuration: SinkConfiguration
    private(set) var wants: Wants
    let counters: SinkCounters
    let shared: SinkShared
    let number: Int
    /// Those that this connection goes by; others that were set meanwhile count from its next EHLO or MAIL on.
    private(set) var faults: FaultState
    private var faultGeneration: Int
    /// Who the client is, where messages are kept.
    var facts = SessionFacts()
    private var isExtended = false

    // The transaction, as far as somebody wants to know it.
    var mail: Session.Mail?
    var forwardPaths: [String] = []
    /// As `forwardPaths`, where messages are kept.
    var recipientParameters: [[String]] = []
    /// As `forwardPaths`, where DSNs are written.
    var requests: [AnswerRequest] = []
    var digest = Digest64()
    /// The message, or its beginning.
    var content = KeptContent()
    /// A message that is to be kept before it is answered.
    var keeping: Taken?

    /// Recipients of the transaction that were accepted, and messages of the connection.
    private var accepted = 0
    private var messages = 0

    /// Not counted yet: the lock is taken once a transaction.
    private var refused = 0
    private var deferred = 0
    private var badAddresses = 0
    /// A login under way.
    private var login: SinkLogin?

    init(
        _ configuration: SinkConfiguration, _ setup: SinkShared.Setup, _ counters: SinkCounters, _ shared: SinkShared,
        number: Int
    ) {
        self.configuration = configuration
        wants = setup.wants
        faults = setup.faults
        faultGeneration = setup.generation
        self.counters = counters
        self.shared = shared
        self.number = number
    }

    /// Takes over faults that were set since; between transactions, so that none is judged by two plans.
    private mutating func renewFaults() {
        guard shared.generation.load(ordering: .relaxed) != faultGeneration else { return }
        let setup = shared.setup
        (faults, faultGeneration, wants) = (setup.faults, setup.generation, setup.wants)
    }

    // MARK: - The connection

    /// Answers a connection that was made.
    ///
    /// - Returns: what is done to the greeting.
    mutating func greet(_ session: inout Session) -> Strike? {
        counters.update {
            $0.connections += 1
            $0.open += 1
            if session.isEncrypted { $0.encrypted += 1 }
        }
        let open = shared.open.wrappingAdd(1, ordering: .relaxed).newValue
        guard open <= faults.plan.connectionLimit ?? configuration.connectionLimit else {
            session.end(EnhancedStatusCode(4, 7, 0), "too many connections")
            return nil
        }
        var strike = strike(.connect)
        decide(strike, &session)
        // Whoever is turned away is not waited for, either.
        if strike?.reply != nil, strike?.cut == nil { strike?.cut = .afterReply }
        return strike
    }

    /// The connection has ended.
    mutating func leave() {
        settleCounts()
        counters.update { $0.open -= 1 }
        shared.open.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Who brings the message, as it is now.
    ///
    /// - Parameter tls: the version, where it is encrypted.
    mutating func note(tls: String?) {
        facts.tls = tls
        facts.settle(isLMTP: configuration.isLMTP, isExtended: isExtended, isEncrypted: tls != nil)
    }

    // MARK: - Events

    /// What stops reading.
    enum Interruption {
        /// Something is done to the reply, which begins there in what the session has said.
        case strike(Strike, from: Int)
        /// Nobody is served until then.
        case stall(NIODeadline)
        /// STARTTLS was accepted.
        case handshake
        /// A message is to be kept before it is answered.
        case keeping(Taken)
    }

    /// Answers what the session reads, until all is read, the connection is over, or reading stops.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, from offset: inout Int, _ session: inout Session
    ) -> Interruption? {
        while true {
            if let until = faults.stall, offset < bytes.count { return .stall(until) }
            let mark = session.output.count
            guard let event = session.next(bytes, from: &offset) else { return nil }
            if let strike = answer(event, &session, bytes) { return .strike(strike, from: mark) }
            if session.awaitsHandshake { return .handshake }
            if let taken = keeping {
                keeping = nil
                return .keeping(taken)
            }
        }
    }

    /// Answers what the session asks.
    ///
    /// - Parameter bytes: what the session was given.
    /// - Returns: what is done to the reply.
    private mutating func answer(_ event: Session.Event, _ session: inout Session, _ bytes: UnsafeRawBufferPointer)
        -> Strike?
    {
        switch event {
        case .recipient(let recipient): return answer(recipient, &session)
        case .mail(let mail): return answer(mail, &session)
        case .content(let run): add(run, of: bytes)
        case .message(let found, let isUndeclared8Bit):
            messages += 1
            return take(found, isUndeclared8Bit, &session)
        case .data:
            settleCounts()
            return strike(.data, &session)
        case .chunk: settleCounts()
        case .hello(let name, let isExtended):
            let before = (faults, faultGeneration, wants)
            renewFaults()
            if wants.session {
                facts.hello = String(decoding: name, as: UTF8.self)
                self.isExtended = isExtended
            }
            let strike = strike(.hello, &session)
            if strike?.reply == nil {
                forget()
            } else {
                // What was begun goes on, by the faults by which it was begun.
                (faults, faultGeneration, wants) = before
            }
            return strike
        case .quit: return strike(.quit, &session)
        case .startTLS:
            forget()
            // What was said in the clear counts no more (RFC 3207, 4.2).
            facts.hello = nil
            counters.update { $0.encrypted += 1 }
            session.accept()
        case .login(let mechanism, let initial):
            login = SinkLogin(mechanism, users: configuration.users, hostname: configuration.hostname)
            answer(login?.begin(initial), &session)
        case .response(let octets): answer(login?.respond(octets), &session)
        case .answered(.reset): forget()
        // What is refused for its place has its faults, too.
        case .answered(.mail): return strike(.mail)
        case .answered(.data): return strike(.data)
        case .answered: break
        }
        return nil
    }

    private mutating func answer(_ mail: Session.Mail, _ session: inout Session) -> Strike? {
        renewFaults()
        let strike = strike(.mail)
        if let most = faults.plan.messageLimit, messages >= most, strike?.reply == nil {
            session.end(EnhancedStatusCode(4, 7, 0), "enough of this connection")
            return strike
        }
        accepted = 0
        if let refusal = strike?.reply ?? refusal(of: mail) {
            session.reply(refusal)
        } else {
            if wants.envelope { self.mail = mail }
            session.accept()
        }
        return strike
    }

    private mutating func refusal(of mail: Session.Mail) -> Reply? {
        if let size = mail.size, size > configuration.longestMessage { return Self.tooLarge }
        if !mail.isWellFormed, let refusal = noteBadAddress(EnhancedStatusCode(5, 1, 7)) { return refusal }
        guard !faults.takesRate() else { return nil }
        return Reply(code: 451, status: EnhancedStatusCode(4, 7, 1), text: "too fast; try again later")
    }

    /// Counts an address that is none; what a strict server says to it, nil where it is taken all the same.
    private mutating func noteBadAddress(_ status: EnhancedStatusCode) -> Reply? {
        badAddresses += 1
        guard configuration.isStrict else { return nil }
        return Reply(code: 553, status: status, text: "that is no address a strict server takes")
    }

    private mutating func answer(_ recipient: Session.Recipient, _ session: inout Session) -> Strike? {
        guard accepted < faults.plan.recipientLimit ?? configuration.recipientLimit else {
            // Not counted as put off: the client is to go on with the rest at once (RFC 5321, 4.5.3.1.10).
            session.reply(Reply(code: 452, status: EnhancedStatusCode(4, 5, 3), text: "too many recipients"))
            return nil
        }
        if !recipient.isWellFormed, let refusal = noteBadAddress(EnhancedStatusCode(5, 1, 3)) {
            refuse(refusal, &session)
            return nil
        }
        var strike: Strike?
        if !faults.isHarmless {
            if let (index, rule) = faults.plan.strike(recipient.path),
                !rule.onlyFirst || faults.isNew(Digest64(recipient.path, seed: UInt64(index)).value)
            {
                refuse(rule.reply, &session)
                return nil
            }
            strike = self.strike(.rcpt, path: recipient.path)
            if let refusal = strike?.reply {
                refuse(refusal, &session)
                return strike
            }
        }
        if wants.envelope { forwardPaths.append(String(decoding: recipient.path, as: UTF8.self)) }
        if wants.session { recipientParameters.append(recipient.parameters) }
        if wants.answers { requests.append(AnswerRequest(recipient)) }
        accepted += 1
        session.accept()
        return strike
    }

    private mutating func refuse(_ refusal: Reply, _ session: inout Session) {
        if refusal.severity == .permanent { refused += 1 } else { deferred += 1 }
        session.reply(refusal)
    }

    private mutating func answer(_ step: SinkLogin.Step?, _ session: inout Session) {
        switch step {
        case .challenge(let octets): session.challenge(octets)
        case .accepted:
            facts.user = login?.user
            login = nil
            counters.update { $0.authenticated += 1 }
            session.accept()
        case .refused, nil:
            login = nil
            session.reply(Reply(code: 535, status: EnhancedStatusCode(5, 7, 8), text: "wrong name or password"))
        }
    }

    // MARK: - Memory

    /// The transaction is over.
    mutating func forget() {
        guard wants.envelope else { return }
        mail = nil
        forwardPaths.removeAll(keepingCapacity: true)
        recipientParameters.removeAll(keepingCapacity: true)
        requests.removeAll(keepingCapacity: true)
        digest = Digest64()
        content.removeAll()
    }

    /// Adds what was noted to the counts.
    private mutating func settleCounts() {
        guard refused + deferred + badAddresses > 0 else { return }
        let (refused, deferred, badAddresses) = (refused, deferred, badAddresses)
        counters.update {
            $0.refused += refused
            $0.deferred += deferred
            $0.violations.address += badAddresses
        }
        self.refused = 0
        self.deferred = 0
        self.badAddresses = 0
    }
}
