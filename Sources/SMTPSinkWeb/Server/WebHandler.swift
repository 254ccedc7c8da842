import NIOCore
import NIOHTTP1

/// One connection of a browser or a program: requests one after the other, each answered by a task.
final class WebHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What a request may bring.
    private static let longestBody = 1 << 20
    /// What is passed over of one that brings more, until its connection is closed.
    private static let longestHeard = 16 << 20

    private let guardian: WebGuard
    private let answer: @Sendable (WebRequest) async -> WebResponse
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Of the body, whether or not they are held.
    private var octets = 0
    private var refusal: WebFailure?
    private var task: Task<Void, Never>?

    init(_ guardian: WebGuard, _ answer: @escaping @Sendable (WebRequest) async -> WebResponse) {
        (self.guardian, self.answer) = (guardian, answer)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            (body, octets) = ([], 0)
            refusal = guardian.refusal(of: head)
        case .body(let piece):
            octets += piece.readableBytes
            if octets > Self.longestBody, refusal == nil {
                refusal = WebFailure(413, "a request has at most \(Self.longestBody >> 20) MiB")
            }
            if refusal == nil { body += piece.readableBytesView } else { body = [] }
            if octets > Self.longestHeard { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            // Only now: whoever is still writing does not read, and would lose the answer with the connection.
            if let refusal { return say(refusal.response, head, context, isLast: true) }
            guard let request = WebRequest(head, body: body) else {
                return say(WebFailure(400, "the address cannot be read").response, head, context)
            }
            body = []
            take(request, head, context)
        }
    }

    /// A connection that says nothing; one that waits for its answer may.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent, task == nil { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ request: WebRequest, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let goOn = NIOLoopBound({ self.say($0, head, context) }, eventLoop: loop)
        task = Task { [answer] in
            let response = await answer(request)
            loop.execute { goOn.value(response) }
        }
    }

    private func say(
        _ response: WebResponse, _ asked: HTTPRequestHead, _ context: ChannelHandlerContext, isLast: Bool = false
    ) {
        task = nil
        guard context.channel.isActive else { return }
        let isKept = asked.isKeepAlive && !isLast
        var fields = HTTPHeaders([
            ("Content-Type", response.type), ("Content-Length", "\(response.body.count)"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Connection", isKept ? "keep-alive" : "close"),
        ])
        for field in response.fields { fields.replaceOrAdd(name: field.name, value: field.value) }
        // What is sandboxed has an origin of its own; a browser would show none of it with such a policy.
        let isSandboxed = response.fields.contains {
            $0.name == "Content-Security-Policy" && $0.value.contains("sandbox")
        }
        if !isSandboxed { fields.add(name: "Cross-Origin-Opener-Policy", value: "same-origin") }
        if response.status == 401 { fields.add(name: "WWW-Authenticate", value: "Basic realm=\"sink\"") }
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: response.status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if asked.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !isKept { channel.close(promise: nil) }
        }
    }
}
