import NIOHTTP1

/// A method and a path, and what is answered there.
package struct WebRoute: Sendable {
    let method: HTTPMethod
    /// Segments; `*` for any one.
    let path: [Substring]
    let answer: Answer

    /// Makes an answer; whoever waits for something that may never come ends with its task. What blocks goes to a thread
    /// of its own (`OwnThread`).
    ///
    /// - Parameter names: what stands for the stars.
    /// - Throws: ``WebFailure``; anything else is a 500.
    package typealias Answer = @Sendable (_ request: WebRequest, _ names: [String]) async throws -> WebResponse

    /// - Parameter path: such as `/api/v1/message/*/raw`; what stands for a star is handed over.
    private init(_ method: HTTPMethod, _ path: String, _ answer: @escaping Answer) {
        self.method = method
        self.path = path.split(separator: "/")
        self.answer = answer
    }

    /// Also for HEAD, of which the answer's body is left out.
    package static func get(_ path: String, _ answer: @escaping Answer) -> WebRoute { WebRoute(.GET, path, answer) }

    package static func post(_ path: String, _ answer: @escaping Answer) -> WebRoute { WebRoute(.POST, path, answer) }

    package static func put(_ path: String, _ answer: @escaping Answer) -> WebRoute { WebRoute(.PUT, path, answer) }

    package static func delete(_ path: String, _ answer: @escaping Answer) -> WebRoute {
        WebRoute(.DELETE, path, answer)
    }

    /// What stands for the stars; nil where it is another path.
    private func match(_ path: [String]) -> [String]? {
        guard path.count == self.path.count else { return nil }
        var found: [String] = []
        for (segment, pattern) in zip(path, self.path) {
            if pattern == "*" { found.append(segment) } else if pattern != segment { return nil }
        }
        return found
    }

    /// By the first of the routes that fits.
    static func answer(_ request: WebRequest, by routes: [WebRoute]) async throws -> WebResponse {
        let method = request.isForHeader ? .GET : request.method
        var others: [String] = []
        for route in routes {
            guard let found = route.match(request.path) else { continue }
            if route.method == method { return try await route.answer(request, found) }
            others += route.method == .GET ? ["GET", "HEAD"] : [route.method.rawValue]
        }
        guard !others.isEmpty else { throw WebFailure.notFound }
        var failure = WebFailure(405, "this answers \(others.joined(separator: ", "))")
        failure.fields = [("Allow", others.joined(separator: ", "))]
        throw failure
    }
}
