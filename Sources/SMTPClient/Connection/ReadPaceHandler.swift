import NIOCore
import NIOPosix

/// Stands next to the socket, and reads no more octets a second than it is told to, for tests of a server's patience: what
/// is not read waits in the system's buffers, and then on the other side.
final class ReadPaceHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// At most so many octets wait on this side.
    private static let window = 4096

    private let rate: Int
    /// Before it nothing more is read.
    private var free = NIODeadline.uptimeNanoseconds(0)
    private var next: Scheduled<Void>?

    /// - Parameter octetsPerSecond: 1 or more.
    init(octetsPerSecond: Int) { rate = max(1, octetsPerSecond) }

    /// Small pieces, and a small window: large ones would be read in one go.
    static func options(_ bootstrap: ClientBootstrap, octetsPerSecond rate: Int) -> ClientBootstrap {
        bootstrap
            .channelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: min(4096, max(1, rate / 10)))
            )
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.socketOption(.so_rcvbuf), value: window)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let nanoseconds = Int64(unwrapInboundIn(data).readableBytes) * 1_000_000_000 / Int64(rate)
        free = max(free, context.eventLoop.now) + .nanoseconds(nanoseconds)
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        guard free > context.eventLoop.now else { return context.read() }
        guard next == nil else { return }
        let this = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        next = context.eventLoop.scheduleTask(deadline: free) {
            this.value.handler.next = nil
            this.value.context.read()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        next?.cancel()
        next = nil
    }
}
