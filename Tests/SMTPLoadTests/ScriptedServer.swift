import NIOCore
import NIOPosix

/// Takes every message, or says nothing at all.
final class ScriptedServer: Sendable {
    struct Delays: Sendable {
        /// Nil: it says nothing at all.
        var greeting: TimeAmount? = .zero
        /// After so long it closes connections.
        var life: TimeAmount?
    }

    private let channel: any Channel
    let port: Int

    init(_ delays: Delays) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Dialogue(delays))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async { try? await channel.close() }

    private final class Dialogue: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let delays: Delays
        private var line = ""
        private var isInData = false

        init(_ delays: Delays) { self.delays = delays }

        func channelActive(context: ChannelHandlerContext) {
            let channel = context.channel
            if let life = delays.life { context.eventLoop.scheduleTask(in: life) { channel.close(promise: nil) } }
            if let greeting = delays.greeting { say("220 scripted.example", after: greeting, context) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for byte in unwrapInboundIn(data).readableBytesView where byte != 0x0D {
                guard byte == 0x0A else {
                    line.unicodeScalars.append(Unicode.Scalar(byte))
                    continue
                }
                take(line, context)
                line = ""
            }
        }

        private func take(_ line: String, _ context: ChannelHandlerContext) {
            guard delays.greeting != nil else { return }
            if isInData {
                guard line == "." else { return }
                isInData = false
                return say("250 2.0.0 taken", after: .zero, context)
            }
            switch line.prefix(4) {
            case "DATA":
                isInData = true
                say("354 go on", after: .zero, context)
            case "QUIT": say("221 2.0.0 bye", after: .zero, context)
            default: say("250 2.0.0 fine", after: .zero, context)
            }
        }

        private func say(_ reply: String, after time: TimeAmount, _ context: ChannelHandlerContext) {
            let channel = context.channel
            context.eventLoop.scheduleTask(in: time) {
                channel.writeAndFlush(ByteBuffer(string: reply + "\r\n"), promise: nil)
            }
        }
    }
}
