import Foundation
import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("A bad client", .timeLimit(.minutes(10)))
struct BadClientTests {
    /// Says what it is told to at once, and nothing ever after.
    private final class Mute: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let words: String

        init(_ words: String) { self.words = words }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: words)), promise: nil)
        }
    }

    @Test(
        "is gone within its time, whatever the server does",
        arguments: ["", "220 hi\r\n", "nonsense\r\n"], ClientFault.allCases)
    func limited(words: String, fault: ClientFault) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Mute(words)) }
        }.bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let transaction = MailTransaction(
            reversePath: .null, recipients: RecipientBatch(), content: try EncodedContent(Array("A: b\r\n\r\n".utf8)))
        // One whose first words are no reply is left at once, and not when its time is over.
        let isLeft = words.hasPrefix("nonsense")
        let answer = await BadClient.act(
            fault, at: try Relay("smtp://127.0.0.1:\(port)"), as: "b.example",
            AnyCertificateEncryption(SMTPConfiguration(hostname: "b.example")), transaction, seed: 1, on: group.next(),
            limit: isLeft ? .minutes(4) : .milliseconds(100))
        try await server.close()
        // To connect takes of its time, too.
        #expect((isLeft ? ["closed"] : ["timed out", "not reached"]).contains(answer))
    }

    @Test("says so when nobody is there", arguments: ClientFault.allCases)
    func alone(fault: ClientFault) async throws {
        // Bound, so that nobody else gets the port, and without anybody who listens.
        let held = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(held) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(held, $0, length) == 0 && getsockname(held, $0, &length) == 0
            }
        }
        try #require(isBound)
        let port = UInt16(bigEndian: address.sin_port)
        let transaction = MailTransaction(
            reversePath: .null, recipients: RecipientBatch(), content: try EncodedContent(Array("A: b\r\n\r\n".utf8)))
        let answer = await BadClient.act(
            fault, at: try Relay("smtp://127.0.0.1:\(port)"), as: "b.example",
            AnyCertificateEncryption(SMTPConfiguration(hostname: "b.example")), transaction, seed: 1,
            on: MultiThreadedEventLoopGroup.singleton.next())
        #expect(answer == "not reached")
    }
}
