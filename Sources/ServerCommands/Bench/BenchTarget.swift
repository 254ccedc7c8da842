import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import NIOCore
import SMTPClient

/// The server that is loaded; keeps load away from those that belong to others.
enum BenchTarget {
    /// A relay's URL, or `HOST:PORT` for SMTP.
    static func relay(_ text: String) throws -> Relay {
        let isURL = text.contains("://")
        let isAddress = text.contains(":") || text.contains(".") || text == "localhost" || text.hasPrefix("[")
        guard isURL || isAddress else {
            let commands = BenchCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
            let near = NearestKey.nearest(to: text, among: commands).map { "; did you mean `bench \($0)`?" }
            throw FanmailFailure(
                .usage,
                "\(text.escapedForTerminal) is neither a server nor a command of bench\(near ?? "; write HOST:PORT, such as 127.0.0.1:2525")"
            )
        }
        do { return try Relay(isURL ? text : "smtp://\(text)") } catch {
            throw FanmailFailure(.usage, at: nil, error.what, remedy: error.remedy)
        }
    }

    /// - Throws: `FanmailFailure` unless every address of the server is this machine's or a private network's. A name that
    ///   has none is for the connection to tell.
    static func check(_ relay: Relay, isOwned: Bool) async throws {
        guard !isOwned, case .host(let host, _) = relay.address else { return }
        for address in await relay.addresses() where !address.withSockAddr({ address, _ in isNear(address) }) {
            throw FanmailFailure(
                .usage,
                "\(host.escapedForTerminal) is beyond this machine and private networks; bench loads such a server only with --i-own-this-server"
            )
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
