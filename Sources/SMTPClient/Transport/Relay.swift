public import FanmailBasics

/// Where a connection goes, as a URL: `smtp://[user@]host[:port]`, `smtps://…`, `lmtp://host:port`, `lmtp+unix:///path`.
public struct Relay: Sendable, Hashable, CustomStringConvertible {
    /// The protocol that is spoken.
    public enum Scheme: String, Sendable {
        /// SMTP (RFC 5321), or LMTP with a reply for each recipient (RFC 2033).
        case smtp, lmtp
    }

    /// What is connected to.
    public enum Address: Sendable, Hashable {
        /// A name or an IP address, without brackets; over TCP.
        case host(String, port: Int)
        /// A socket in the file system.
        case unixSocket(path: String)
    }

    /// The protocol that is spoken.
    public let scheme: Scheme
    /// What is connected to.
    public let address: Address
    /// Encrypted from the first octet on (RFC 8314): `smtps://`.
    public let isImplicitTLS: Bool
    /// Who logs in; nil for nobody. A password never stands in a URL.
    public let user: String?

    /// From its parts, which are not checked; ``init(_:)`` checks a URL.
    public init(scheme: Scheme, address: Address, isImplicitTLS: Bool = false, user: String? = nil) {
        self.scheme = scheme
        self.address = address
        self.isImplicitTLS = isImplicitTLS
        self.user = user
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
        let isImplicitTLS = scheme == "smtps"
        guard let known = isImplicitTLS ? .smtp : Scheme(rawValue: scheme) else {
            throw RelaySyntaxError(
                "\(scheme)://: unknown kind of relay; use smtp://, smtps://, lmtp:// or lmtp+unix://")
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        var user: String?
        if let mark = rest.lastIndex(of: "@") {
            user = try Self.user(rest[..<mark], scheme)
            rest = rest[rest.index(after: mark)...]
        }
        let (host, port) = try Self.split(rest, url)
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
            throw RelaySyntaxError("\(url.debugDescription) has no usable host; write \(scheme)://host:port")
        }
        let usual = known == .lmtp ? 24 : isImplicitTLS ? 465 : user != nil ? 587 : 25
        self.init(
            scheme: known, address: .host(host, port: port ?? usual), isImplicitTLS: isImplicitTLS, user: user)
    }

    /// Percent-encoded, as in any URL (RFC 3986, 2.1).
    private static func user(_ text: Substring, _ scheme: String) throws(RelaySyntaxError) -> String {
        guard !text.contains(":") else {
            throw RelaySyntaxError(
                "a password does not belong into a URL, where everybody can read it; write \(scheme)://user@host",
                remedy: .keepPasswordApart)
        }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self))?.first else {
                throw RelaySyntaxError("after % come two hex digits: \(String(text).debugDescription)")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let name = String(validating: bytes, as: UTF8.self)
        else { throw RelaySyntaxError("\(String(text).debugDescription) is no user's name") }
        return name
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

    /// The URL, with the port and without the user.
    public var description: String {
        let scheme = isImplicitTLS ? "smtps" : scheme.rawValue
        return switch address {
        case .host(let host, let port): "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unixSocket(let path): "\(scheme)+unix://\(path)"
        }
    }

    var hostAndPort: (host: String?, port: Int) {
        switch address {
        case .host(let host, let port): (host, port)
        case .unixSocket: (nil, 0)
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
public struct RelaySyntaxError: ExplainedError, Equatable {
    /// Where, what and why, and what helps.
    public let explanation: Explanation
    /// One line: what is wrong and what is right.
    public var message: String { explanation.description }

    init(_ what: String, remedy: Remedy? = nil) { explanation = Explanation(what, remedy: remedy) }
}
