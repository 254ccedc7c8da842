import NIOConcurrencyHelpers
package import NIOCore
import NIOHTTP1
import NIOPosix

/// A small web server: whole requests in, whole answers out, by a table of routes.
package final class WebServer: Sendable {
    /// Where it listens, whom it answers, and how much it bears.
    package struct Settings: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any free one.
        package var port = 0
        /// Nil: everybody is answered, by whatever name.
        package var guardian: WebGuard?
        /// Octets that a request may bring.
        package var longestBody = 0
        /// Connections beyond so many are closed at once.
        package var mostConnections = 1_000
        /// A request has to be whole so long after its connection is ready for it, and an answer has to go on for whoever
        /// reads it.
        package var patience = TimeAmount.seconds(60)
        /// When it stops, what is being answered has so long.
        package var farewell = Duration.seconds(2)
        /// How a failure is told.
        package var telling: @Sendable (WebFailure) -> WebResponse = { .text($0.reason + "\n", status: $0.status) }

        package init() {}
    }

    package let host: String
    package let port: Int
    private let channel: any Channel
    private let open: WebConnections
    private let farewell: Duration
    private let stopping = NIOLockedValueBox<Task<Void, Never>?>(nil)

    /// Whether nobody but this machine reaches a host.
    package static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// For a browser.
    package var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/" }

    private init(_ channel: any Channel, _ open: WebConnections, _ settings: Settings) {
        (self.channel, self.open, host, farewell) = (channel, open, settings.host, settings.farewell)
        port = channel.localAddress?.port ?? settings.port
    }

    /// - Parameter routes: the first that fits answers.
    /// - Throws: an `IOError` where the address cannot be listened on.
    package static func start(
        _ settings: Settings, _ routes: [WebRoute],
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> WebServer {
        let open = WebConnections(most: settings.mostConnections)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                guard open.add(channel) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(writeTimeout: settings.patience))
                    try channel.pipeline.syncOperations.addHandler(WebHandler(settings, routes))
                }
            }
            .bind(host: settings.host, port: settings.port).get()
        return WebServer(channel, open, settings)
    }

    /// Takes nobody any more, ends who waits for something, lets what is being answered come to its end, and returns when
    /// all is closed. May be called again.
    package func stop() async {
        let task = stopping.withLockedValue { task in
            if let task { return task }
            let new = Task { [channel, open, farewell] in
                _ = try? await channel.close()
                let all = open.takeAll()
                for channel in all {
                    channel.pipeline.fireUserInboundEventTriggered(WebHandler.Farewell())
                    channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
                }
                let timer = Task {
                    try? await Task.sleep(for: farewell)
                    for channel in all { channel.close(promise: nil) }
                }
                for channel in all { _ = try? await channel.closeFuture.get() }
                timer.cancel()
            }
            task = new
            return new
        }
        await task.value
    }
}
