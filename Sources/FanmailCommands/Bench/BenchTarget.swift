import Fanmail
import FanmailBasics
import Foundation
import SMTPClient

/// Keeps load away from servers that belong to others.
enum BenchTarget {
    /// - Throws: `FanmailFailure` unless every address of the server is this machine's or a private network's.
    static func check(_ relay: Relay, isOwned: Bool) throws {
        guard !isOwned, case .host(let host, let port) = relay.address else { return }
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else {
            throw FanmailFailure(.unavailable, "\(host.escapedForTerminal): the name has no address")
        }
        defer { freeaddrinfo(found) }
        var entry = found
        while let current = entry?.pointee {
            guard let address = current.ai_addr, isNear(address) else {
                throw FanmailFailure(
                    .usage,
                    "\(host.escapedForTerminal) is beyond this machine and private networks; bench loads such a server only with --i-own-this-server"
                )
            }
            entry = current.ai_next
        }
    }

    private static func isNear(_ address: UnsafePointer<sockaddr>) -> Bool {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { isNear(v4: Array($0)) }
            }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { isNear(v6: Array($0)) }
            }
        default: return false
        }
    }

    /// Loopback (RFC 1122), private (RFC 1918), link-local (RFC 3927).
    static func isNear(v4 bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (127, _), (10, _), (172, 16...31), (192, 168), (169, 254): true
        default: false
        }
    }

    /// Loopback, unique local (RFC 4193), link-local, and IPv4 written as IPv6 (RFC 4291).
    static func isNear(v6 bytes: [UInt8]) -> Bool {
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return isNear(v4: Array(bytes[12...]))
        }
        return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1 || bytes[0] & 0xFE == 0xFC
            || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }
}
