import FanmailBasics
import NIOHTTP1

/// Who is answered: programs and browsers of the people who started the server, and no page of the web that has found its
/// port.
package struct WebGuard: Sendable {
    /// What whoever asks has to know; nil where nothing is asked.
    private let token: String?
    /// Names that the server has, beside those that are always right.
    private let names: Set<String>
    /// Paths that begin with it are for programs: no link elsewhere leads to one. Forms are sent to all others, and each of
    /// them brings what no page elsewhere knows.
    private let closed: String?

    package init(token: String? = nil, names: [String] = [], closed: String? = nil) {
        (self.token, self.names, self.closed) = (token, Set(names.map { $0.lowercased() }), closed)
    }

    /// Why it is not answered; nil where it is.
    func refusal(of head: HTTPRequestHead) -> WebFailure? {
        let hosts = head.headers["Host"]
        guard hosts.count == 1, let host = hosts.first else { return WebFailure(400, "one Host field is wanted") }
        // Whoever was led here by a name of somebody else's (DNS rebinding) comes with that name. Addresses, names without
        // a dot and those of this machine are nobody's to lead here.
        guard token != nil || isOwn(Self.name(of: host)) else {
            return WebFailure(421, "the name \(String(host.prefix(100)).escapedForTerminal) is none of this server's")
        }
        if let origin = head.headers.first(name: "Origin"), origin != "http://\(host)", origin != "https://\(host)",
            !(origin == "null" && isForm(head))
        {
            return WebFailure(403, "a page of \(String(origin.prefix(100)).escapedForTerminal) may not ask here")
        }
        let site = head.headers.first(name: "Sec-Fetch-Site") ?? Self.site(of: head, host)
        guard ["none", "same-origin"].contains(site) || isVisit(head) else {
            return WebFailure(403, "a page elsewhere may not ask here")
        }
        guard let token else { return nil }
        let given = head.headers.first(name: "Authorization").flatMap { Self.token(of: $0) } ?? ""
        guard !Self.isEqual(given, token) else { return nil }
        var failure = WebFailure(401, "the token is missing, or is another one")
        failure.fields = [("WWW-Authenticate", "Basic realm=\"fanmail\"")]
        return failure
    }

    /// A link elsewhere that somebody has followed, to a page. What is for programs is not to be asked even so: by how long it takes a
    /// page elsewhere would learn what stands in mail, and pictures and scripts would do as well as a visit.
    private func isVisit(_ head: HTTPRequestHead) -> Bool {
        guard head.method == .GET, let request = WebRequest(head, body: []) else { return false }
        let isPage =
            head.headers.contains(name: "Sec-Fetch-Site")
            ? head.headers.first(name: "Sec-Fetch-Mode") == "navigate"
                && head.headers.first(name: "Sec-Fetch-Dest") == "document"
            : head.headers["Accept"].contains { $0.lowercased().contains("text/html") }
        return isPage && (closed == nil || request.path.first != closed)
    }

    /// A form of a page's. A browser that tells nobody whence it comes, or whose proxy takes that away, says `null` of
    /// its origin, as for a page that has none: by what the form brings along it is found out which.
    private func isForm(_ head: HTTPRequestHead) -> Bool {
        guard let closed, head.method == .POST, let request = WebRequest(head, body: []) else { return false }
        return request.path.first != closed
    }

    /// Whence a browser asks that does not say: to addresses of a network they send no `Sec-Fetch-Site`.
    private static func site(of head: HTTPRequestHead, _ host: String) -> String {
        guard let page = head.headers.first(name: "Referer") else { return "none" }
        let isOwn = ["http://\(host)", "https://\(host)"].contains { page == $0 || page.hasPrefix("\($0)/") }
        return isOwn ? "same-origin" : "cross-site"
    }

    private func isOwn(_ name: String) -> Bool {
        let name = name.lowercased()
        let isAddress = name.contains(":") || name.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        return isAddress || !name.contains(".") || name.hasSuffix(".localhost") || names.contains(name)
    }

    /// Without the port, and without brackets.
    private static func name(of host: String) -> String {
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return String(host.prefix { $0 != ":" })
    }

    /// `Bearer` and the token, or `Basic`, with the token as the password of anybody.
    private static func token(of field: String) -> String? {
        let parts = field.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return parts[1]
        case "basic":
            guard let octets = Base64.decoded(Array(parts[1].utf8)[...]) else { return nil }
            let text = String(decoding: octets, as: UTF8.self)
            return text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) }
        default: return nil
        }
    }

    /// In a time that does not tell how much of it is right.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
