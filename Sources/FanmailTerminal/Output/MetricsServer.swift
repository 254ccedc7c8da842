package import FanmailWeb

/// Answers whoever asks with a page of metrics, as Prometheus reads them (text format 0.0.4).
package enum MetricsServer {
    /// - Parameter text: called for each question, on one of Swift's threads, which it must not block.
    /// - Throws: an `IOError` where the address cannot be listened on.
    package static func start(host: String, port: Int, text: @escaping @Sendable () -> String) async throws -> WebServer
    {
        var settings = WebServer.Settings()
        (settings.host, settings.port) = (host, port)
        settings.telling = { .text("\($0.reason); the metrics are at /metrics\n", status: $0.status) }
        let answer: WebRoute.Answer = { _, _ in
            WebResponse(type: "text/plain; version=0.0.4; charset=utf-8", body: Array(text().utf8))
        }
        return try await WebServer.start(settings, [.get("/metrics", answer), .get("/", answer)])
    }
}
