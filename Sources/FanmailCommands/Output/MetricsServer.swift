import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers whoever asks with a page of metrics, as Prometheus reads them (text format 0.0.4).
final class MetricsServer: Sendable {
    private let channel: any Channel
    /// Where it listens.
    let port: Int

    private init(_ channel: any Channel, _ port: Int) { (self.channel, self.port) = (channel, port) }

    /// - Parameter text: called for each question, on an event loop, which it must not block.
    /// - Throws: an `IOError` where the address cannot be listened on.
    static func start(host: String, port: Int, text: @escaping @Sendable () -> String) async throws -> MetricsServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(30)))
                    try channel.pipeline.syncOperations.addHandler(MetricsHandler(text))
                }
            }
            .bind(host: host, port: port).get()
        return MetricsServer(channel, channel.localAddress?.port ?? port)
    }
}

/// One connection: a question, an answer, the end.
private final class MetricsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let text: @Sendable () -> String
    private var head: HTTPRequestHead?

    init(_ text: @escaping @Sendable () -> String) { self.text = text }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        // Nobody has anything to send here.
        case .body: context.close(promise: nil)
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let path = head.uri.prefix { $0 != "?" }
        let isHere = path == "/metrics" || path == "/"
        let isRead = head.method == .GET || head.method == .HEAD
        let status: HTTPResponseStatus = !isRead ? .methodNotAllowed : isHere ? .ok : .notFound
        let body = ByteBuffer(string: status == .ok ? text() : "the metrics are at /metrics\n")
        var fields = HTTPHeaders([
            ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
            ("Content-Length", "\(body.readableBytes)"), ("Connection", "close"),
        ])
        if !isRead { fields.add(name: "Allow", value: "GET, HEAD") }
        context.write(
            wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: fields))), promise: nil)
        if head.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
