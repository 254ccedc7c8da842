import Foundation
import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("LMTP over a Unix socket", .timeLimit(.minutes(10)))
struct UnixSocketTests {
    /// Takes everything, one command at a time.
    private final class Server: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelActive(context: ChannelHandlerContext) { say("220 mx", context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            say(text.hasPrefix("DATA") ? "354 go" : text.hasPrefix("QUIT") ? "221 bye" : "250 fine", context)
        }

        private func say(_ line: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
        }
    }

    @Test("A transaction gets through, and a socket that is not there is told")
    func transaction() async throws {
        let path = "/tmp/fanmail-\(UUID().uuidString.prefix(8)).sock"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let relay = Relay(scheme: .lmtp, address: .unixSocket(path: path))
        let configuration = SMTPConfiguration(hostname: "client.example")
        let failure = await Letter.failure { () async throws(SMTPFailure) in
            try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
        }
        #expect(failure?.kind == .refused)
        #expect(failure?.message == "\(path): No such file or directory")
        let server = try await ServerBootstrap(group: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Server()) }
            }
            .bind(unixDomainSocketPath: path).get()
        let connection = try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
        #expect(await connection.send(try Letter.transaction(to: ["a@x"])).word == "answered 250")
        await connection.quit()
        try await server.close()
    }
}
