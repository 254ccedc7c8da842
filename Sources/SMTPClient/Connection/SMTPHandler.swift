import NIOCore
import NIOSSL
import NIOTLS
import SMTPCore
import SMTPProtocol

/// Drives an ``SMTPSession`` on a channel. Takes whole transactions and completes each once; lives on its event loop.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: SMTPSession
    private let timeouts: Timeouts
    /// Makes the handler that encrypts.
    private let tls: () throws -> NIOSSLClientHandler
    private let transcript: TranscriptWriter?
    private(set) var security = ConnectionSecurity()
    private let verifies: Bool
    /// The name or address that the certificate must be for; nil where that is not asked.
    private let identity: String?
    /// The greeting and EHLO are done, or will never be.
    let established: EventLoopPromise<Capabilities>
    private var waiters: [Int: CheckedContinuation<TransactionResult, Never>] = [:]
    private var goodbye: EventLoopPromise<Void>?
    private var nextID = 0
    private var context: ChannelHandlerContext?

    /// The writing of this turn of the loop is scheduled already.
    private var willWrite = false
    /// Since when the current reply is waited for, and which one it is.
    private var waitingSince: NIODeadline = .now()
    private var awaited: SMTPSession.Awaited?
    private var watch: RepeatedTask?
    private var isOpening = true
    /// How long each step of the opening took.
    private(set) var steps: [OpeningStep] = []
    private var startedAt: NIODeadline?

    /// - Parameters:
    ///   - verifies: whether the certificate is looked at, for ``security``.
    ///   - identity: the name or address that the certificate must be for; nil for any.
    init(
        session: SMTPSession, timeouts: Timeouts, established: EventLoopPromise<Capabilities>, verifies: Bool,
        identity: String?, transcript: TranscriptWriter?, tls: @escaping () throws -> NIOSSLClientHandler
    ) {
        self.session = session
        self.timeouts = timeouts
        self.established = established
        self.verifies = verifies
        self.identity = identity
        self.transcript = transcript
        self.tls = tls
    }

    /// What the server offered before it was encrypted.
    var clearCapabilities: Capabilities { session.clearCapabilities }

    // MARK: - Channel events

    func channelActive(context: ChannelHandlerContext) { start(context) }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // Another address may have won before this one was connected.
        established.fail(session.failure ?? SMTPFailure(.closed, "the connection was closed"))
    }

    private func start(_ context: ChannelHandlerContext) {
        guard self.context == nil else { return }
        self.context = context
        transcript?.event("connected")
        startedAt = .now()
        if session.hostname.isEmpty {
            session.hostname = MachineName.literal(context.channel.localAddress?.ipAddress)
        }
        noteWaiting(answered: true)
        // Looks at the clock now and then, instead of a timer for each command.
        let shortest = timeouts.shortest.nanoseconds
        let tick = TimeAmount.nanoseconds(min(max(shortest / 8, 5_000_000), 5_000_000_000))
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in this.value.checkTime() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        transcript?.received(bytes, without: session.secrets)
        bytes.withUnsafeReadableBytes { session.received($0) }
        noteWaiting(answered: true)
        act()
    }

    func channelReadComplete(context: ChannelHandlerContext) { writeSoon() }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        session.closed()
        act()
        goodbye?.succeed()
        goodbye = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            let layer = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
            security.isEncrypted = true
            security.version = layer?.tlsVersion.map { Self.name($0) }
            security.certificate = (try? layer?.peerCertificate?.toDERBytes()) ?? []
            if let identity, let objection = ServerIdentity.objection(to: security.certificate, of: identity) {
                session.tlsFailed("the server's certificate \(objection)", isPermanent: true)
                return act()
            }
            security.isVerified = verifies
            transcript?.event("encrypted: \(security)")
            session.secured()
            noteWaiting(answered: true)
            act()
            writeSoon()
        }
        context.fireUserInboundEventTriggered(event)
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLSv1.0"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        // Many servers close without TLS's own goodbye. Nothing is at stake: a reply has an end of its own.
        case NIOSSLError.uncleanShutdown: session.closed()
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            session.tlsFailed(TLSContexts.words(error), isPermanent: TLSContexts.isPermanent(error))
        default: session.closed("\(error)")
        }
        act()
        context.close(promise: nil)
    }

    // MARK: - From the connection

    var isOver: Bool { session.isOver }

    var pipelining: Bool {
        get { session.pipelining }
        set { session.pipelining = newValue }
    }

    func chunk(inFlight: Int) {
        session.chunking = true
        session.inFlight = inFlight
    }

    /// How many transactions may be handed over at once.
    var lanes: Int { session.lanes }

    func submit(_ transaction: MailTransaction, _ waiter: CheckedContinuation<TransactionResult, Never>) {
        let id = nextID
        nextID += 1
        waiters[id] = waiter
        session.submit(transaction, id: id)
        // Also when it seems decided: the session may have looked a moment earlier.
        if let gate = transaction.gate, let context {
            let this = NIOLoopBound(self, eventLoop: context.eventLoop)
            let loop = context.eventLoop
            gate.whenDecided { decision in
                if loop.inEventLoop {
                    this.value.decided(id, decision)
                } else {
                    loop.execute { this.value.decided(id, decision) }
                }
            }
        }
        act()
        writeSoon()
    }

    private func decided(_ id: Int, _ decision: ContentGate.Decision) {
        if case .open = decision {
            session.gateDecided(id, isOpen: true)
        } else {
            session.gateDecided(id, isOpen: false)
        }
        act()
        writeSoon()
    }

    func quit(_ promise: EventLoopPromise<Void>) {
        guard let context, context.channel.isActive else { return promise.succeed() }
        if let goodbye { return goodbye.futureResult.cascade(to: promise) }
        goodbye = promise
        session.quit()
        noteWaiting(answered: true)
        act()
        write()
    }

    // MARK: - Doing what the session says

    private func act() {
        while let action = session.nextAction() {
            switch action {
            case .established:
                isOpening = false
                security.note = session.securityNote
                security.authenticatedBy = session.authenticatedBy
                established.succeed(session.capabilities)
            case .startTLS: encrypt()
            case .completed(let id, let result): waiters.removeValue(forKey: id)?.resume(returning: result)
            case .close:
                let failure = session.failure ?? SMTPFailure(.closed, "the connection was closed")
                transcript?.event(session.failure.map { "closed: \($0.message)" } ?? "closed")
                established.fail(failure)
                watch?.cancel()
                context?.close(promise: nil)
            }
        }
    }

    private func encrypt() {
        guard let context else { return }
        do {
            try context.pipeline.syncOperations.addHandler(try tls(), position: .before(self))
        } catch {
            let why = (error as? SMTPFailure)?.message ?? TLSContexts.words(error)
            session.tlsFailed(why, isPermanent: true)
        }
    }

    /// Writes at the end of this turn of the loop: a transaction that was just completed is followed by the next one's
    /// submission in the same turn, and both leave in one write.
    private func writeSoon() {
        guard !willWrite, let context else { return }
        willWrite = true
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { this.value.write() }
    }

    private func write() {
        willWrite = false
        guard let context else { return }
        var wrote = false
        while let output = session.nextOutput() {
            wrote = true
            switch output {
            case .commands(let buffer):
                transcript?.sent(buffer)
                context.write(wrapOutboundOut(buffer), promise: nil)
            case .secret(let buffer, let shown):
                transcript?.sent(shown)
                context.write(wrapOutboundOut(buffer), promise: nil)
            case .content(let id, let buffer):
                transcript?.sent("(\(buffer.readableBytes) octets of message)")
                writeContent(buffer, id, context)
            }
        }
        guard wrote else { return }
        context.flush()
        noteWaiting(answered: false)
    }

    /// A large message goes in blocks, so that it is seen how it gets on.
    private func writeContent(_ buffer: ByteBuffer, _ id: Int, _ context: ChannelHandlerContext) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        var rest = buffer
        while rest.readableBytes > Self.block, let block = rest.readSlice(length: Self.block) {
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.whenSuccess { this.value.blockLeft() }
            context.write(wrapOutboundOut(block), promise: promise)
        }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess {
            this.value.session.contentLeft(id)
            this.value.noteWaiting(answered: false)
        }
        context.write(wrapOutboundOut(rest), promise: promise)
    }

    private static let block = 262_144

    private func blockLeft() {
        if awaited == .block { waitingSince = .now() }
    }

    // MARK: - Time

    /// A reply has one deadline from the moment it is the next one; bytes of it do not move that.
    private func noteWaiting(answered: Bool) {
        let now = session.awaited
        guard now != awaited || (answered && session.answeredCount != lastAnswered) else { return }
        if isOpening, let awaited {
            steps.append(.init(name: awaited.rawValue, duration: .nanoseconds((.now() - waitingSince).nanoseconds)))
        }
        awaited = now
        lastAnswered = session.answeredCount
        waitingSince = .now()
    }

    private var lastAnswered = 0

    private func checkTime() {
        if let most = timeouts.session, let startedAt, NIODeadline.now() - startedAt > .nanoseconds(most.nanoseconds) {
            session.closed("it lasted longer than \(most)")
            return act()
        }
        guard let awaited else { return }
        let limit = timeouts[awaited]
        guard NIODeadline.now() - waitingSince > .nanoseconds(limit.nanoseconds) else { return }
        session.timedOut(after: limit)
        act()
    }
}

extension Duration {
    /// Saturating.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product + attoseconds / 1_000_000_000
    }
}
