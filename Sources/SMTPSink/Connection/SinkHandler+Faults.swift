import NIOCore
import SMTPCore

extension SinkHandler {
    func strike(_ stage: Fault.Stage, path: UnsafeRawBufferPointer? = nil) -> Strike? {
        shared.faults.concerns(stage) ? shared.faults.strike(stage, path: path) : nil
    }

    /// Answers a command, and does to the reply what the plan has for it.
    func answer(
        _ stage: Fault.Stage, _ context: ChannelHandlerContext, path: UnsafeRawBufferPointer? = nil,
        _ body: (Strike?) -> Void
    ) {
        guard let strike = strike(stage, path: path) else { return body(nil) }
        let mark = replies.writerIndex
        body(strike)
        misbehave(strike, from: mark, context)
    }

    /// - Parameter mark: where in `replies` the reply begins.
    func misbehave(_ strike: Strike, from mark: Int, _ context: ChannelHandlerContext) {
        var own = replies.getSlice(at: mark, length: replies.writerIndex - mark) ?? ByteBuffer()
        replies.moveWriterIndex(to: mark)
        switch strike.cut {
        case .beforeTaking, .beforeReply:
            own = ByteBuffer()
            isClosing = true
        case .afterReply: isClosing = true
        case nil: if strike.reply?.code == 421 { isClosing = true }
        }
        if !strike.garbage.isEmpty {
            var noisy = ByteBuffer(bytes: strike.garbage)
            noisy.writeBuffer(&own)
            own = noisy
        }
        guard strike.isSlow else {
            replies.writeBuffer(&own)
            return
        }
        pause(context)
        let reply = own
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

    /// Does something later, unless the connection has ended by then.
    func wait(_ until: NIODeadline, _ context: ChannelHandlerContext, _ body: @escaping () -> Void) {
        let work = NIOLoopBound(body, eventLoop: context.eventLoop)
        let channel = context.channel
        context.eventLoop.scheduleTask(deadline: until) {
            if channel.isActive { work.value() }
        }
    }
}
