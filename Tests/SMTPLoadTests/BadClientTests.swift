import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("A bad client", .timeLimit(.minutes(5)))
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
        let answer = await BadClient.act(
            fault, at: try Relay("smtp://127.0.0.1:\(port)"), as: "b.example", transaction, seed: 1, on: group.next(),
            limit: .milliseconds(100))
        try await server.close()
        // One whose first words are no reply is left at once.
        #expect(answer == (words.hasPrefix("nonsense") ? "closed" : "timed out"))
        let none = await BadClient.act(
            fault, at: try Relay("smtp://127.0.0.1:\(port)"), as: "b.example", transaction, seed: 1, on: group.next())
        #expect(none == "not reached")
    }
}
