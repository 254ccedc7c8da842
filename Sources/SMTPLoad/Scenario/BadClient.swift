import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

/// A client that does one ``ClientFault`` on a connection of its own, encrypted where it is to be, and is gone within a time
/// limit. It takes any certificate: it has nothing to hide.
enum BadClient {
    /// However long a server takes.
    static let limit = TimeAmount.seconds(10)
    private static let longLine = 65_536

    /// - Parameters:
    ///   - security: when it says STARTTLS; nil for never. `smtps` is encrypted anyway.
    ///   - encryption: of its sender.
    /// - Returns: what it was told last: the codes of the last reply, or how it ended.
    static func act(
        _ fault: ClientFault, at relay: Relay, as hostname: String, security: TransportSecurity? = nil,
        _ encryption: AnyCertificateEncryption, _ transaction: MailTransaction, seed: UInt64, on loop: any EventLoop,
        limit: TimeAmount = limit
    ) async -> String {
        let end = NIODeadline.now() + limit
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(limit).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                if relay.isImplicitTLS {
                    try channel.pipeline.syncOperations.addHandler(encryption.handler(for: relay))
                }
                try channel.pipeline.syncOperations.addHandler(BadClientHandler())
            }
        }
        guard
            let channel = try? await {
                switch relay.address {
                case .host(let host, let port): try await bootstrap.connect(host: host, port: port).get()
                case .unixSocket(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
                }
            }()
        else { return "not reached" }
        // Whatever the dialogue waits for ends with the connection.
        let hasTimedOut = NIOLoopBoundBox.makeBoxSendingValue(false, eventLoop: loop)
        let watch = loop.scheduleTask(deadline: end) {
            hasTimedOut.value = true
            channel.close(promise: nil)
        }
        defer { watch.cancel() }
        let verb = relay.scheme == .lmtp ? "LHLO" : "EHLO"
        let dialogue = Dialogue(
            channel: channel, relay: relay, hello: "\(verb) \(hostname)",
            security: relay.isImplicitTLS ? nil : security, encryption: encryption)
        let answer = await dialogue.perform(fault, transaction, draws: SeededDraws(seed: seed))
        try? await channel.close()
        let isLate = (try? await loop.submit { hasTimedOut.value }.get()) ?? false
        return answer ?? (isLate ? "timed out" : "closed")
    }

    private struct Dialogue {
        let channel: any Channel
        let relay: Relay
        let hello: String
        /// When it says STARTTLS.
        let security: TransportSecurity?
        let encryption: AnyCertificateEncryption

        /// Nil where the connection ended first.
        func perform(_ fault: ClientFault, _ transaction: MailTransaction, draws: SeededDraws) async -> String? {
            var draws = draws
            guard await reply() != nil, let offer = await say(hello) else { return nil }
            if security == .required || security == .opportunistic && offer.offersSTARTTLS {
                guard let go = await say("STARTTLS") else { return nil }
                guard go.code == 220 else { return "no TLS: \(go.codes)" }
                guard await encrypt(), await say(hello) != nil else { return nil }
            }
            let mail = "MAIL FROM:<\(transaction.reversePath.address)>"
            let rcpt =
                "RCPT TO:<\(transaction.recipients.isEmpty ? "nobody@bench.example" : transaction.recipients.address(at: 0))>"
            var last: Reply?
            switch fault {
            case .unknownCommand:
                for _ in 0..<(1 + draws.next() % 3) {
                    last = await say("FROB \(draws.next() % 1_000_000)")
                    if last == nil { return nil }
                }
            case .longLine:
                last = await say("NOOP " + String(repeating: "x", count: 4096 + Int(draws.next() % UInt64(longLine))))
            case .wrongSequence:
                guard await say(rcpt) != nil else { return nil }
                last = await say("DATA")
            case .reset:
                guard await say(mail) != nil, await say(rcpt) != nil else { return nil }
                last = await say("RSET")
            case .disconnectInData:
                guard await say(mail) != nil, let taken = await say(rcpt) else { return nil }
                guard taken.severity == .completed else { return taken.codes }
                guard let go = await say("DATA") else { return nil }
                guard go.severity == .intermediate else { return go.codes }
                let content = transaction.content.buffer
                // Never the whole: the last octets are the terminator.
                let part = Int(draws.fraction() * Double(max(0, content.readableBytes - 5)))
                try? await channel.writeAndFlush(
                    content.getSlice(at: content.readerIndex, length: part) ?? ByteBuffer())
                return "left"
            }
            guard let last else { return nil }
            _ = await say("QUIT")
            return last.codes
        }

        /// What came behind the reply to STARTTLS is part of the handshake, or nothing at all (RFC 3207, 4.2).
        private func encrypt() async -> Bool {
            let added = channel.eventLoop.submit { [channel, encryption, relay] in
                try channel.pipeline.syncOperations.handler(type: BadClientHandler.self).forget()
                try channel.pipeline.syncOperations.addHandler(encryption.handler(for: relay), position: .first)
            }
            return (try? await added.get()) != nil
        }

        private func say(_ line: String) async -> Reply? {
            guard (try? await channel.writeAndFlush(ByteBuffer(string: line + "\r\n"))) != nil else { return nil }
            return await reply()
        }

        private func reply() async -> Reply? {
            let promise = channel.eventLoop.makePromise(of: Reply?.self)
            channel.eventLoop.execute { [channel] in
                let handler = try? channel.pipeline.syncOperations.handler(type: BadClientHandler.self)
                if let handler { handler.wait(promise) } else { promise.succeed(nil) }
            }
            return (try? await promise.futureResult.get()) ?? nil
        }
    }
}

extension Reply {
    /// To EHLO: a line of it is this word (RFC 3207).
    fileprivate var offersSTARTTLS: Bool {
        text.split(whereSeparator: \.isNewline).contains { $0.uppercased().hasPrefix("STARTTLS") }
    }
}

/// Hands out the replies of a connection one after the other; nil when it has ended.
private final class BadClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var decoder = ReplyDecoder()
    private var replies: [Reply?] = []
    private var waiter: EventLoopPromise<Reply?>?
    private var isOver = false

    /// Nobody asked for what came.
    func forget() {
        decoder = ReplyDecoder()
        replies.removeAll()
    }

    func wait(_ promise: EventLoopPromise<Reply?>) {
        if !replies.isEmpty { return promise.succeed(replies.removeFirst()) }
        if isOver { return promise.succeed(nil) }
        waiter = promise
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        bytes.withUnsafeReadableBytes { bytes in
            var offset = 0
            while offset < bytes.count, !isOver {
                switch decoder.next(bytes, from: &offset, wantsText: true) {
                case .incomplete: return
                case .completed(let code): take(Reply(code: code, text: ""))
                case .reply(let reply): take(reply)
                case .violation: end()
                }
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) { end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ reply: Reply) {
        if let waiter {
            self.waiter = nil
            waiter.succeed(reply)
        } else if replies.count < 16 {
            replies.append(reply)
        }
    }

    private func end() {
        isOver = true
        waiter?.succeed(nil)
        waiter = nil
    }
}
