import NIOCore

/// How slowly a client writes, for tests of a server's patience.
package struct WritePace: Sendable, Equatable {
    /// Octets a second; nil for as many as the network takes.
    package var octetsPerSecond: Int?
    /// What passes before each group of commands, or content, goes out.
    package var pause: Duration?

    package init(octetsPerSecond: Int? = nil, pause: Duration? = nil) {
        self.octetsPerSecond = octetsPerSecond
        self.pause = pause
    }
}

/// Stands next to the socket, and lets through what is written at a ``WritePace``.
final class WritePaceHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How often a second some octets go.
    private static let beat = 10

    private let pace: WritePace
    private var waiting: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
    private var next: Scheduled<Void>?

    init(_ pace: WritePace) { self.pace = pace }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        waiting.append((unwrapOutboundIn(data), promise))
    }

    func flush(context: ChannelHandlerContext) {
        guard next == nil, !waiting.isEmpty else { return }
        guard let pause = pace.pause else { return step(context) }
        wait(pause.nanoseconds, context)
    }

    private func wait(_ nanoseconds: Int64, _ context: ChannelHandlerContext) {
        let this = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        next = context.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) {
            this.value.handler.next = nil
            this.value.handler.step(this.value.context)
        }
    }

    private func step(_ context: ChannelHandlerContext) {
        guard let rate = pace.octetsPerSecond else {
            for (bytes, promise) in waiting { context.write(wrapOutboundOut(bytes), promise: promise) }
            waiting.removeAll(keepingCapacity: true)
            return context.flush()
        }
        var left = max(1, rate / Self.beat)
        while left > 0, !waiting.isEmpty {
            guard let piece = waiting[0].bytes.readSlice(length: min(left, waiting[0].bytes.readableBytes)) else {
                break
            }
            left -= piece.readableBytes
            let isWhole = waiting[0].bytes.readableBytes == 0
            context.write(wrapOutboundOut(piece), promise: isWhole ? waiting[0].promise : nil)
            if isWhole { waiting.removeFirst() }
        }
        context.flush()
        // One that writes less than an octet a beat has longer ones.
        if !waiting.isEmpty { wait(1_000_000_000 / Int64(min(Self.beat, max(1, rate))), context) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        drop()
        context.close(mode: mode, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) { drop() }

    private func drop() {
        next?.cancel()
        next = nil
        for (_, promise) in waiting { promise?.fail(ChannelError.ioOnClosedChannel) }
        waiting.removeAll()
    }
}
