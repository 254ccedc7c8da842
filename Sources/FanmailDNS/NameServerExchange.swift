import NIOCore
import NIOPosix

/// One query to one name server, on an event loop: by a datagram from a port of its own, and over TCP where the reply does
/// not fit into one. The socket is connected, so that the system drops what comes from elsewhere.
struct NameServerExchange {
    enum Failure: Error { case noAnswer, unreachable }

    let server: NameServerAddress
    let loop: any EventLoop
    let timeout: TimeAmount

    /// - Throws: ``Failure``.
    func ask(_ message: DNSMessage) async throws -> DNSReply {
        let reply = try await exchange(message, overTCP: false)
        return reply.isTruncated ? try await exchange(message, overTCP: true) : reply
    }

    private func exchange(_ message: DNSMessage, overTCP: Bool) async throws -> DNSReply {
        let address = try NIOCore.SocketAddress(ipAddress: server.host, port: Int(server.port))
        let promise = loop.makePromise(of: DNSReply.self)
        let end = loop.scheduleTask(in: timeout) { promise.fail(Failure.noAnswer) }
        let opening =
            if overTCP {
                ClientBootstrap(group: loop).connectTimeout(timeout).channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StreamReplyHandler(message, promise))
                    }
                }.connect(to: address)
            } else {
                DatagramBootstrap(group: loop).channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramReplyHandler(message, promise, address))
                    }
                }.connect(to: address)
            }
        opening.cascadeFailure(to: promise)
        let result = promise.futureResult
        opening.whenSuccess { channel in result.whenComplete { _ in channel.close(promise: nil) } }
        do {
            let reply = try await result.get()
            end.cancel()
            return reply
        } catch {
            end.cancel()
            throw error as? Failure ?? .unreachable
        }
    }
}

/// What is no reply to the query is left aside until the time is up.
private final class DatagramReplyHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let message: DNSMessage
    private let promise: EventLoopPromise<DNSReply>
    private let server: NIOCore.SocketAddress

    init(_ message: DNSMessage, _ promise: EventLoopPromise<DNSReply>, _ server: NIOCore.SocketAddress) {
        (self.message, self.promise, self.server) = (message, promise, server)
    }

    func channelActive(context: ChannelHandlerContext) {
        let query = AddressedEnvelope(remoteAddress: server, data: ByteBuffer(bytes: message.query))
        context.writeAndFlush(wrapOutboundOut(query)).cascadeFailure(to: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard envelope.remoteAddress == server, let reply = message.reply(in: Array(envelope.data.readableBytesView))
        else { return }
        promise.succeed(reply)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { promise.fail(NameServerExchange.Failure.unreachable) }
}

/// RFC 1035, 4.2.2: each message has its length before it.
private final class StreamReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let message: DNSMessage
    private let promise: EventLoopPromise<DNSReply>
    private var bytes: [UInt8] = []

    init(_ message: DNSMessage, _ promise: EventLoopPromise<DNSReply>) {
        (self.message, self.promise) = (message, promise)
    }

    func channelActive(context: ChannelHandlerContext) {
        var query = context.channel.allocator.buffer(capacity: message.query.count + 2)
        query.writeInteger(UInt16(message.query.count))
        query.writeBytes(message.query)
        context.writeAndFlush(wrapOutboundOut(query)).cascadeFailure(to: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
        guard bytes.count >= 2 else { return }
        let size = Int(bytes[0]) << 8 | Int(bytes[1])
        guard bytes.count >= 2 + size else { return }
        // Over a connection there is one reply; another truncation is none.
        if let reply = message.reply(in: Array(bytes[2..<(2 + size)])), !reply.isTruncated {
            promise.succeed(reply)
        } else {
            promise.fail(NameServerExchange.Failure.noAnswer)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { promise.fail(NameServerExchange.Failure.unreachable) }
}
