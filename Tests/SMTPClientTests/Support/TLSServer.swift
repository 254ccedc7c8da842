import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that takes every message over TLS, and remembers the commands and whether they came encrypted.
final class TLSServer: Sendable {
    struct Behaviour: Sendable {
        var isImplicit = false
        var offersSTARTTLS = true
        /// What STARTTLS is answered.
        var replyToSTARTTLS = "220 go ahead\r\n"
        /// After the handshake it offers these.
        var offersInTLS = ["PIPELINING"]
        /// The handshake does not happen: what comes instead of it.
        var insteadOfHandshake: String?
        var asksForCertificate: TestAuthority?
    }

    let port: Int
    private let channel: any Channel
    private let commands: Commands

    final class Commands: Sendable {
        let heard = Mutex<[String]>([])
    }

    /// `TLS EHLO x` or `EHLO x`.
    var heard: [String] { commands.heard.withLock { $0 } }

    private init(channel: any Channel, commands: Commands) {
        self.channel = channel
        self.commands = commands
        port = channel.localAddress?.port ?? 0
    }

    static func start(_ identity: TestAuthority.Identity, _ behaviour: Behaviour = Behaviour()) async throws
        -> TLSServer
    {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(identity.certificate)], privateKey: .privateKey(identity.key))
        if let authority = behaviour.asksForCertificate {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(
                [try NIOSSLCertificate(bytes: Array(authority.pem.utf8), format: .pem)])
        }
        let context = try NIOSSLContext(configuration: configuration)
        let commands = Commands()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if behaviour.isImplicit {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(behaviour, context, commands))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return TLSServer(channel: channel, commands: commands)
    }

    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let behaviour: Behaviour
        private let context: NIOSSLContext
        private let commands: Commands
        private var isEncrypted: Bool
        private var isInData = false
        private var unread = ""

        init(_ behaviour: Behaviour, _ context: NIOSSLContext, _ commands: Commands) {
            self.behaviour = behaviour
            self.context = context
            self.commands = commands
            isEncrypted = behaviour.isImplicit
        }

        func channelActive(context: ChannelHandlerContext) { say("220 x ESMTP\r\n", context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            unread += String(buffer: unwrapInboundIn(data))
            while let end = unread.range(of: "\r\n") {
                let line = String(unread[..<end.lowerBound])
                unread = String(unread[end.upperBound...])
                take(line, context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func take(_ line: String, _ context: ChannelHandlerContext) {
            if isInData {
                guard line == "." else { return }
                isInData = false
                return say("250 2.0.0 taken\r\n", context)
            }
            commands.heard.withLock { $0.append(isEncrypted ? "TLS \(line)" : line) }
            switch line.prefix(4).uppercased() {
            case "EHLO":
                var offers = isEncrypted ? behaviour.offersInTLS : ["PIPELINING", "AUTH PLAIN"]
                if !isEncrypted, behaviour.offersSTARTTLS { offers.append("STARTTLS") }
                let lines = ["x"] + offers
                say(lines.enumerated().map { "250\($0 == lines.count - 1 ? " " : "-")\($1)\r\n" }.joined(), context)
            case "STAR":
                say(behaviour.replyToSTARTTLS, context)
                guard behaviour.replyToSTARTTLS.hasPrefix("220") else { return }
                if let instead = behaviour.insteadOfHandshake { return say(instead, context) }
                isEncrypted = true
                let layer = NIOSSLServerHandler(context: self.context)
                try? context.pipeline.syncOperations.addHandler(layer, position: .before(self))
            case "AUTH": say("235 2.7.0 in\r\n", context)
            case "DATA":
                isInData = true
                say("354 go\r\n", context)
            case "QUIT":
                say("221 bye\r\n", context)
                context.close(promise: nil)
            default: say("250 2.1.0 ok\r\n", context)
            }
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
