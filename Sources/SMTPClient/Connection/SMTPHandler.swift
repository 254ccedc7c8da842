import NIOCore
import NIOSSL
import NIOTLS
import SMTPCore
import SMTPProtocol

/// Drives an ``SMTPSession`` on a channel. Takes whole transactions and completes each once; lives on its event loop.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    var session: SMTPSession
    let timeouts: Timeouts
    /// Makes the handler that encrypts.
    let tls: () throws -> NIOSSLClientHandler
    let transcript: TranscriptWriter?
    var security = ConnectionSecurity()
    private let verifies: Bool
    /// The name or address that the certificate must be for; nil where that is not asked.
    private let identity: String?
    /// What a judge of certificates said; nil where there is none.
    private let judgement: CertificateJudgement?
    /// The greeting and EHLO are done, or will never be.
    let established: EventLoopPromise<Capabilities>
    var waiters: [Int: CheckedContinuation<TransactionResult, Never>] = [:]
    private var goodbye: EventLoopPromise<Void>?
    private var nextID = 0
    var context: ChannelHandlerContext?

    /// The writing of this turn of the loop is scheduled already.
    var willWrite = false
    /// Since when the current reply is waited for, and which one it is.
    var waitingSince: NIODeadline = .now()
    var awaited: SMTPSession.Awaited?
    var lastAnswered = 0
    var watch: RepeatedTask?
    var isOpening = true
    /// How long each step of the opening took.
    var steps: [OpeningStep] = []
    var startedAt: NIODeadline?

    /// - Parameters:
    ///   - verifies: whether the certificate is looked at, for ``security``.
    ///   - identity: the name or address that the certificate must be for; nil for any.
    init(
        session: SMTPSession, timeouts: Timeouts, established: EventLoopPromise<Capabilities>, verifies: Bool,
        identity: String?, judgement: CertificateJudgement? = nil, transcript: TranscriptWriter?,
        tls: @escaping () throws -> NIOSSLClientHandler
    ) {
        self.session = session
        self.timeouts = timeouts
        self.established = established
        self.verifies = verifies
        self.identity = identity
        self.judgement = judgement
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
            if let objection = judgement?.objection
                ?? identity.flatMap({ ServerIdentity.objection(to: security.certificate, of: $0) })
            {
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

    func submit(_ transaction: consuming MailTransaction, _ waiter: CheckedContinuation<TransactionResult, Never>) {
        let id = nextID
        nextID += 1
        waiters[id] = waiter
        let gate = transaction.gate
        session.submit(transaction, id: id)
        // Also when it seems decided: the session may have looked a moment earlier.
        if let gate, let context {
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
}
