import FanmailBasics
import NIOHTTP1
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
    /// What the pages' forms bring along.
    let token = FormToken()

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

    /// A method and a path, and what is answered there.
    struct Route: Sendable {
        let method: HTTPMethod
        /// Segments; `*` for any one.
        let path: [Substring]
        let answer: Answer

        typealias Answer = @Sendable (_ request: WebRequest, _ names: [String]) async throws -> WebResponse

        /// - Parameter path: such as `/api/v1/message/*/raw`; what stands for a star is handed over.
        private init(_ method: HTTPMethod, _ path: String, _ answer: @escaping Answer) {
            self.method = method
            self.path = path.split(separator: "/")
            self.answer = answer
        }

        static func get(_ path: String, _ answer: @escaping Answer) -> Route { Route(.GET, path, answer) }

        static func post(_ path: String, _ answer: @escaping Answer) -> Route { Route(.POST, path, answer) }

        static func put(_ path: String, _ answer: @escaping Answer) -> Route { Route(.PUT, path, answer) }

        static func delete(_ path: String, _ answer: @escaping Answer) -> Route { Route(.DELETE, path, answer) }

        /// What stands for the stars; nil where it is another path.
        func match(_ path: [String]) -> [String]? {
            guard path.count == self.path.count else { return nil }
            var found: [String] = []
            for (segment, pattern) in zip(path, self.path) {
                if pattern == "*" { found.append(segment) } else if pattern != segment { return nil }
            }
            return found
        }
    }

    /// The first that fits decides.
    var routes: [Route] {
        messageRoutes + oneMessageRoutes + waitRoutes + faultRoutes + stateRoutes + mailHogRoutes + pageRoutes
            + formRoutes + checkRoutes + releaseRoutes
    }

    /// - Parameter routes: made once for a server.
    static func answer(_ request: WebRequest, by routes: [Route]) async -> WebResponse {
        let method = request.method == .HEAD ? .GET : request.method
        var others: [String] = []
        for route in routes {
            guard let found = route.match(request.path) else { continue }
            guard route.method == method else {
                others.append(route.method.rawValue)
                continue
            }
            do {
                return try await route.answer(request, found)
            } catch let failure as WebFailure {
                return failure.response
            } catch {
                return WebFailure(500, "\(error)").response
            }
        }
        guard !others.isEmpty else { return WebFailure.notFound.response }
        var response = WebFailure(405, "this answers \(others.joined(separator: ", "))").response
        response.fields.append(("Allow", others.joined(separator: ", ")))
        return response
    }

    /// Work that decodes messages or waits for a disk.
    func apart<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await OwnThread.run("sink-web", body)
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
