import FanmailBasics
import NIOCore
import SMTPCore
import Synchronization

/// The server's side of one connection: takes everything, keeps nothing unless it is told to.
///
/// Reads straight from the bytes that came, answers once a read, and discards messages while they stream in. A fault
/// that takes time pauses it: what comes meanwhile waits, as it does at a server that is at work.
final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    static let longestCommand = 4096

    enum State {
        case greeting, ready, mail, data
        /// Behind a chunk that was not the last.
        case chunks
        /// In a chunk with so many octets to come.
        case chunk(left: Int, isLast: Bool, fate: ChunkFate)
    }

    enum ChunkFate {
        case content, noMail, noRecipients
    }

    let configuration: SinkConfiguration
    let counters: SinkCounters
    let shared: SinkShared
    let number: Int
    let offers: Offers
    var state = State.greeting
    var reversePath: [UInt8] = []
    var forwardPaths: [String] = []
    /// As `forwardPaths`, where DSNs are written.
    var requests: [AnswerRequest] = []
    var returnsFull = false
    var envelopeID: String?
    var declares8Bit = false
    var allowsUTF8 = false
    var accepted = 0
    /// Not counted yet: the lock is taken once a transaction.
    var refused = 0
    var deferred = 0
    var badAddresses = 0
    var messages = 0
    var replies = ByteBuffer()
    var isClosing = false
    var isEncrypted: Bool
    var isAuthenticated = false
    /// A login under way: the next line answers its challenge.
    var login: SinkLogin?
    /// What came in the clear behind STARTTLS.
    var dropsRest = false

    // The message.
    var scan = MessageScan()
    var digest = Digest64()
    /// The message, or its beginning, when somebody wants it.
    var content = KeptContent()

    // What was not read yet.
    private var partial: [UInt8] = []
    var isPaused = false
    private var held = ByteBuffer()
    private var isCounted = false
    /// When something was read last.
    private var heardAt = NIODeadline.now()

    /// What is offered, looked up once.
    struct Offers {
        let chunking, eightBit, size, dsn, utf8: Bool
        /// Recipients are kept by name.
        let keepsPaths: Bool
        /// DSNs and complaints are written afterwards.
        let answers: Bool
        /// How much of a message is kept.
        let keptOctets: Int

        init(_ configuration: SinkConfiguration) {
            chunking = configuration.offers("CHUNKING")
            eightBit = configuration.offers("8BITMIME")
            size = configuration.offers("SIZE")
            dsn = configuration.offers("DSN")
            utf8 = configuration.offers("SMTPUTF8")
            let hasDeliveryFaults = configuration.faults.faults.contains { $0.stage == .delivery }
            answers =
                configuration.answerer != nil && configuration.faults.faults.contains { $0.stage == .afterwards }
            keepsPaths =
                configuration.recorder != nil || configuration.keeper != nil || hasDeliveryFaults || answers
            keptOctets = configuration.keeper != nil || answers ? .max : configuration.recorder != nil ? 16 << 10 : 0
        }
    }

    init(
        _ configuration: SinkConfiguration, _ offers: Offers, _ counters: SinkCounters, _ shared: SinkShared,
        number: Int
    ) {
        self.configuration = configuration
        self.offers = offers
        self.counters = counters
        self.shared = shared
        self.number = number
        isEncrypted = configuration.tls?.mode == .implicit
    }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        isCounted = true
        counters.update {
            $0.connections += 1
            $0.open += 1
            if isEncrypted { $0.encrypted += 1 }
        }
        let open = shared.open.wrappingAdd(1, ordering: .relaxed).newValue
        if open > configuration.faults.connectionLimit ?? configuration.connectionLimit {
            reply("421 4.7.0 \(configuration.hostname) too many connections")
            isClosing = true
        } else {
            let strike = strike(.connect)
            if let refusal = strike?.reply {
                reply(refusal.summary)
                isClosing = true
            } else {
                reply("220 \(configuration.hostname) \(configuration.isLMTP ? "LMTP" : "ESMTP") fanmail sink")
            }
            if let strike { misbehave(strike, from: 0, context) }
            heardAt = .now()
            watch(context)
        }
        flush(context)
    }

    /// Ends the connection of a client that has said nothing for too long (RFC 5321, 4.5.3.2.7).
    private func watch(_ context: ChannelHandlerContext) {
        wait(heardAt + configuration.idleLimit, context) {
            // While it is we who take our time, the client need not say anything.
            if self.isPaused { self.heardAt = .now() }
            guard self.heardAt + self.configuration.idleLimit <= .now() else { return self.watch(context) }
            self.isClosing = true
            self.reply("421 4.4.2 \(self.configuration.hostname) nothing was said for too long")
            self.flush(context)
        }
    }

    /// Nothing more is read from a client that does not read what it was answered.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        read(whenPossible: context)
        context.fireChannelWritabilityChanged()
    }

    private func read(whenPossible context: ChannelHandlerContext) {
        let mayRead = !isPaused && context.channel.isWritable
        context.channel.setOption(.autoRead, value: mayRead).whenFailure { _ in }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isCounted {
            settleCounts()
            counters.update { $0.open -= 1 }
            shared.open.wrappingSubtract(1, ordering: .relaxed)
            isCounted = false
        }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        heardAt = .now()
        if isPaused || held.readableBytes > 0 {
            held.writeBuffer(&buffer)
            return
        }
        read(buffer, context)
        flush(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Reads until all is read, or something takes time.
    private func read(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        let consumed = buffer.withUnsafeReadableBytes { consume($0, context) }
        guard isPaused, !isClosing, consumed < buffer.readableBytes else { return }
        var rest = buffer
        rest.moveReaderIndex(forwardBy: consumed)
        held = rest
    }

    /// Nothing is read until ``resume(_:)``; what was said before leaves now.
    func pause(_ context: ChannelHandlerContext) {
        isPaused = true
        // At most what is on its way already waits here.
        read(whenPossible: context)
        send(context)
    }

    func resume(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        isPaused = false
        let waiting = held
        held = ByteBuffer()
        if !isClosing { read(waiting, context) }
        flush(context)
        if !isPaused {
            heardAt = .now()
            read(whenPossible: context)
        }
    }

    func flush(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        send(context)
        if isClosing { context.close(promise: nil) }
    }

    private func send(_ context: ChannelHandlerContext) {
        guard replies.readableBytes > 0 else { return }
        context.writeAndFlush(wrapOutboundOut(replies), promise: nil)
        replies = ByteBuffer()
    }

    func reply(_ line: StaticString) {
        replies.writeStaticString(line)
        replies.writeStaticString("\r\n")
    }

    func reply(_ line: String) {
        replies.writeString(line)
        replies.writeStaticString("\r\n")
    }

    // MARK: - Bytes

    /// Returns how many were read: all of them, unless something takes time or the connection ends.
    private func consume(_ bytes: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) -> Int {
        var at = 0
        while at < bytes.count, !isClosing, !isPaused, !dropsRest {
            if let until = shared.faults.stall {
                pause(context)
                wait(until, context) { self.resume(context) }
                break
            }
            switch state {
            case .data:
                if scan.consume(bytes, from: &at, piece: { add($0) }) { answer(.message, context) { take($0) } }
            case .chunk(let left, let isLast, let fate):
                let end = min(bytes.count, at + left)
                chunk(UnsafeRawBufferPointer(rebasing: bytes[at..<end]), fate)
                state = .chunk(left: left - (end - at), isLast: isLast, fate: fate)
                at = end
                endChunkIfWhole(context)
            case .greeting, .ready, .mail, .chunks:
                let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
                guard let length = rest.firstLineFeed else {
                    // The last octet may be the CR.
                    guard partial.count + rest.count <= Self.longestCommand + 1 else { return tooLong(bytes.count) }
                    partial.append(contentsOf: rest)
                    return bytes.count
                }
                guard partial.count + length <= Self.longestCommand + 1 else { return tooLong(bytes.count) }
                at += length + 1
                if partial.isEmpty {
                    command(UnsafeRawBufferPointer(rebasing: rest[..<length]), context)
                } else {
                    partial.append(contentsOf: rest[..<length])
                    let line = partial
                    partial.removeAll(keepingCapacity: true)
                    line.withUnsafeBytes { command($0, context) }
                }
            }
        }
        guard dropsRest else { return at }
        dropsRest = false
        return bytes.count
    }

    private func tooLong(_ count: Int) -> Int {
        reply("500 5.5.2 line too long")
        isClosing = true
        return count
    }
}
