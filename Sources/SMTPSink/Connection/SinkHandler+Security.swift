import Foundation
import NIOCore
import NIOSSL

extension SinkHandler {
    /// Whether STARTTLS would be heeded now.
    var offersTLS: Bool {
        guard let tls = configuration.tls else { return false }
        return !isEncrypted && tls.mode != .implicit
    }

    /// Logins are taken within TLS only, where there is TLS.
    var offersLogin: Bool {
        !configuration.users.isEmpty && !isAuthenticated && (isEncrypted || configuration.tls == nil)
    }

    /// Why no mail is taken yet (RFC 3207, 4; RFC 4954, 6); nil when it is.
    var lacks: StaticString? {
        if configuration.tls?.mode == .require, !isEncrypted { return "530 5.7.0 say STARTTLS first" }
        if configuration.requiresLogin, !isAuthenticated { return "530 5.7.0 say AUTH first" }
        return nil
    }

    // MARK: - STARTTLS

    func startTLS(_ line: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        guard offersTLS, let tls = configuration.tls else { return reply("503 5.5.1 no TLS here, or it is on already") }
        guard line.count == 8 else { return reply("501 5.5.4 STARTTLS takes no parameter") }
        reply("220 2.0.0 go ahead")
        flush(context)
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.context), position: .first)
        } catch {
            isClosing = true
            return
        }
        // All that was known before is forgotten, and what came behind the command in the clear is not read.
        isEncrypted = true
        state = .greeting
        reset()
        dropsRest = true
        counters.update { $0.encrypted += 1 }
    }

    // MARK: - AUTH

    func beginLogin(_ line: UnsafeRawBufferPointer) {
        guard offersLogin else { return reply("503 5.5.1 no login here now") }
        guard case .ready = state else { return reply("503 5.5.1 say EHLO first, and no MAIL") }
        let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 2 || words.count == 3 else { return reply("501 5.5.4 AUTH mechanism") }
        guard var made = SinkLogin(words[1], users: configuration.users, hostname: configuration.hostname) else {
            return reply("504 5.5.4 no such mechanism")
        }
        var initial: [UInt8]?
        if words.count == 3 {
            // An empty initial response is an equals sign (RFC 4954, 4).
            guard let octets = words[2] == "=" ? Data() : Data(base64Encoded: words[2]) else {
                return reply("501 5.5.2 that is no base64")
            }
            initial = Array(octets)
        }
        let step = made.begin(initial)
        login = made
        answer(step)
    }

    /// A line behind 334.
    func goOnWithLogin(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        guard text != "*" else {
            login = nil
            return reply("501 5.7.0 cancelled")
        }
        guard let octets = Data(base64Encoded: text), let step = login?.respond(Array(octets)) else {
            login = nil
            return reply("501 5.5.2 that is no base64")
        }
        answer(step)
    }

    private func answer(_ step: SinkLogin.Step) {
        switch step {
        case .challenge(let octets): return reply("334 \(Data(octets).base64EncodedString())")
        case .accepted:
            isAuthenticated = true
            counters.update { $0.authenticated += 1 }
            reply("235 2.7.0 welcome")
        case .refused: reply("535 5.7.8 wrong name or password")
        }
        login = nil
    }
}
