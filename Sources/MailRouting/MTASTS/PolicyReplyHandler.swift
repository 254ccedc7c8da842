import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import SMTPClient

/// Asks for the policy once the server has shown who it is, and takes its reply.
final class PolicyReplyHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let host: String
    private let promise: EventLoopPromise<String>
    private var body: [UInt8] = []

    init(_ host: String, _ promise: EventLoopPromise<String>) { (self.host, self.promise) = (host, promise) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            let layer = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
            let certificate = (try? layer?.peerCertificate?.toDERBytes()) ?? []
            if let objection = ServerIdentity.objection(to: certificate, of: host) {
                return fail("the certificate of \(host) \(objection)")
            }
            let head = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: "/.well-known/mta-sts.txt",
                headers: ["Host": host, "Accept": "text/plain", "User-Agent": "fanmail", "Connection": "close"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // A redirection is none (RFC 8461, 3.3).
            guard head.status.code == 200 else { return fail("\(host) answers \(head.status.code) instead of 200") }
            let type = head.headers.first(name: "content-type")?.prefix { $0 != ";" && $0 != " " }.lowercased()
            guard type == "text/plain" else { return fail("what \(host) shows is not of the type text/plain") }
        case .body(let part):
            body += part.readableBytesView
            if body.count > HTTPSPolicySource.mostOctets { fail("what \(host) shows is longer than 64 KB") }
        case .end:
            guard let text = String(validating: body, as: UTF8.self) else {
                return fail("what \(host) shows is no text in UTF-8")
            }
            promise.succeed(text)
        }
    }

    private func fail(_ what: String) { promise.fail(STSPolicy.Fault(what: what)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { fail("\(host) ended the connection too early") }
}
