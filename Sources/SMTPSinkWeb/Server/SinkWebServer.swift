package import FanmailWeb
package import NIOCore
import NIOPosix

/// The sink's own web server: its API, and its pages.
package enum SinkWebServer {
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
        package var isLoopback: Bool { WebServer.isLoopback(host) }
    }

    private static let longestBody = 1 << 20

    /// - Throws: an `IOError` where the address cannot be listened on.
    package static func start(
        _ settings: Settings, _ api: SinkAPI,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> WebServer {
        var server = WebServer.Settings()
        (server.host, server.port, server.longestBody) = (settings.host, settings.port, longestBody)
        server.guardian = WebGuard(token: settings.token, names: [settings.host] + settings.names, closed: "api")
        server.telling = { $0.response }
        return try await WebServer.start(server, api.routes, on: group)
    }
}
