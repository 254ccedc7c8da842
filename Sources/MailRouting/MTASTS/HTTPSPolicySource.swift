package import FanmailDNS
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Fetches policies from `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461, 3.3): the certificate is for that name
/// and verified, the status is 200, nothing is followed elsewhere, and all of it is bounded.
package struct HTTPSPolicySource: STSPolicySource {
    private let resolver: StubResolver
    private let group: any EventLoopGroup
    private let authorities: String?
    private let port: Int
    private let timeout: TimeAmount

    /// RFC 8461, 3.3 suggests both.
    static let mostOctets = 64 * 1024

    /// - Parameters:
    ///   - authorities: a PEM file of those that are trusted; the system's without it.
    ///   - timeout: for all of one fetch.
    package init(
        _ resolver: StubResolver, on group: any EventLoopGroup, authorities: String? = nil, port: Int = 443,
        timeout: Duration = .seconds(60)
    ) {
        (self.resolver, self.group, self.authorities, self.port) = (resolver, group, authorities, port)
        self.timeout = TimeAmount(timeout)
    }

    package func policy(of domain: String) async throws(STSPolicy.Fault) -> String {
        let host = "mta-sts.\(domain)"
        async let four = resolver.answer(to: DNSQuestion(host, .address4))
        async let six = resolver.answer(to: DNSQuestion(host, .address6))
        let addresses = [await four, await six].compactMap { answer in
            answer.records.lazy.compactMap { if case .address(let address) = $0 { address } else { nil } }.first
        }
        guard !addresses.isEmpty else { throw STSPolicy.Fault(what: "\(host) has no address") }
        var reason = ""
        for address in addresses {
            do {
                return try await fetch(host, from: address)
            } catch let fault as STSPolicy.Fault {
                throw fault
            } catch {
                reason = "\(host) (\(address)): \(Self.words(error))"
            }
        }
        throw STSPolicy.Fault(what: reason)
    }

    private func fetch(_ host: String, from address: IPAddress) async throws -> String {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The name is judged behind the handshake, as that of mail servers is.
        configuration.certificateVerification = .noHostnameVerification
        if let authorities { configuration.trustRoots = .file(authorities) }
        let context = try NIOSSLContext(configuration: configuration)
        let loop = group.next()
        let promise = loop.makePromise(of: String.self)
        let end = loop.scheduleTask(in: timeout) {
            promise.fail(STSPolicy.Fault(what: "\(host) takes too long to answer"))
        }
        let opening = ClientBootstrap(group: loop).connectTimeout(min(timeout, .seconds(15))).channelInitializer {
            channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: host))
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(PolicyReplyHandler(host, promise))
            }
        }.connect(to: try SocketAddress(ipAddress: address.description, port: port))
        opening.cascadeFailure(to: promise)
        let result = promise.futureResult
        opening.whenSuccess { channel in result.whenComplete { _ in channel.close(promise: nil) } }
        defer { end.cancel() }
        return try await result.get()
    }

    private static func words(_ error: any Error) -> String {
        let text = "\(error)"
        let known = [
            ("CERTIFICATE_VERIFY_FAILED", "its certificate cannot be verified"),
            ("uncleanShutdown", "it ended the connection too early"),
            ("invalidEOFState", "it ended the connection too early"),
            ("HTTPParserError", "what it answers is no HTTP"),
        ]
        return known.first { text.contains($0.0) }?.1
            ?? (error is NIOSSLError ? "TLS fails with it" : "it cannot be reached")
    }
}
