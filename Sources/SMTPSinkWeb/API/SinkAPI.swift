import FanmailBasics
import FanmailWeb
package import SMTPSink

/// What the sink's web server answers: a table of routes, each file of which has some.
package struct SinkAPI: Sendable {
    let messages: SinkMessages
    let sink: SinkServer
    /// The host it takes mail at.
    let smtpHost: String
    /// DSNs and complaints have a place to go.
    let takesAnswers: Bool
    /// Where messages may go on to; nil where they may not.
    package var release: MessageRelease?
    /// What signatures are verified by.
    package var keys = SignatureKeys()
    /// What the pages' forms bring along.
    let token = FormToken()
    /// Decoding, and waiting for a disk or for the DNS.
    private let work = WorkSlots("sink-web", atOnce)
    /// Of this run: the ids of a sink that holds in memory begin anew with each.
    let run = String(UInt64.random(in: .min ... .max), radix: 36)

    private static let atOnce = 8

    /// Where mail is taken.
    var address: String { "\(smtpHost.contains(":") ? "[\(smtpHost)]" : smtpHost):\(sink.port)" }

    /// - Parameters:
    ///   - smtpHost: where mail is taken, as it is told.
    ///   - takesAnswers: faults may bring mail back.
    package init(_ messages: SinkMessages, _ sink: SinkServer, smtpHost: String, takesAnswers: Bool) {
        self.messages = messages
        self.sink = sink
        self.smtpHost = smtpHost
        self.takesAnswers = takesAnswers
    }

    typealias Route = WebRoute

    /// The first that fits decides.
    var routes: [Route] {
        messageRoutes + oneMessageRoutes + waitRoutes + faultRoutes + stateRoutes + mailHogRoutes + pageRoutes
            + formRoutes + checkRoutes + releaseRoutes
    }

    /// Work that decodes messages or waits for a disk: so much of it at once.
    func apart<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await work.run(body)
    }

    /// The message that a segment names: its id, or `latest`.
    func message(_ name: String) throws(WebFailure) -> SinkMessage {
        let found: SinkMessage? =
            if name == "latest" { messages.messages(newestFirst: true, limit: 1).first } else {
                Int(name).flatMap { messages.message($0) }
            }
        guard let found else {
            throw WebFailure(404, "there is no message \(String(name.prefix(40)).escapedForTerminal)")
        }
        return found
    }
}
