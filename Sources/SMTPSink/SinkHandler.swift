import MailCore
import NIOCore

/// The server's side of one connection: takes everything, keeps nothing.
///
/// Reads straight from the bytes that came, answers once a read, and discards messages while they stream in.
final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let longestCommand = 4096

    private enum State {
        case greeting, ready, mail, data
    }

    private let configuration: SinkConfiguration
    private let counters: SinkCounters
    private let greylist: Greylist
    private let number: Int
    private var state = State.greeting
    private var reversePath: [UInt8] = []
    /// Kept only when somebody wants the record.
    private var forwardPaths: [String] = []
    private var accepted = 0
    private var refused = 0
    private var deferred = 0
    private var partial: [UInt8] = []
    private var replies = ByteBuffer()
    private var isClosing = false

    // The message: where its terminator CRLF.CRLF stands, seen over chunks.
    private var endState = DataEnd()
    private var size = 0
    private var digest = Digest64()

    init(_ configuration: SinkConfiguration, _ counters: SinkCounters, _ greylist: Greylist, number: Int) {
        self.configuration = configuration
        self.counters = counters
        self.greylist = greylist
        self.number = number
    }

    // MARK: - Channel events

    func channelActive(context: ChannelHandlerContext) {
        let open = counters.update {
            $0.connections += 1
            $0.open += 1
            return $0.open
        }
        if open > configuration.connectionLimit {
            reply("421 4.7.0 \(configuration.hostname) too many connections")
            isClosing = true
        } else {
            reply("220 \(configuration.hostname) \(configuration.isLMTP ? "LMTP" : "ESMTP") fanmail sink")
        }
        flush(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        counters.update { $0.open -= 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { consume($0, context) }
        flush(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func flush(_ context: ChannelHandlerContext) {
        if replies.readableBytes > 0 {
            context.writeAndFlush(wrapOutboundOut(replies), promise: nil)
            replies = ByteBuffer()
        }
        if isClosing { context.close(promise: nil) }
    }

    private func reply(_ line: StaticString) {
        replies.writeStaticString(line)
        replies.writeStaticString("\r\n")
    }

    private func reply(_ line: String) {
        replies.writeString(line)
        replies.writeStaticString("\r\n")
    }

    // MARK: - Bytes

    private func consume(_ bytes: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        var at = 0
        while at < bytes.count, !isClosing {
            if state == .data {
                let wantsDigest = configuration.recorder != nil
                let isEnd = endState.consume(bytes, from: &at, size: &size) { byte in
                    if wantsDigest { digest.add(byte) }
                }
                if isEnd { take() }
                continue
            }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
            guard let length = rest.firstIndex(of: 0x0A) else {
                // The last octet may be the CR.
                guard partial.count + rest.count <= Self.longestCommand + 1 else { return tooLong() }
                partial.append(contentsOf: rest)
                return
            }
            guard partial.count + length <= Self.longestCommand + 1 else { return tooLong() }
            at += length + 1
            if partial.isEmpty {
                command(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            } else {
                partial.append(contentsOf: rest[..<length])
                let line = partial
                partial.removeAll(keepingCapacity: true)
                line.withUnsafeBytes { command($0) }
            }
        }
    }

    private func tooLong() {
        reply("500 5.5.2 line too long")
        isClosing = true
    }

    // MARK: - Commands

    private func command(_ bytes: UnsafeRawBufferPointer) {
        let line = bytes.last == 0x0D ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
        switch line.verb {
        case "RCPT": recipient(line)
        case "MAIL": mail(line)
        case "DATA": data()
        case "EHLO" where !configuration.isLMTP, "LHLO" where configuration.isLMTP:
            hello()
            let lines = [configuration.hostname] + configuration.extensions
            for (index, text) in lines.enumerated() { reply("250\(index + 1 < lines.count ? "-" : " ")\(text)") }
        case "HELO" where !configuration.isLMTP:
            hello()
            reply("250 \(configuration.hostname)")
        case "RSET":
            reset()
            reply("250 2.0.0 Ok")
        case "NOOP": reply("250 2.0.0 Ok")
        case "VRFY": reply("252 2.5.0 send some mail")
        case "HELP": reply("214 2.0.0 see RFC 5321")
        case "QUIT":
            reply("221 2.0.0 Bye")
            isClosing = true
        default: reply("500 5.5.2 command not recognised")
        }
    }

    /// Says RSET as well (RFC 5321, 4.1.4).
    private func hello() {
        state = .ready
        reset()
    }

    private func reset() {
        if state != .greeting { state = .ready }
        reversePath.removeAll(keepingCapacity: true)
        forwardPaths.removeAll(keepingCapacity: true)
        accepted = 0
    }

    private func mail(_ line: UnsafeRawBufferPointer) {
        guard state == .ready else {
            if state == .greeting { reply("503 5.5.1 say EHLO first") } else { reply("503 5.5.1 nested MAIL") }
            return
        }
        guard let path = line.path(after: "MAIL FROM:") else { return reply("501 5.5.4 MAIL FROM:<reverse-path>") }
        reversePath = Array(path)
        state = .mail
        reply("250 2.1.0 Ok")
    }

    private func recipient(_ line: UnsafeRawBufferPointer) {
        guard state == .mail else { return reply("503 5.5.1 MAIL first") }
        guard let path = line.path(after: "RCPT TO:"), !path.isEmpty else {
            return reply("501 5.5.4 RCPT TO:<forward-path>")
        }
        guard accepted < configuration.recipientLimit else { return reply("452 4.5.3 too many recipients") }
        if !configuration.faults.isEmpty, let (index, rule) = configuration.faults.strike(path),
            !rule.onlyFirst || greylist.isNew(Digest64(path, seed: UInt64(index)).value)
        {
            if rule.reply.severity == .permanent { refused += 1 } else { deferred += 1 }
            return reply(rule.reply.summary)
        }
        accepted += 1
        if configuration.recorder != nil { forwardPaths.append(String(decoding: path, as: UTF8.self)) }
        reply("250 2.1.5 Ok")
    }

    private func data() {
        guard state == .mail else { return reply("503 5.5.1 MAIL first") }
        if refused + deferred > 0 {
            let (refused, deferred) = (refused, deferred)
            counters.update {
                $0.refused += refused
                $0.deferred += deferred
            }
            self.refused = 0
            self.deferred = 0
        }
        guard accepted > 0 else {
            reply("554 5.5.1 no valid recipients")
            return
        }
        state = .data
        endState = DataEnd()
        size = 0
        digest = Digest64()
        reply("354 End data with <CR><LF>.<CR><LF>")
    }

    /// The message is whole.
    private func take() {
        let (accepted, size) = (accepted, size)
        let transaction = counters.update {
            $0.messages += 1
            $0.bytes += size
            return $0.messages
        }
        let faults = configuration.faults
        if faults.cutBeforeTakingEvery > 0, transaction % faults.cutBeforeTakingEvery == 0 {
            isClosing = true
            return
        }
        counters.update { $0.copies += accepted }
        if let recorder = configuration.recorder {
            let sender = String(decoding: reversePath, as: UTF8.self)
            let (now, hex) = (Timestamp.now, digest.hex)
            recorder(
                forwardPaths.map {
                    RecordedCopy(
                        at: now, connection: number, transaction: transaction, reversePath: sender, forwardPath: $0,
                        digest: hex, size: size)
                })
        }
        if faults.cutAfterTakingEvery > 0, transaction % faults.cutAfterTakingEvery == 0 {
            isClosing = true
            return
        }
        for _ in 0..<(configuration.isLMTP ? accepted : 1) { reply("250 2.0.0 Ok: taken") }
        reset()
    }
}

extension UnsafeRawBufferPointer {
    /// The first four letters, in upper case.
    fileprivate var verb: String {
        String(decoding: prefix(4).map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    /// What stands between the angle brackets after this prefix.
    fileprivate func path(after prefix: StaticString) -> UnsafeRawBufferPointer? {
        guard count > prefix.utf8CodeUnitCount else { return nil }
        for index in 0..<prefix.utf8CodeUnitCount {
            let byte = self[index]
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            guard upper == prefix.utf8Start[index] else { return nil }
        }
        var start = prefix.utf8CodeUnitCount
        while start < count, self[start] == 0x20 { start += 1 }
        guard start < count, self[start] == 0x3C, let end = self[start...].lastIndex(of: 0x3E), end > start else {
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: self[(start + 1)..<end])
    }
}
