import Logging
import NIOCore
import NIOPosix
import NIOSSL
import SMTPProtocol
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An SMTP or LMTP server that takes mail and keeps nothing, for tests, demos and benches.
public final class SinkServer: Sendable {
    /// Where it listens.
    public let host: String
    public let port: Int
    private let isLMTP: Bool
    /// For whoever takes one, such as `smtp://127.0.0.1:40312`: `smtps` where it encrypts from the first octet, `lmtp`
    /// where it speaks that.
    public var url: String {
        let scheme = isLMTP ? "lmtp" : tls?.mode == .implicit ? "smtps" : "smtp"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
    /// How it encrypts; nil for not at all.
    public let tls: SinkTLS?
    private let channels: [any Channel]
    private let group: MultiThreadedEventLoopGroup
    private let counters: [SinkCounters]
    private let shared: SinkShared
    private let thread: KeepingThread?
    private let logger: Logger
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    private init(
        channels: [any Channel], group: MultiThreadedEventLoopGroup, counters: [SinkCounters], shared: SinkShared,
        thread: KeepingThread?, port: Int, _ configuration: SinkConfiguration
    ) {
        host = configuration.host
        self.port = port
        isLMTP = configuration.isLMTP
        tls = configuration.tls
        self.channels = channels
        self.group = group
        self.counters = counters
        self.shared = shared
        self.thread = thread
        logger = configuration.logger
    }

    /// Starts listening.
    ///
    /// - Parameter threads: how many event loops serve its connections. With more than one each has a listening socket
    ///   of its own, and the kernel shares connections out among them (SO_REUSEPORT).
    /// - Throws: an `IOError` when the address cannot be listened on.
    public static func start(_ configuration: SinkConfiguration, threads: Int = 1) async throws -> SinkServer {
        let count = max(1, threads)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: count)
        let shared = SinkShared(configuration)
        let thread = configuration.keepsMessages ? KeepingThread(configuration.flusher) : nil
        var channels: [any Channel] = []
        var counters: [SinkCounters] = []
        do {
            // With SO_REUSEPORT a second sink would silently share the port with a first one: without it, it is told.
            if count > 1, configuration.port != 0 {
                try await ServerBootstrap(group: group).serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .bind(host: configuration.host, port: configuration.port).get().close()
            }
            for _ in 0..<count {
                let own = SinkCounters()
                let implicit = configuration.tls.flatMap { $0.mode == .implicit ? $0.context : nil }
                let bootstrap = bootstrap(group.next(), isShared: count > 1, implicit) {
                    let number = shared.connections.wrappingAdd(1, ordering: .relaxed).newValue
                    let setup = shared.setup
                    return SinkHandler(
                        SMTPServerSession(setup.session, isEncrypted: implicit != nil),
                        SinkPolicy(configuration, setup, own, shared, number: number), thread)
                }
                let port = channels.first?.localAddress?.port ?? configuration.port
                channels.append(try await bootstrap.bind(host: configuration.host, port: port).get())
                counters.append(own)
            }
        } catch {
            for channel in channels { try? await channel.close() }
            await thread?.close()
            try? await group.shutdownGracefully()
            throw error
        }
        let port = channels.first?.localAddress?.port ?? configuration.port
        configuration.logger.info(
            "listening", metadata: ["host": "\(configuration.host)", "port": "\(port)", "threads": "\(count)"])
        return SinkServer(
            channels: channels, group: group, counters: counters, shared: shared, thread: thread, port: port,
            configuration)
    }

    private static func bootstrap(
        _ loop: any EventLoop, isShared: Bool, _ tls: NIOSSLContext?, _ handler: @escaping @Sendable () -> SinkHandler
    ) -> ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.socketOption(NIOBSDSocket.Option(rawValue: SO_REUSEPORT)), value: isShared ? 1 : 0)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 8192, maximum: 65536)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(handler())
                }
            }
    }

    /// How it misbehaves. What is set counts for new connections at once, for open ones from their next EHLO or MAIL on;
    /// what a plan has counted and remembered begins anew.
    public var faults: FaultPlan {
        get { shared.setup.faults.plan }
        set { shared.set(newValue) }
    }

    public var counts: SinkCounts { counters.reduce(SinkCounts()) { $0 + $1.current } }

    /// Closes every connection and returns when all is closed. May be called again.
    public func stop() async {
        let task = stopping.withLock { task in
            if let task { return task }
            let new = Task { await close() }
            task = new
            return new
        }
        await task.value
    }

    private func close() async {
        for channel in channels { try? await channel.close() }
        // While the loops live still, so that what was kept is counted, and answered where somebody listens.
        await thread?.close()
        try? await group.shutdownGracefully()
        logger.info("stopped", metadata: ["messages": "\(counts.messages)", "copies": "\(counts.copies)"])
    }
}
