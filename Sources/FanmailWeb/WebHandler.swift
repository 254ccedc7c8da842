import NIOCore
import NIOHTTP1

/// One connection of a browser or a program: requests one after the other, each answered by a task.
final class WebHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The server stops.
    struct Farewell: Sendable {}

    /// Octets of a request's header; NIO bears more.
    private static let longestHead = 64 << 10
    /// What is passed over of a body that is too long, until its connection is closed.
    private static let longestHeard = 16 << 20
    /// Octets that are written at once, so that it is seen whether an answer goes on.
    private static let piece = 256 << 10

    private let settings: WebServer.Settings
    private let answer: @Sendable (WebRequest) async -> WebResponse
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Of the body, whether or not they are held.
    private var octets = 0
    private var refusal: WebFailure?
    private var task: Task<Void, Never>?
    /// Answers that are not out yet.
    private var writing = 0
    private var isLast = false
    /// Ends a connection whose request does not come.
    private var clock: Scheduled<Void>?

    init(_ settings: WebServer.Settings, _ routes: [WebRoute]) {
        self.settings = settings
        answer = { request in
            do {
                return try await WebRoute.answer(request, by: routes)
            } catch {
                return Self.told((error as? WebFailure) ?? WebFailure(500, "\(error)"), settings)
            }
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { expect(on: context.channel) }

    func handlerRemoved(context: ChannelHandlerContext) { clock?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            (body, octets) = ([], 0)
            refusal =
                Self.size(of: head) > Self.longestHead
                ? WebFailure(431, "the header is too long") : settings.guardian?.refusal(of: head)
            if let expected = head.headers.first(name: "Expect"), head.version == .http1_1 {
                goOn(head, expected.lowercased(), context)
            }
        case .body(let piece):
            octets += piece.readableBytes
            if octets > settings.longestBody, refusal == nil { refusal = tooLong }
            if refusal == nil { body += piece.readableBytesView } else { body = [] }
            if octets > Self.longestHeard { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            clock?.cancel()
            // Only now: whoever is still writing does not read, and would lose the answer with the connection.
            if let refusal {
                isLast = true
                return say(told(refusal), head, context)
            }
            guard let request = WebRequest(head, body: body) else {
                return say(told(WebFailure(400, "the address cannot be read")), head, context)
            }
            body = []
            take(request, head, context)
        }
    }

    private var tooLong: WebFailure {
        let most = settings.longestBody
        return WebFailure(413, most == 0 ? "nothing may be sent" : "a request has at most \(most) octets")
    }

    /// Whoever asks before it sends a body is told that it may, or why not (RFC 9110, 10.1.1).
    private func goOn(_ head: HTTPRequestHead, _ expected: String, _ context: ChannelHandlerContext) {
        if expected != "100-continue" {
            refusal = refusal ?? WebFailure(417, "of Expect only 100-continue is understood")
        }
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        if length > settings.longestBody { refusal = refusal ?? tooLong }
        guard let refusal else {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            return
        }
        // It waits for that, and sends nothing of the body.
        self.head = nil
        clock?.cancel()
        isLast = true
        say(told(refusal), head, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is Farewell:
            isLast = true
            task?.cancel()
        // Nothing was written for long, though there is something: nobody reads it.
        case is IdleStateHandler.IdleStateEvent: if writing > 0 { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        clock?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Waits for a request, whole: also for one whose octets come one by one.
    private func expect(on channel: any Channel) {
        clock?.cancel()
        clock = channel.eventLoop.scheduleTask(in: settings.patience) { channel.close(promise: nil) }
    }

    private static func size(of head: HTTPRequestHead) -> Int {
        head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    private func take(_ request: WebRequest, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let goOn = NIOLoopBound({ self.say($0, head, context) }, eventLoop: loop)
        task = Task { [answer] in
            let response = await answer(request)
            loop.execute { goOn.value(response) }
        }
    }

    private func told(_ failure: WebFailure) -> WebResponse { Self.told(failure, settings) }

    private static func told(_ failure: WebFailure, _ settings: WebServer.Settings) -> WebResponse {
        var response = settings.telling(failure)
        response.fields += failure.fields
        return response
    }

    private func say(_ response: WebResponse, _ asked: HTTPRequestHead, _ context: ChannelHandlerContext) {
        task = nil
        guard context.channel.isActive else { return }
        let isKept = asked.isKeepAlive && !isLast
        writing += 1
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: response.status),
            headers: Self.fields(of: response, isKept: isKept))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if asked.method != .HEAD {
            var rest = ByteBuffer(bytes: response.body)
            while let piece = rest.readSlice(length: min(Self.piece, rest.readableBytes)), piece.readableBytes > 0 {
                context.write(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
            }
        }
        let channel = context.channel
        let goOn = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            goOn.value.writing -= 1
            guard isKept, channel.isActive else { return channel.close(promise: nil) }
            // The next may be here already, and be answered.
            if goOn.value.task == nil { goOn.value.expect(on: channel) }
        }
    }

    private static func fields(of response: WebResponse, isKept: Bool) -> HTTPHeaders {
        var fields = HTTPHeaders([
            ("Content-Type", response.type), ("Content-Length", "\(response.body.count)"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Connection", isKept ? "keep-alive" : "close"),
        ])
        for field in response.fields { fields.replaceOrAdd(name: field.name, value: field.value) }
        // What is sandboxed has an origin of its own; a browser would show none of it with such a policy.
        let isSandboxed = response.fields.contains {
            $0.name == "Content-Security-Policy" && $0.value.contains("sandbox")
        }
        if !isSandboxed { fields.add(name: "Cross-Origin-Opener-Policy", value: "same-origin") }
        return fields
    }
}
