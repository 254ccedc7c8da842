import FanmailBasics
import Foundation
import SMTPCore

/// From the greeting to the first transaction.
/// ```
/// S: 220, C: EHLO, S: 250, C: STARTTLS, S: 220, handshake, C: EHLO, S: 250, C: AUTH, S: 235
/// ```
extension SMTPSession {
    mutating func greeted(_ reply: Reply) {
        guard reply.severity == .completed else {
            return fail(.init(.reply, "\(peer): greets with \(reply.summary)", reply: reply))
        }
        introduce()
    }

    private mutating func introduce() {
        guard MachineName.checked(hostname) != nil else {
            let shown = hostname.debugDescription.escapedForTerminal
            return fail(
                .init(
                    .protocolError, "\(peer): the client's own name \(shown) is no domain and no address literal",
                    isPermanent: true))
        }
        state = .hello
        write("\(dialect == .lmtp ? "LHLO" : "EHLO") \(hostname)")
    }

    mutating func introduced(_ reply: Reply) {
        switch reply.severity {
        case .completed:
            if state == .hello {
                capabilities = Capabilities(reply)
                if !pipelining { capabilities.pipelining = false }
            }
            if !isEncrypted { clearCapabilities = capabilities }
            secureOrGoOn()
        case .permanent where state == .hello && dialect == .smtp:
            // It knows RFC 821 only.
            state = .helo
            write("HELO \(hostname)")
        default:
            let command = state == .helo ? "HELO" : dialect == .lmtp ? "LHLO" : "EHLO"
            fail(.init(.reply, "\(peer): answers \(command) with \(reply.summary)", reply: reply))
        }
    }

    // MARK: - TLS

    private mutating func secureOrGoOn() {
        guard !isEncrypted, security == .required || security == .opportunistic else { return logInOrGoOn() }
        if capabilities.startTLS {
            state = .startTLS
            return write("STARTTLS")
        }
        guard security == .opportunistic else {
            return fail(
                .init(
                    .tls, "\(peer): does not offer STARTTLS, and TLS is required", remedy: .doWithoutTLS,
                    isPermanent: true))
        }
        securityNote = "not encrypted: the server does not offer STARTTLS"
        logInOrGoOn()
    }

    mutating func startTLSAnswered(_ reply: Reply) {
        if reply.severity == .completed {
            state = .handshake
            return actions.append(.startTLS)
        }
        guard security == .opportunistic else {
            return fail(
                .init(
                    .tls, "\(peer): answers STARTTLS with \(reply.summary), and TLS is required", reply: reply,
                    isPermanent: reply.severity == .permanent))
        }
        securityNote = "not encrypted: the server answers STARTTLS with \(reply.summary)"
        logInOrGoOn()
    }

    /// The TLS handshake that ``Action/startTLS`` asked for is done.
    public mutating func secured() {
        guard state == .handshake else { return }
        isEncrypted = true
        // What was said in the clear may have been said by anybody (RFC 3207, 4.2).
        capabilities = Capabilities()
        decoder = ReplyDecoder()
        introduce()
    }

    /// The TLS layer says no, at any time.
    ///
    /// - Parameter isPermanent: it would say so again, as of a certificate.
    public mutating func tlsFailed(_ reason: String, isPermanent: Bool = false) {
        fail(.init(.tls, "\(peer): TLS: \(reason)", isPermanent: isPermanent))
    }

    // MARK: - AUTH

    private mutating func logInOrGoOn() {
        guard let login else { return establish() }
        switch SASLMechanism.choose(offered: capabilities.auth, login: login, isEncrypted: isEncrypted) {
        case .failure(let failure): fail(.init(.authentication, "\(peer): \(failure.message)", remedy: failure.remedy))
        case .success(let mechanism):
            let exchange = SASLExchange(
                mechanism, login: login, host: host, port: port, nonce: nonce ?? SASLExchange.freshNonce())
            let initial = exchange.initialResponse.map { $0.isEmpty ? "=" : Data($0).base64EncodedString() }
            if let initial { secrets.hide(Array(initial.utf8)) }
            let command = "AUTH \(mechanism.rawValue)"
            // A command line has 512 octets (RFC 4954, 4); what is longer goes as the answer to an empty challenge.
            let fits = initial.map { command.utf8.count + 1 + $0.utf8.count <= 510 } ?? false
            sentInitialResponse = fits
            sasl = exchange
            state = .authenticating
            if fits, let initial {
                write("\(command) \(initial)", shownAs: "\(command) …")
            } else {
                write(command)
            }
        }
    }

    mutating func authenticationAnswered(_ reply: Reply) {
        guard var exchange = sasl else { return fail(.init(.protocolError, "\(peer): answers an AUTH nobody sent")) }
        switch reply.severity {
        case .intermediate:
            let decoded = Data(base64Encoded: reply.text == "=" ? "" : reply.text)
            guard let challenge = decoded ?? (exchange.mechanism.readsChallenges ? nil : Data()) else {
                let shown = Reply(code: reply.code, status: reply.status, text: secrets.redacted(reply.text))
                return fail(.init(.authentication, "\(peer): challenges with what is not base64", reply: shown))
            }
            do {
                let response = try exchange.respond(to: Array(challenge), sentInitial: sentInitialResponse)
                sasl = exchange
                let text = Data(response).base64EncodedString()
                secrets.hide(Array(text.utf8))
                write(text, shownAs: "…")
            } catch {
                fail(.init(.authentication, "\(peer): \(error.message)"))
            }
        case .completed:
            do {
                try exchange.checkEnd()
                sasl = nil
                authenticatedBy = exchange.mechanism
                establish()
            } catch {
                fail(.init(.authentication, "\(peer): \(error.message)"))
            }
        case .transient, .permanent:
            let command = "AUTH \(exchange.mechanism.rawValue)"
            fail(.init(.authentication, "\(peer): answers \(command) with \(reply.summary)", reply: reply))
        }
    }

    private mutating func establish() {
        state = .ready
        actions.append(.established)
    }
}
