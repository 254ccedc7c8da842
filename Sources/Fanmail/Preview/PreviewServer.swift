import FanmailBasics
import Foundation
package import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Shows a letter to the browsers of this machine, below a path that nobody can guess: what it shows of a subscriber is
/// not for whoever else is logged in here, nor for a page of the web that has found the port.
package final class PreviewServer: Sendable {
    /// An answer.
    package struct Page: Sendable, Equatable {
        package let status: Int
        /// `text/html` or `text/plain`, in UTF-8.
        package let type: String
        package let text: String

        package init(_ text: String, type: String = "text/html", status: Int = 200) {
            (self.text, self.type, self.status) = (text, type, status)
        }
    }

    /// Where it listens, of this machine alone.
    package let port: Int
    private let secret: String
    private let channel: any Channel
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    /// For a browser.
    package var url: String { "http://127.0.0.1:\(port)/\(secret)/" }

    private init(_ channel: any Channel, _ port: Int, _ secret: String) {
        (self.channel, self.port, self.secret) = (channel, port, secret)
    }

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - answer: makes a page of what stands behind the secret, such as an empty text or `version`, and of the query; on
    ///     a thread of its own, so that it may take its time.
    /// - Throws: an `IOError` where the port cannot be listened on.
    package static func start(
        port: Int = 0, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        answer: @escaping @Sendable (_ name: String, _ query: [String: String]) -> Page
    ) async throws -> PreviewServer {
        let secret = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(60)))
                    try channel.pipeline.syncOperations.addHandler(PreviewHandler(secret, answer))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return PreviewServer(channel, channel.localAddress?.port ?? port, secret)
    }

    /// Returns when nobody is listened to any more. May be called again.
    package func stop() async {
        let task = stopping.withLock { task in
            if let task { return task }
            let new = Task { [channel] in _ = try? await channel.close() }
            task = new
            return new
        }
        await task.value
    }
}

/// One connection: a request, an answer, the end.
private final class PreviewHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let secret: String
    private let answer: @Sendable (String, [String: String]) -> PreviewServer.Page
    private var head: HTTPRequestHead?

    init(_ secret: String, _ answer: @escaping @Sendable (String, [String: String]) -> PreviewServer.Page) {
        (self.secret, self.answer) = (secret, answer)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        // Nobody has anything to send here.
        case .body: context.close(promise: nil)
        case .end:
            guard let head else { return }
            self.head = nil
            take(head, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let refusal = refusal(of: head, port: context.channel.localAddress?.port) {
            return say(refusal, isWhole: head.method != .HEAD, context)
        }
        // A form writes a space as a plus.
        let parts = URLComponents(string: head.uri.replacing("+", with: "%20"))
        let name = String((parts?.path ?? "").dropFirst(secret.count + 2))
        let items = (parts?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        let query = Dictionary(items) { first, _ in first }
        let loop = context.eventLoop
        let isWhole = head.method != .HEAD
        let goOn = NIOLoopBound({ self.say($0, isWhole: isWhole, context) }, eventLoop: loop)
        let answer = answer
        Task {
            let page = await OwnThread.run("preview") { answer(name, query) }
            loop.execute { goOn.value(page) }
        }
    }

    /// Of whoever does not know the path, and of pages elsewhere that had this machine looked up by a name of theirs.
    private func refusal(of head: HTTPRequestHead, port: Int?) -> PreviewServer.Page? {
        func refused(_ status: Int, _ text: String) -> PreviewServer.Page {
            .init(text, type: "text/plain", status: status)
        }
        let hosts = ["127.0.0.1", "localhost"].map { "\($0):\(port ?? 0)" }
        guard head.headers["Host"].count == 1, hosts.contains(head.headers["Host"].first ?? "") else {
            return refused(421, "This is a server for this machine alone.\n")
        }
        guard head.uri.hasPrefix("/\(secret)/") else { return refused(404, "There is nothing here.\n") }
        guard head.method == .GET || head.method == .HEAD else { return refused(405, "Ask with GET.\n") }
        return nil
    }

    private func say(_ page: PreviewServer.Page, isWhole: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let body = ByteBuffer(string: page.text)
        var fields = HTTPHeaders([
            ("Content-Type", "\(page.type); charset=utf-8"), ("Content-Length", "\(body.readableBytes)"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Connection", "close"),
        ])
        if page.status == 405 { fields.add(name: "Allow", value: "GET, HEAD") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: page.status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if isWhole { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
