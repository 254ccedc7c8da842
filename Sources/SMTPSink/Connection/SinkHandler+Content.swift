import FanmailBasics
import NIOCore
import SMTPCore
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension SinkHandler {
    func data(_ strike: Strike?) {
        switch state {
        case .mail: break
        case .chunks: return reply("503 5.5.1 BDAT was begun; RSET first")
        default: return reply("503 5.5.1 MAIL first")
        }
        settleCounts()
        guard accepted > 0 else { return reply("554 5.5.1 no valid recipients") }
        if let refusal = strike?.reply { return reply(refusal.summary) }
        state = .data
        beginContent()
        reply("354 End data with <CR><LF>.<CR><LF>")
    }

    private func beginContent() {
        scan = MessageScan()
        digest = Digest64()
        content.removeAll()
    }

    /// A run of the message's octets.
    func add(_ piece: UnsafeRawBufferPointer) {
        guard configuration.recorder != nil || offers.keptOctets > 0 else { return }
        digest.add(piece)
        let limit = min(offers.keptOctets, configuration.longestMessage)
        if content.count < limit {
            content.append(piece.prefix(limit - content.count), spoolingTo: configuration.spoolDirectory)
        }
    }

    // MARK: - BDAT (RFC 3030)

    func beginChunk(_ line: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        let words = line.dropFirst(4).split(separator: 0x20)
        let isLast = words.count == 2 && UnsafeRawBufferPointer(rebasing: words[1]).hasPrefix("LAST")
        guard let size = words.first.flatMap({ Int(String(decoding: $0.prefix(19), as: UTF8.self)) }), size >= 0,
            words.count == 1 || isLast
        else {
            // Where the next command begins cannot be known.
            reply("501 5.5.4 BDAT octets [LAST]")
            isClosing = true
            return
        }
        switch state {
        case .mail where accepted > 0:
            settleCounts()
            beginContent()
            state = .chunk(left: size, isLast: isLast, fate: .content)
        case .mail:
            settleCounts()
            state = .chunk(left: size, isLast: isLast, fate: .noRecipients)
        case .chunks: state = .chunk(left: size, isLast: isLast, fate: .content)
        case .greeting, .ready, .data, .chunk: state = .chunk(left: size, isLast: isLast, fate: .noMail)
        }
        endChunkIfWhole(context)
    }

    func chunk(_ bytes: UnsafeRawBufferPointer, _ fate: ChunkFate) {
        // The octets of a refused chunk are read and dropped (RFC 3030, 2).
        guard fate == .content else { return }
        scan.count(bytes)
        add(bytes)
    }

    func endChunkIfWhole(_ context: ChannelHandlerContext) {
        guard case .chunk(let left, let isLast, let fate) = state, left == 0 else { return }
        switch fate {
        case .content where isLast: answer(.message, context) { take($0) }
        case .content:
            state = .chunks
            reply("250 2.0.0 Ok: chunk taken")
        case .noRecipients:
            state = .mail
            reply("554 5.5.1 no valid recipients")
        case .noMail:
            state = .ready
            reply("503 5.5.1 MAIL first")
        }
    }

    // MARK: - The message is whole

    func take(_ strike: Strike?) {
        let transaction = shared.transactions.wrappingAdd(1, ordering: .relaxed).newValue
        let (accepted, size) = (accepted, scan.size)
        let is8Bit = scan.is8Bit && !declares8Bit && !allowsUTF8
        let scan = scan
        let faults = configuration.faults
        messages += 1
        func finish(_ change: (inout SinkCounts) -> Void) {
            counters.update {
                if scan.hasBareLineFeed { $0.violations.bareLineFeed += 1 }
                if scan.hasBareCarriageReturn { $0.violations.bareCarriageReturn += 1 }
                if scan.hasLongLine { $0.violations.longLine += 1 }
                if is8Bit { $0.violations.undeclared8Bit += 1 }
                change(&$0)
            }
            reset()
        }
        if strike?.cut == .beforeTaking || isTurn(transaction, faults.cutBeforeTakingEvery) {
            isClosing = true
            return finish { _ in }
        }
        if let refusal = strike?.reply ?? self.refusal(is8Bit: is8Bit) {
            for _ in 0..<(configuration.isLMTP ? accepted : 1) { reply(refusal.summary) }
            return finish {
                if refusal.severity == .permanent { $0.refused += accepted } else { $0.deferred += accepted }
            }
        }
        // LMTP answers for each recipient (RFC 2033, 4.2).
        var taken = accepted
        var lost: [Reply?] = []
        if configuration.isLMTP, shared.faults.concerns(.delivery) {
            lost = forwardPaths.map { path in
                Array(path.utf8).withUnsafeBytes { shared.faults.strike(.delivery, path: $0)?.reply }
            }
            requests = zip(requests, lost).filter { $0.1 == nil }.map(\.0)
            forwardPaths = zip(forwardPaths, lost).filter { $0.1 == nil }.map(\.0)
            taken = forwardPaths.count
        }
        if taken > 0, !keep(transaction) {
            for _ in 0..<(configuration.isLMTP ? accepted : 1) { reply("451 4.3.0 the message cannot be kept") }
            return finish { $0.deferred += accepted }
        }
        let answers = offers.answers && taken > 0 ? answerAfterwards() : 0
        if isTurn(transaction, faults.cutAfterTakingEvery) {
            isClosing = true
        } else if lost.isEmpty {
            for _ in 0..<(configuration.isLMTP ? accepted : 1) { reply("250 2.0.0 Ok: taken") }
        } else {
            for refusal in lost { reply(refusal?.summary ?? "250 2.0.0 Ok: taken") }
        }
        finish {
            $0.messages += 1
            $0.bytes += size
            $0.copies += taken
            $0.answers += answers
            for refusal in lost.lazy.compactMap({ $0 }) {
                if refusal.severity == .permanent { $0.refused += 1 } else { $0.deferred += 1 }
            }
        }
    }

    private func isTurn(_ number: Int, _ every: Int) -> Bool { every > 0 && number % every == 0 }

    private func refusal(is8Bit: Bool) -> Reply? {
        if scan.size > configuration.longestMessage {
            return Reply(code: 552, status: EnhancedStatusCode(5, 3, 4), text: "message too large")
        }
        guard configuration.isStrict else { return nil }
        let text: String
        if scan.hasBareLineFeed {
            text = "a line feed without a carriage return"
        } else if scan.hasBareCarriageReturn {
            text = "a carriage return without a line feed"
        } else if scan.hasLongLine {
            text = "a line over 998 octets"
        } else if is8Bit {
            text = "octets over 127 without BODY=8BITMIME"
        } else {
            return nil
        }
        return Reply(code: 550, status: EnhancedStatusCode(5, 6, 0), text: text)
    }

    /// Hands the message to whoever wants it; false when it cannot be kept.
    private func keep(_ transaction: Int) -> Bool {
        guard configuration.keeper != nil || configuration.recorder != nil else { return true }
        let sender = String(decoding: reversePath, as: UTF8.self)
        let now = Timestamp.now
        if let keeper = configuration.keeper {
            let message = KeptMessage(
                at: now, connection: number, transaction: transaction, reversePath: sender,
                forwardPaths: forwardPaths, body: content)
            guard !content.isBroken, keeper(message) else { return false }
        }
        if let recorder = configuration.recorder {
            let (hex, messageID) = (digest.hex, MessageID.find(in: content.beginning))
            recorder(
                forwardPaths.map {
                    RecordedCopy(
                        at: now, connection: number, transaction: transaction, reversePath: sender, forwardPath: $0,
                        digest: hex, size: scan.size, token: envelopeID, messageID: messageID)
                })
        }
        return true
    }
}

/// The Message-ID field of a message.
enum MessageID {
    static func find(in content: [UInt8]) -> String? {
        let name = Array("message-id:".utf8)
        for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
            // The header ends here.
            if line.isEmpty || line.elementsEqual([0x0D]) { return nil }
            guard line.count > name.count, zip(line, name).allSatisfy({ ($0 | 0x20) == $1 || $0 == $1 }) else {
                continue
            }
            let value = line.dropFirst(name.count).filter { $0 > 0x20 && $0 != 0x7F }
            return String(decoding: value.prefix(998), as: UTF8.self)
        }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    var firstLineFeed: Int? {
        guard let base = baseAddress, let found = memchr(base, 0x0A, count) else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }
}
