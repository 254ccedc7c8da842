import FanmailBasics
package import NIOHTTP1

/// A request, whole.
package struct WebRequest: Sendable {
    package let method: HTTPMethod
    /// The path's segments, decoded; empty for the root.
    package let path: [String]
    /// What stands behind the question mark, decoded, in order.
    package let query: [(name: String, value: String)]
    package let headers: HTTPHeaders
    package let body: [UInt8]

    /// - Returns: nil where the target is none that can be read.
    init?(_ head: HTTPRequestHead, body: [UInt8]) {
        let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = target.first, first.hasPrefix("/") else { return nil }
        var path: [String] = []
        for segment in first.split(separator: "/") {
            guard let text = PercentText.decoded(segment) else { return nil }
            path.append(text)
        }
        guard let query = PercentText.pairs(target.count > 1 ? target[1] : "") else { return nil }
        method = head.method
        self.path = path
        self.query = query
        headers = head.headers
        self.body = body
    }

    /// It asks for the header alone, and so nobody looks at what it is answered.
    package var isForHeader: Bool { method == .HEAD }

    /// A browser says that it was led here from elsewhere.
    package var isFromElsewhere: Bool {
        !["none", "same-origin"].contains(headers.first(name: "Sec-Fetch-Site") ?? "none")
    }

    /// A parameter that stands there twice, of which nobody can say which is meant; nil where each stands there once.
    ///
    /// - Parameter many: those that may stand there several times.
    package func repeated(besides many: [String] = []) -> String? {
        var known: Set<String> = []
        return query.lazy.map(\.name).first { !many.contains($0) && !known.insert($0).inserted }
    }

    /// The value of a parameter; the first where there are several, nil where there is none or it is empty.
    package func value(_ name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// In lower case, without parameters; empty where it does not say.
    package var contentType: String {
        (headers.first(name: "Content-Type") ?? "").split(separator: ";").first.map {
            $0.lowercased().filter { !$0.isWhitespace }
        } ?? ""
    }
}
