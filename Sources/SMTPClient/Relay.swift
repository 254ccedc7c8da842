/// Where a connection goes, as a URL: `smtp://host`, `lmtp://host:port`, `lmtp+unix:///path`.
public struct Relay: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable {
        case smtp, lmtp
    }

    public enum Address: Sendable, Hashable {
        case host(String, port: Int)
        case unixSocket(path: String)
    }

    public let scheme: Scheme
    public let address: Address

    public init(scheme: Scheme, address: Address) {
        self.scheme = scheme
        self.address = address
    }

    /// - Throws: ``RelaySyntaxError`` that says what is wrong and what is right.
    public init(_ url: String) throws(RelaySyntaxError) {
        guard let mark = url.firstRange(of: "://") else {
            throw RelaySyntaxError("\(url.debugDescription) is no relay; write smtp://host or smtp://host:port")
        }
        let scheme = url[..<mark.lowerBound].lowercased()
        var rest = url[mark.upperBound...]
        if scheme == "lmtp+unix" {
            guard rest.hasPrefix("/"), rest.count > 1, !rest.utf8.contains(0) else {
                throw RelaySyntaxError("a socket's path begins with a slash: lmtp+unix:///run/lmtp.sock")
            }
            self.init(scheme: .lmtp, address: .unixSocket(path: String(rest)))
            return
        }
        guard let known = Scheme(rawValue: scheme) else {
            throw RelaySyntaxError("\(scheme)://: unknown kind of relay; use smtp://, lmtp:// or lmtp+unix://")
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.contains("@") else {
            throw RelaySyntaxError("this version does not log in to a relay; write \(scheme)://host without a user")
        }
        let (host, port) = try Self.split(rest, url)
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
            throw RelaySyntaxError("\(url.debugDescription) has no usable host; write \(scheme)://host:port")
        }
        self.init(scheme: known, address: .host(host, port: port ?? (known == .smtp ? 25 : 24)))
    }

    private static func split(_ text: Substring, _ url: String) throws(RelaySyntaxError) -> (String, Int?) {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else {
                throw RelaySyntaxError("\(url.debugDescription): an IPv6 address ends with ]")
            }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw RelaySyntaxError("\(url.debugDescription): after ] comes :port or nothing")
            }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard let port else { return (String(host), nil) }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), (1...65535).contains(number)
        else {
            throw RelaySyntaxError("\(url.debugDescription): the port is a number from 1 to 65535")
        }
        return (String(host), number)
    }

    public var description: String {
        switch address {
        case .host(let host, let port) where host.contains(":"): "\(scheme.rawValue)://[\(host)]:\(port)"
        case .host(let host, let port): "\(scheme.rawValue)://\(host):\(port)"
        case .unixSocket(let path): "\(scheme.rawValue)+unix://\(path)"
        }
    }

    /// Host and port, or the path, for messages.
    public var peer: String {
        switch address {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}

/// What is wrong with a relay's URL.
public struct RelaySyntaxError: Error, Sendable, Equatable {
    public let message: String

    init(_ message: String) { self.message = message }
}
