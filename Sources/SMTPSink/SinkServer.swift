import NIOCore
import NIOPosix
import Synchronization

/// An SMTP or LMTP server that takes mail and keeps nothing, for tests, demos and benches.
public final class SinkServer: Sendable {
    /// Where it listens.
    public let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let counters: SinkCounters

    private init(port: Int, channel: any Channel, group: MultiThreadedEventLoopGroup, counters: SinkCounters) {
        self.port = port
        self.channel = channel
        self.group = group
        self.counters = counters
    }

    /// Starts listening.
    ///
    /// - Parameter threads: how many event loops serve its connections.
    /// - Throws: an `IOError` when the address cannot be listened on.
    public static func start(_ configuration: SinkConfiguration, threads: Int = 1) async throws -> SinkServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        let counters = SinkCounters()
        let greylist = Greylist()
        let numbers = Numbers()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 8192, maximum: 65536)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        SinkHandler(configuration, counters, greylist, number: numbers.next()))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            return SinkServer(
                port: channel.localAddress?.port ?? configuration.port, channel: channel, group: group,
                counters: counters)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    public var counts: SinkCounts { counters.current }

    /// Closes every connection and returns when all is closed.
    public func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }

    private final class Numbers: Sendable {
        private let last = Mutex(0)

        func next() -> Int {
            last.withLock {
                $0 += 1
                return $0
            }
        }
    }
}
