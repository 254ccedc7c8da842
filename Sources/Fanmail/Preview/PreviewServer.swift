import FanmailBasics
import FanmailWeb
package import NIOCore
import NIOPosix

/// Shows a letter to the browsers of this machine, below a path that nobody can guess: what it shows of a subscriber is
/// not for whoever else is logged in here, nor for a page of the web that has found the port.
package final class PreviewServer: Sendable {
    /// An answer.
    package struct Page: Sendable, Equatable {
        package let status: Int
        /// `text/html` or `text/plain`, in UTF-8.
        package let type: String
        package let text: String

        package init(_ text: String, type: String = "text/html", status: Int = 200) {
            (self.text, self.type, self.status) = (text, type, status)
        }
    }

    private let secret: String
    private let server: WebServer

    /// Where it listens, of this machine alone.
    package var port: Int { server.port }

    /// For a browser.
    package var url: String { "\(server.url)\(secret)/" }

    private init(_ server: WebServer, _ secret: String) { (self.server, self.secret) = (server, secret) }

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - answer: makes a page of what stands behind the secret, such as an empty text or `version`, and of the query; on
    ///     a thread of its own, so that it may take its time.
    /// - Throws: an `IOError` where the port cannot be listened on.
    package static func start(
        port: Int = 0, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        answer: @escaping @Sendable (_ name: String, _ query: [String: String]) -> Page
    ) async throws -> PreviewServer {
        let secret = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        var settings = WebServer.Settings()
        settings.port = port
        settings.guardian = WebGuard()
        let shown: WebRoute.Answer = { request, names in
            let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
            let page = await OwnThread.run("preview") { answer(names.first ?? "", query) }
            return WebResponse(
                status: page.status, type: "\(page.type); charset=utf-8", body: Array(page.text.utf8))
        }
        let routes: [WebRoute] = [.get("/\(secret)", shown), .get("/\(secret)/*", shown)]
        return PreviewServer(try await WebServer.start(settings, routes, on: group), secret)
    }

    /// Returns when nobody is listened to any more. May be called again.
    package func stop() async { await server.stop() }
}
