import NIOCore

extension SMTPSession {
    /// What is to be written next; ask until nil, then flush.
    public mutating func nextOutput() -> Output? {
        if let buffer = pending {
            pending = nil
            defer { pendingShownAs = nil }
            return pendingShownAs.map { .secret(buffer, shownAs: $0) } ?? .commands(buffer)
        }
        guard state == .ready, lostDialogue == nil else { return nil }
        for place in slots.indices {
            switch slots[place].phase {
            case .ready where slots[place].gate == .open:
                slots[place].phase = .contentWritten
                return .content(id: slots[place].id, slots[place].transaction.content.buffer)
            case .queued, .offering:
                // A group goes out behind the content before it, never behind commands that wait for an answer.
                guard place == 0 || slots[place - 1].phase == .contentWritten || mayFollowChunk(place) else {
                    return nil
                }
                if let buffer = offer(place) { return .commands(buffer) }
                return nil
            case .chunkDue:
                slots[place].phase = .chunkWritten
                return .content(id: slots[place].id, slots[place].transaction.content.octets)
            case .ready: return nil
            case .contentWritten, .loneDot, .chunkWritten: continue
            }
        }
        return nil
    }

    /// - Parameter shownAs: what a transcript may show of it; nil for all.
    mutating func write(_ line: String, shownAs: String? = nil) {
        pendingShownAs = shownAs
        var buffer = pending ?? ByteBuffer()
        buffer.writeString(line)
        buffer.writeStaticString("\r\n")
        pending = buffer
    }

    /// Octets.
    private static let usualGroup = 512

    /// The commands of a transaction that may go now: all of them with PIPELINING, otherwise the next.
    mutating func offer(_ place: Int) -> ByteBuffer? {
        // Without PIPELINING one command waits for one answer, also that of the message before.
        guard capabilities.pipelining || (place == 0 && !awaitsReset && slots[0].answered == slots[0].written) else {
            return nil
        }
        guard slots[place].written < slots[place].commands else { return nil }
        var buffer = ByteBuffer()
        // Of most transactions all commands.
        buffer.reserveCapacity(Self.usualGroup)
        slots[place].phase = .offering
        if place > 0, slots[place].isChunked {
            if slots[place].written == 0 {
                needsReset = false
                slots[place].awaitsReset = true
                buffer.writeStaticString("RSET\r\n")
            }
        } else if needsReset {
            needsReset = false
            awaitsReset = true
            buffer.writeStaticString("RSET\r\n")
            guard capabilities.pipelining else { return buffer }
        }
        if slots[place].written == 0 {
            CommandWriter.mail(&slots[place], capabilities, into: &buffer)
            guard capabilities.pipelining else { return buffer }
        }
        let next = slots[place].written - 1
        if next < slots[place].offered {
            let numbers = capabilities.pipelining ? next..<slots[place].offered : next..<(next + 1)
            CommandWriter.recipients(&slots[place], numbers, capabilities, into: &buffer)
            guard capabilities.pipelining else { return buffer }
        }
        if slots[place].isChunked {
            if mayWriteChunk(slots[place]) { beginChunk(place, into: &buffer) }
            return buffer.readableBytes > 0 ? buffer : nil
        }
        buffer.writeStaticString("DATA\r\n")
        slots[place].written += 1
        return buffer
    }
}
