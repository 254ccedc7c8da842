/// What whoever owns a session asks it.
extension SMTPSession {
    /// Takes no further transaction.
    public var isOver: Bool { state == .over || state == .quitting }
    /// Takes transactions.
    public var isEstablished: Bool { state == .ready }
    /// No transaction is under way or waits.
    public var isIdle: Bool { slots.isEmpty }

    /// How many transactions may be held at once.
    public var lanes: Int {
        guard capabilities.pipelining else { return 1 }
        return chunking && capabilities.chunking && dialect == .smtp ? max(2, inFlight) : 2
    }

    /// The same as ``awaited``. An object that holds a session and only reads from it copies it first, all of it.
    package mutating func tellAwaited() -> Awaited? { awaited }

    /// What a reply is waited for; nil when none is.
    public var awaited: Awaited? {
        switch state {
        case .greeting: return .greeting
        case .hello, .helo: return .hello
        case .startTLS: return .startTLS
        case .handshake: return .handshake
        case .authenticating: return .auth
        case .quitting: return .quit
        case .over: return nil
        case .ready: break
        }
        guard let slot = slots.first else { return nil }
        switch slot.phase {
        case .contentWritten: return slot.contentLeft ? .endOfData : .block
        case .loneDot: return .endOfData
        case .queued, .ready: return nil
        case .offering, .chunkDue, .chunkWritten:
            if awaitsReset || (slot.awaitsReset && slot.written > 0) { return .reset }
            // All that is to come is the end of the connection.
            if slot.closing != nil { return .quit }
            guard slot.answered < slot.written else { return nil }
            if slot.answered > slot.offered {
                return !slot.isChunked ? .data : slot.contentLeft ? .endOfData : .block
            }
            return slot.answered == 0 ? .mail : .recipient
        }
    }
}
