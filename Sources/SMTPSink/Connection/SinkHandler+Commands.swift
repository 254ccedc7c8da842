import FanmailBasics
import NIOCore
import SMTPCore

extension SinkHandler {
    func command(_ bytes: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        let line = bytes.last == 0x0D ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
        guard login == nil else { return goOnWithLogin(line) }
        switch Verb(line) {
        case .rcpt: recipient(line, context)
        case .mail: answer(.mail, context) { mail(line, $0) }
        case .data: answer(.data, context) { data($0) }
        case .bdat where offers.chunking: beginChunk(line, context)
        case .ehlo where !configuration.isLMTP, .lhlo where configuration.isLMTP:
            answer(.hello, context) { strike in
                if let refusal = strike?.reply { return reply(refusal.summary) }
                hello()
                let lines = configuration.helloLines(startTLS: offersTLS, login: offersLogin)
                for (index, text) in lines.enumerated() { reply("250\(index + 1 < lines.count ? "-" : " ")\(text)") }
            }
        case .helo where !configuration.isLMTP:
            answer(.hello, context) { strike in
                if let refusal = strike?.reply { return reply(refusal.summary) }
                hello()
                reply("250 \(configuration.hostname)")
            }
        case .rset:
            reset()
            reply("250 2.0.0 Ok")
        case .noop: reply("250 2.0.0 Ok")
        case .starttls where configuration.tls != nil: startTLS(line, context)
        case .auth where !configuration.users.isEmpty: beginLogin(line)
        case .vrfy: reply("252 2.5.0 send some mail")
        case .help: reply("214 2.0.0 see RFC 5321")
        case .quit:
            answer(.quit, context) { strike in
                reply(strike?.reply?.summary ?? "221 2.0.0 Bye")
                isClosing = true
            }
        default: reply("500 5.5.2 command not recognised")
        }
    }

    /// Says RSET as well (RFC 5321, 4.1.4).
    private func hello() {
        state = .ready
        reset()
    }

    func reset() {
        if case .greeting = state {} else { state = .ready }
        reversePath.removeAll(keepingCapacity: true)
        forwardPaths.removeAll(keepingCapacity: true)
        requests.removeAll(keepingCapacity: true)
        returnsFull = false
        envelopeID = nil
        accepted = 0
    }

    private func mail(_ line: UnsafeRawBufferPointer, _ strike: Strike?) {
        switch state {
        case .ready: break
        case .greeting: return reply("503 5.5.1 say EHLO first")
        default: return reply("503 5.5.1 nested MAIL")
        }
        if let lacks { return reply(lacks) }
        guard let (path, end) = line.path(after: "MAIL FROM:") else {
            return reply("501 5.5.4 MAIL FROM:<reverse-path>")
        }
        if let refusal = strike?.reply { return reply(refusal.summary) }
        if let limit = configuration.faults.messageLimit, messages >= limit {
            reply("421 4.7.0 \(configuration.hostname) enough of this connection")
            isClosing = true
            return
        }
        declares8Bit = false
        allowsUTF8 = false
        envelopeID = nil
        if end < line.count, let refusal = mailParameters(UnsafeRawBufferPointer(rebasing: line[end...])) {
            return reply(refusal)
        }
        if !path.isEmpty, !path.isStrictAddress(allowsUTF8: allowsUTF8) {
            badAddresses += 1
            if configuration.isStrict { return reply("553 5.1.7 that is no address a strict server takes") }
        }
        guard shared.faults.takesRate() else { return reply("451 4.7.1 too fast; try again later") }
        reversePath = Array(path)
        state = .mail
        reply("250 2.1.0 Ok")
    }

    /// What is wrong with the parameters of MAIL (RFC 5321, 4.1.1.11), nil for nothing.
    private func mailParameters(_ text: UnsafeRawBufferPointer) -> String? {
        for word in text.split(separator: 0x20) {
            let word = UnsafeRawBufferPointer(rebasing: word)
            if offers.size, word.hasPrefix("SIZE=") {
                guard let size = Int(String(decoding: word.dropFirst(5), as: UTF8.self)), size >= 0 else {
                    return "501 5.5.4 SIZE=octets"
                }
                guard size <= configuration.longestMessage else { return "552 5.3.4 message too large" }
            } else if offers.eightBit, word.hasPrefix("BODY=8BITMIME") {
                declares8Bit = true
            } else if offers.eightBit, word.hasPrefix("BODY=7BIT") {
                declares8Bit = false
            } else if offers.utf8, word.hasPrefix("SMTPUTF8") {
                allowsUTF8 = true
            } else if offers.dsn, word.hasPrefix("RET=FULL") || word.hasPrefix("RET=HDRS") {
                returnsFull = word.hasPrefix("RET=FULL")
            } else if offers.dsn, word.hasPrefix("ENVID=") {
                envelopeID = String(decoding: word.dropFirst(6).prefix(100), as: UTF8.self)
            } else if word.hasPrefix("AUTH=") {
                continue
            } else {
                return "555 5.5.4 a parameter that was not offered"
            }
        }
        return nil
    }

    private func recipient(_ line: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        guard case .mail = state else { return reply("503 5.5.1 MAIL first") }
        guard let (path, end) = line.path(after: "RCPT TO:"), !path.isEmpty else {
            return reply("501 5.5.4 RCPT TO:<forward-path>")
        }
        var request = AnswerRequest()
        if end < line.count {
            for word in line[end...].split(separator: 0x20) {
                let word = UnsafeRawBufferPointer(rebasing: word)
                guard offers.dsn, word.hasPrefix("NOTIFY=") || word.hasPrefix("ORCPT=") else {
                    return reply("555 5.5.4 a parameter that was not offered")
                }
                if offers.answers { request.note(word) }
            }
        }
        if !path.isStrictAddress(allowsUTF8: allowsUTF8) {
            badAddresses += 1
            if configuration.isStrict {
                refused += 1
                return reply("553 5.1.3 that is no address a strict server takes")
            }
        }
        let faults = shared.faults
        guard accepted < faults.plan.recipientLimit ?? configuration.recipientLimit else {
            return reply("452 4.5.3 too many recipients")
        }
        if faults.isHarmless { return accept(path, request) }
        if let (index, rule) = faults.plan.strike(path),
            !rule.onlyFirst || faults.isNew(Digest64(path, seed: UInt64(index)).value)
        {
            return refuse(rule.reply)
        }
        answer(.rcpt, context, path: path) { strike in
            if let refusal = strike?.reply { refuse(refusal) } else { accept(path, request) }
        }
    }

    private func accept(_ path: UnsafeRawBufferPointer, _ request: AnswerRequest) {
        accepted += 1
        if offers.keepsPaths { forwardPaths.append(String(decoding: path, as: UTF8.self)) }
        if offers.answers { requests.append(request) }
        reply("250 2.1.5 Ok")
    }

    private func refuse(_ refusal: Reply) {
        if refusal.severity == .permanent { refused += 1 } else { deferred += 1 }
        reply(refusal.summary)
    }

    /// Adds what was noted to the counts.
    func settleCounts() {
        guard refused + deferred + badAddresses > 0 else { return }
        let (refused, deferred, badAddresses) = (refused, deferred, badAddresses)
        counters.update {
            $0.refused += refused
            $0.deferred += deferred
            $0.violations.address += badAddresses
        }
        self.refused = 0
        self.deferred = 0
        self.badAddresses = 0
    }
}
