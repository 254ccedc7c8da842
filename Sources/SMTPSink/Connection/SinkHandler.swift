import NIOCore
import NIOSSL
import SMTPCore
import SMTPProtocol

/// The server's side of one connection: takes everything, keeps nothing unless it is told to.
///
/// It moves octets between the channel and a session, which knows the protocol, and lets a policy answer what the session
/// asks. A fault that takes time pauses it: what comes meanwhile waits, as it does at a server that is at work.
final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: SMTPServerSession
    private var policy: SinkPolicy
    /// Where messages are kept; nil where nobody wants them.
    private let thread: KeepingThread?
    /// A fault ends the connection, whatever the session has yet to say.
    private var isCut = false
    private var isPaused = false
    /// What was not read yet.
    private var held = ByteBuffer()
    private var isCounted = false
    /// When something was read last.
    private var heardAt = NIODeadline.now()

    init(_ session: SMTPServerSession, _ policy: SinkPolicy, _ thread: KeepingThread?) {
        self.session = session
        self.policy = policy
        self.thread = thread
    }

    private var isClosing: Bool { isCut || session.isOver }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        isCounted = true
        if policy.wants.session { policy.facts.peer = Self.name(context.remoteAddress) }
        if let strike = policy.greet(&session) { misbehave(strike, from: 0, context) }
        if !isClosing {
            heardAt = .now()
            watch(context)
        }
        flush(context)
    }

    /// Ends the connection of a client that has said nothing for too long (RFC 5321, 4.5.3.2.7).
    private func watch(_ context: ChannelHandlerContext) {
        let limit = policy.configuration.idleLimit
        wait(heardAt + limit, context) {
            // While it is we who take our time, the client need not say anything.
            if self.isPaused { self.heardAt = .now() }
            guard self.heardAt + limit <= .now() else { return self.watch(context) }
            self.session.end(EnhancedStatusCode(4, 4, 2), "nothing was said for too long")
            self.flush(context)
        }
    }

    /// Nothing more is read from a client that does not read what it was answered.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        read(whenPossible: context)
        context.fireChannelWritabilityChanged()
    }

    private func read(whenPossible context: ChannelHandlerContext) {
        let mayRead = !isPaused && context.channel.isWritable
        context.channel.setOption(.autoRead, value: mayRead).whenFailure { _ in }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isCounted {
            policy.leave()
            isCounted = false
        }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        heardAt = .now()
        if isPaused || held.readableBytes > 0 {
            held.writeBuffer(&buffer)
            return
        }
        read(buffer, context)
        flush(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: - Octets

    /// Reads until all is read, or something takes time.
    private func read(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        let consumed = buffer.withUnsafeReadableBytes { consume($0, context) }
        guard isPaused, !isClosing, consumed < buffer.readableBytes else { return }
        var rest = buffer
        rest.moveReaderIndex(forwardBy: consumed)
        held = rest
    }

    /// Returns how many were read: all of them, unless something takes time or the connection ends.
    private func consume(_ bytes: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) -> Int {
        var at = 0
        while !isPaused, !isCut, let interruption = policy.read(bytes, from: &at, &session) {
            switch interruption {
            case .strike(let strike, let mark): misbehave(strike, from: mark, context)
            case .stall(let until):
                pause(context)
                wait(until, context) { self.resume(context) }
            case .handshake:
                // What came behind the command in the clear is not read (RFC 3207, 6; CVE-2011-0411).
                at = bytes.count
                secure(context)
            case .keeping(let taken): keep(taken, context)
            }
        }
        return at
    }

    /// The 220 leaves in the clear; what comes then is within TLS.
    private func secure(_ context: ChannelHandlerContext) {
        send(context)
        do {
            guard let tls = policy.configuration.tls else { throw ChannelError.inappropriateOperationForState }
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.context), position: .first)
            session.secured()
        } catch {
            isCut = true
        }
    }

    private func flush(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        send(context)
        if isClosing { context.close(promise: nil) }
    }

    private func send(_ context: ChannelHandlerContext) {
        guard !session.output.isEmpty else { return }
        let replies = ByteBuffer(bytes: session.output)
        session.output.removeAll(keepingCapacity: true)
        context.writeAndFlush(wrapOutboundOut(replies), promise: nil)
    }

    // MARK: - Keeping

    /// Has a message kept by the thread for that; until it is, this connection alone waits, and its client for the reply.
    private func keep(_ taken: SinkPolicy.Taken, _ context: ChannelHandlerContext) {
        pause(context)
        if policy.wants.session { policy.note(tls: Self.tlsVersion(context)) }
        let loop = context.eventLoop
        let goOn = NIOLoopBound({ self.settle(taken, $0, context) }, eventLoop: loop)
        let policy = policy
        let isTaken = thread?.add(
            .init(keep: { policy.keep(taken) }, done: { kept in loop.execute { goOn.value(kept) } }))
        // The sink is being stopped.
        if isTaken != true { settle(taken, .init(isKept: false, answers: 0), context) }
    }

    private static func name(_ address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress, let port = address.port else { return "" }
        return ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }

    /// Nil where nothing is encrypted.
    private static func tlsVersion(_ context: ChannelHandlerContext) -> String? {
        guard let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self) else {
            return nil
        }
        return switch handler.tlsVersion {
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        default: "TLS"
        }
    }

    private func settle(_ taken: SinkPolicy.Taken, _ kept: SinkPolicy.Kept, _ context: ChannelHandlerContext) {
        isPaused = false
        let mark = session.output.count
        // It was kept, whether or not anybody hears of it any more.
        let strike = policy.settle(taken, kept, &session)
        guard context.channel.isActive else { return }
        if let strike { misbehave(strike, from: mark, context) }
        if !isPaused { resume(context) }
    }

    // MARK: - Time

    /// Nothing is read until ``resume(_:)``; what was said before leaves now.
    private func pause(_ context: ChannelHandlerContext) {
        isPaused = true
        // At most what is on its way already waits here.
        read(whenPossible: context)
        send(context)
    }

    private func resume(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        isPaused = false
        let waiting = held
        held = ByteBuffer()
        if !isClosing { read(waiting, context) }
        flush(context)
        if !isPaused {
            heardAt = .now()
            read(whenPossible: context)
        }
    }

    /// Does something later, unless the connection has ended by then.
    private func wait(_ until: NIODeadline, _ context: ChannelHandlerContext, _ body: @escaping () -> Void) {
        let work = NIOLoopBound(body, eventLoop: context.eventLoop)
        let channel = context.channel
        context.eventLoop.scheduleTask(deadline: until) {
            if channel.isActive { work.value() }
        }
    }

    // MARK: - Misbehaviour

    /// Does to a reply what the plan has for it.
    ///
    /// - Parameter mark: where the reply begins in what the session has said.
    private func misbehave(_ strike: Strike, from mark: Int, _ context: ChannelHandlerContext) {
        var reply = ByteBuffer(bytes: strike.garbage)
        switch strike.cut {
        case .beforeTaking, .beforeReply: isCut = true
        case .afterReply:
            isCut = true
            reply.writeBytes(session.output[mark...])
        case nil: reply.writeBytes(session.output[mark...])
        }
        session.output.removeSubrange(mark...)
        guard strike.isSlow else { return session.output.append(contentsOf: reply.readableBytesView) }
        pause(context)
        wait(.now() + strike.delay, context) { self.say(reply, strike, context) }
    }

    private func say(_ reply: ByteBuffer, _ strike: Strike, _ context: ChannelHandlerContext) {
        var rest = reply
        if strike.drip > .zero {
            guard let octet = rest.readSlice(length: 1) else { return resume(context) }
            context.writeAndFlush(wrapOutboundOut(octet), promise: nil)
            let left = rest
            return wait(.now() + strike.drip, context) { self.say(left, strike, context) }
        }
        if strike.isSplit {
            while let octet = rest.readSlice(length: 1) { context.writeAndFlush(wrapOutboundOut(octet), promise: nil) }
        } else if rest.readableBytes > 0 {
            context.writeAndFlush(wrapOutboundOut(rest), promise: nil)
        }
        resume(context)
    }
}
