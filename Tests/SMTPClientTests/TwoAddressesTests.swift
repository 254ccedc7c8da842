import NIOCore
import NIOPosix
import SMTPCore
import SMTPProtocol
import SMTPSink
import TestSupport
import Testing

@testable import SMTPClient

@Suite("A name with several addresses", .timeLimit(.minutes(10)))
struct TwoAddressesTests {
    /// Knows every name, under these addresses.
    private struct FixedResolver: Resolver, Sendable {
        let loop: any EventLoop
        let version6: [String]
        let version4: [String]

        func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
            loop.makeCompletedFuture { try version4.map { try SocketAddress(ipAddress: $0, port: port) } }
        }

        func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
            loop.makeCompletedFuture { try version6.map { try SocketAddress(ipAddress: $0, port: port) } }
        }

        func cancelQueries() {}
    }

    private func connect(
        _ port: Int, version6: [String] = ["::1"], version4: [String] = ["127.0.0.1"]
    ) async throws(SMTPFailure) -> SMTPConnection {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return try await SMTPConnection.connect(
            to: Relay(scheme: .smtp, address: .host("mx.example.org", port: port)),
            configuration: SMTPConfiguration(hostname: "client.example"), on: loop,
            resolver: FixedResolver(loop: loop, version6: version6, version4: version4))
    }

    @Test("Where nobody listens on the first, mail goes to the second")
    func second() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let connection = try await connect(sink.port)
        #expect(await connection.send(try Letter.transaction(to: ["a@x"])).word == "answered 250")
        await connection.quit()
        #expect(sink.counts.copies == 1)
        await sink.stop()
    }

    @Test("Where nobody listens on any, that is said of the name")
    func none() async throws {
        let port = try LoopbackSocket()
        let failure = await Letter.failure { () async throws(SMTPFailure) in try await connect(port.number) }
        #expect(failure?.kind == .refused)
        #expect(failure?.message.hasPrefix("mx.example.org:\(port.number): ") == true)
    }

    @Test("A name with no address is told from a host that refuses")
    func noAddress() async throws {
        let failure = await Letter.failure { () async throws(SMTPFailure) in
            try await connect(25, version6: [], version4: [])
        }
        #expect(failure?.kind == .nameNotFound)
        #expect(failure?.message == "mx.example.org:25: the name mx.example.org has no address")
    }
}
