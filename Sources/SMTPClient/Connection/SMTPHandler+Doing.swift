import NIOCore
import NIOSSL
import SMTPCore
import SMTPProtocol

/// Does what the session says.
extension SMTPHandler {
    func act() {
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
    func writeSoon() {
        guard !willWrite, let context else { return }
        willWrite = true
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { this.value.write() }
    }

    func write() {
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
}
