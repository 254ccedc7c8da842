import Foundation

/// Where a name server is: an address of IPv4 or IPv6, and a port.
package struct NameServerAddress: Sendable, Hashable, CustomStringConvertible {
    package let host: String
    package let port: UInt16

    /// - Parameter text: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::1` or `[2001:db8::1]:53`.
    /// - Returns: nil when it is none of these.
    package init?(_ text: String) {
        var host = text[...]
        var port: Substring = "53"
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            host = text[text.index(after: text.startIndex)..<end]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if !rest.isEmpty { port = rest.dropFirst() }
        } else if text.filter({ $0 == ":" }).count == 1, let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard let number = UInt16(port), number > 0, SocketAddress(String(host), number) != nil else { return nil }
        (self.host, self.port) = (String(host), number)
    }

    /// The system's name servers in their order, no more than three, as resolv.conf(5) has it.
    package static func system(_ path: String = "/etc/resolv.conf") -> [NameServerAddress] {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: 1 << 16) else {
            return []
        }
        let all = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, words[0] == "nameserver" else { return nil as NameServerAddress? }
            return NameServerAddress(words[1].contains(":") ? "[\(words[1])]" : String(words[1]))
        }
        return Array(all.prefix(3))
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// On this machine: nobody can change what it says on its way here.
    package var isLoopback: Bool {
        guard let address = IPAddress(host) else { return false }
        return address.isIPv6 ? address.bytes == Array(repeating: 0, count: 15) + [1] : address.bytes[0] == 127
    }
}
