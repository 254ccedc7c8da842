package import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The sink's own web server: its API, and its pages.
package final class SinkWebServer: Sendable {
    /// Where it listens, and whom it answers.
    package struct Settings: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any free one.
        package var port = 8025
        /// What whoever asks has to know.
        package var token: String?
        /// Names with a dot that the server is asked by.
        package var names: [String] = []

        package init() {}

        /// Nobody but this machine reaches it.
        package var isLoopback: Bool {
            host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
        }
    }

    /// Connections beyond so many are closed at once.
    private static let mostConnections = 1_000

    package let host: String
    package let port: Int
    private let channel: any Channel
    private let open: OpenConnections
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    /// For a browser.
    package var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/" }

    private init(_ channel: any Channel, _ open: OpenConnections, _ host: String, _ port: Int) {
        (self.channel, self.open, self.host, self.port) = (channel, open, host, port)
    }

    /// - Throws: an `IOError` where the address cannot be listened on.
    package static func start(
        _ settings: Settings, _ api: SinkAPI,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> SinkWebServer {
        let names = Set(([settings.host] + settings.names).map { $0.lowercased() })
        let guardian = WebGuard(token: settings.token, names: names)
        let open = OpenConnections()
        let routes = api.routes
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                guard open.add(channel, most: mostConnections) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(60)))
                    try channel.pipeline.syncOperations.addHandler(
                        WebHandler(guardian) { await SinkAPI.answer($0, by: routes) })
                }
            }
            .bind(host: settings.host, port: settings.port).get()
        return SinkWebServer(channel, open, settings.host, channel.localAddress?.port ?? settings.port)
    }

    /// Closes every connection, also of who waits for something, and returns when all is closed. May be called again.
    package func stop() async {
        let task = stopping.withLock { task in
            if let task { return task }
            let new = Task { [channel, open] in
                _ = try? await channel.close()
                for channel in open.takeAll() { _ = try? await channel.close() }
            }
            task = new
            return new
        }
        await task.value
    }
}

/// The connections that there are.
private final class OpenConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    /// False where there are too many already, or there are to be none any more.
    func add(_ channel: any Channel, most: Int) -> Bool {
        let isTaken = channels.withLock { channels in
            guard let count = channels?.count, count < most else { return false }
            channels?[ObjectIdentifier(channel)] = channel
            return true
        }
        if isTaken {
            channel.closeFuture.whenComplete { _ in
                self.channels.withLock { _ = $0?.removeValue(forKey: ObjectIdentifier(channel)) }
            }
        }
        return isTaken
    }

    /// From then on there are none.
    func takeAll() -> [any Channel] {
        channels.withLock { channels in
            defer { channels = nil }
            return channels.map { Array($0.values) } ?? []
        }
    }
}
