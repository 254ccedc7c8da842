import FanmailBasics
public import SMTPCore

/// What is said.
extension SMTPServerSession {
    // MARK: - Answers

    /// Says yes to what was asked, in the usual words.
    public mutating func accept() {
        guard case .asked(let question) = state else { return assertionFailure("nothing was asked") }
        switch question {
        case .recipient: write("250 2.1.5 Ok")
        case .mail: write("250 2.1.0 Ok")
        case .message(let transaction):
            for _ in 0..<(configuration.dialect == .lmtp ? transaction.accepted : 1) { write("250 2.0.0 Ok: taken") }
        case .greeting:
            let service = configuration.dialect == .lmtp ? "LMTP" : "ESMTP"
            write(joining: "220 ", configuration.hostname, " ", service, " ", configuration.software)
        case .quit: write("221 2.0.0 Bye")
        case .login: write("235 2.7.0 welcome")
        case .hello, .data, .startTLS: break
        }
        settle(question)
    }

    /// Answers what was asked. The class of its code decides (RFC 5321, 4.2.1): 2xx is yes, 4xx and 5xx is no, and behind 421 the
    /// connection is over (3.8). Of a yes to EHLO, DATA and STARTTLS the words are those of the protocol.
    ///
    /// With LMTP the reply to a message is everybody's; ``reply(each:)`` tells them apart.
    ///
    /// - Parameter reply: a line feed parts the lines of its text, and control characters are escaped.
    public mutating func reply(_ reply: Reply) {
        guard case .asked(let question) = state else { return assertionFailure("nothing was asked") }
        let isYes = reply.severity == .completed || reply.severity == .intermediate
        switch question {
        case .hello, .data, .startTLS: if !isYes { write(reply) }
        case .message(let transaction):
            for _ in 0..<(configuration.dialect == .lmtp ? transaction.accepted : 1) { write(reply) }
        case .greeting, .mail, .recipient, .quit, .login: write(reply)
        }
        if reply.code == 421 {
            state = .over
        } else if isYes {
            settle(question)
        } else {
            decline(question)
        }
    }

    /// LMTP's answer to a message: a reply for each recipient that was accepted, in their order (RFC 2033, 4.2). Where one is
    /// missing, or with SMTP, which has one reply for all, this is a mistake: a missing reply is said as 451.
    ///
    /// - Parameter replies: nil for a yes in the usual words.
    public mutating func reply(each replies: [Reply?]) {
        guard case .asked(.message(let transaction)) = state else {
            return assertionFailure("no message is to be answered")
        }
        assert(configuration.dialect == .lmtp && replies.count == transaction.accepted, "one reply for each recipient")
        var isOver = false
        for place in 0..<(configuration.dialect == .lmtp ? transaction.accepted : 1) {
            guard place < replies.count else {
                write("451 4.3.0 not decided")
                continue
            }
            guard let reply = replies[place] else {
                write("250 2.0.0 Ok: taken")
                continue
            }
            write(reply)
            isOver = isOver || reply.code == 421
        }
        settle(.message(transaction))
        if isOver { state = .over }
    }

    /// Says 421 now, whatever is under way, and is over: a client that was silent for too long, a server that stops (RFC 5321, 3.8).
    ///
    /// - Parameter why: for example `4.4.2` and `nothing was said for too long`.
    public mutating func end(_ status: EnhancedStatusCode, _ why: String) {
        guard !isOver else { return }
        write(joining: "421 ", "\(status)", " ", configuration.hostname, " ", why.escapedForTerminal)
        state = .over
    }

    /// After a yes.
    private mutating func settle(_ question: Question) {
        switch question {
        case .recipient(var transaction):
            transaction.accepted += 1
            state = .command(.transaction(transaction))
        case .mail(let transaction): state = .command(.transaction(transaction))
        case .data(let transaction):
            messageBegins()
            state = .data(transaction)
            write("354 End data with <CR><LF>.<CR><LF>")
        case .message: state = .command(.ready)
        case .greeting: state = .command(.unintroduced)
        case .hello(let isExtended, _):
            // It says RSET as well (RFC 5321, 4.1.4).
            state = .command(.ready)
            guard isExtended else { return write(joining: "250 ", configuration.hostname) }
            let lines = helloLines
            for (place, text) in lines.enumerated() { write(joining: place + 1 < lines.count ? "250-" : "250 ", text) }
        case .login:
            isAuthenticated = true
            state = .command(.ready)
        case .startTLS:
            write("220 2.0.0 go ahead")
            state = .handshake
        case .quit: state = .over
        }
    }

    /// After a no: things stand as they stood.
    private mutating func decline(_ question: Question) {
        switch question {
        case .greeting: state = .command(.turnedAway)
        case .hello(_, let standing), .startTLS(let standing): state = .command(standing)
        case .login, .mail, .message: state = .command(.ready)
        case .recipient(let transaction), .data(let transaction): state = .command(.transaction(transaction))
        case .quit: state = .over
        }
    }

    // MARK: - Output

    /// All that was replied since it was last asked.
    public mutating func takeOutput() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    /// All that was replied since it was last asked, where it lies; nothing is allocated.
    @inlinable public mutating func withOutput<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        defer { output.removeAll(keepingCapacity: true) }
        return try output.withUnsafeBytes(body)
    }

    mutating func write(_ line: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: line.utf8Start, count: line.utf8CodeUnitCount))
        output.append(0x0D)
        output.append(0x0A)
    }

    mutating func write(joining parts: String...) {
        for part in parts { output.append(contentsOf: part.utf8) }
        output.append(0x0D)
        output.append(0x0A)
    }

    /// Each line with its code, and with its enhanced code (RFC 2034, 4), none longer than may be (RFC 5321, 4.5.3.1.5).
    private mutating func write(_ reply: Reply) {
        let lines = reply.lines.flatMap { Self.parts(String($0).escapedForTerminal) }
        for (place, text) in lines.enumerated() {
            let isLast = place + 1 == lines.count
            let status = reply.status.map { "\($0) " } ?? ""
            write(joining: "\(reply.code)", isLast ? " " : "-", status, text)
        }
    }

    /// A long line in several, no character cut in two.
    private static func parts(_ text: String) -> [String] {
        let most = 480
        guard text.utf8.count > most else { return [text] }
        var parts: [String] = []
        var rest = Array(text.utf8)[...]
        while rest.count > most {
            var end = rest.startIndex + most
            while rest[end] & 0xC0 == 0x80 { end -= 1 }
            parts.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[end...]
        }
        return parts + [String(decoding: rest, as: UTF8.self)]
    }
}
