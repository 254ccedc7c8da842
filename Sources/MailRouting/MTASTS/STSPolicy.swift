/// What a domain demands of those who send to it (RFC 8461, 3.2).
package struct STSPolicy: Sendable, Equatable {
    package enum Mode: String, Sendable {
        /// Mail goes to hosts that it names, over TLS with a certificate that can be verified, or not at all.
        case enforce
        /// The same is tried, and mail goes anyway.
        case testing
        /// There is no policy any more.
        case none
    }

    package let mode: Mode
    /// Names of hosts; `*.example.org` stands for one label and the rest.
    package let hosts: [String]
    /// How long it holds from when it was fetched.
    package let maxAge: Duration

    /// RFC 8461, 3.2: a year.
    private static let longest = 31_557_600
    private static let mostHosts = 256

    /// A clause that says what is wrong with it.
    package struct Fault: Error, Equatable {
        package let what: String

        package init(what: String) { self.what = what }
    }

    package init(_ text: String) throws(Fault) {
        var fields: [String: String] = [:]
        var hosts: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = String(line[..<colon])
            let value = line[line.index(after: colon)...].trimmed
            if key == "mx" {
                hosts.append(value.lowercased())
            } else if fields[key] == nil {
                fields[key] = value
            }
        }
        guard fields["version"] == "STSv1" else { throw Fault(what: "it is no policy of version STSv1") }
        guard let mode = fields["mode"].flatMap(Mode.init) else {
            throw Fault(what: "its mode is none of enforce, testing and none")
        }
        guard let age = fields["max_age"], (1...10).contains(age.utf8.count),
            age.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int(age)
        else { throw Fault(what: "its max_age is no number of seconds") }
        guard mode == .none || !hosts.isEmpty else { throw Fault(what: "it names no host (mx)") }
        guard hosts.count <= Self.mostHosts, hosts.allSatisfy(Self.isPattern) else {
            throw Fault(what: "one of its mx is no name of a host")
        }
        self.mode = mode
        self.hosts = hosts
        maxAge = .seconds(min(seconds, Self.longest))
    }

    private static func isPattern(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        return !name.isEmpty && !name.hasPrefix(".") && !name.hasSuffix(".")
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            }
    }

    /// Whether it names this host (RFC 8461, 4.1).
    package func allows(_ host: String) -> Bool {
        let host = host.lowercased()
        return hosts.contains { pattern in
            guard pattern.hasPrefix("*.") else { return pattern == host }
            guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
            return host[dot...] == pattern.dropFirst()
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
