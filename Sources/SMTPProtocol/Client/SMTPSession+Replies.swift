import SMTPCore

extension SMTPSession {
    /// A plain 2xx to a RCPT or MAIL needs no text; everything else is kept in words.
    var wantsText: Bool {
        guard state == .ready, !awaitsReset, let slot = slots.first, !slot.awaitsReset else { return true }
        switch slot.phase {
        case .offering, .chunkDue, .chunkWritten: return slot.answered > slot.offered
        case .queued, .ready, .contentWritten, .loneDot: return true
        }
    }

    /// A command that a reply could answer was handed out for writing.
    var isAsked: Bool { awaited != nil && pending == nil }

    mutating func answered(_ reply: Reply) {
        // A challenge is for the login's eyes, and no secret was told before.
        let isOpen = state != .ready && (state != .authenticating || reply.severity == .intermediate)
        let reply = isOpen || secrets.isEmpty || reply.text.isEmpty ? reply : redacted(reply)
        answeredCount += 1
        guard state != .quitting else {
            state = .over
            return actions.append(.close)
        }
        guard isAsked else {
            let kind: SMTPFailure.Kind = reply.code == 421 ? .reply : .protocolError
            return fail(.init(kind, "\(peer): said unasked: \(reply.summary)", reply: reply))
        }
        switch state {
        case .greeting: greeted(reply)
        case .hello, .helo: introduced(reply)
        case .startTLS: startTLSAnswered(reply)
        case .authenticating: authenticationAnswered(reply)
        case .ready: transactionAnswered(reply)
        case .handshake, .quitting, .over: break
        }
    }

    private func redacted(_ reply: Reply) -> Reply {
        Reply(code: reply.code, status: reply.status, text: secrets.redacted(reply.text))
    }

    mutating func transactionAnswered(_ reply: Reply) {
        if slots[0].awaitsReset { return resetInFlightAnswered(reply) }
        switch slots[0].phase {
        case .contentWritten, .loneDot: endOfDataAnswered(reply)
        case .offering:
            if reply.code == 421 {
                // What was answered stands; the rest was not heard.
                return fail(.init(.reply, "\(peer): \(reply.summary)", reply: reply))
            }
            if awaitsReset {
                awaitsReset = false
                guard reply.severity == .completed else {
                    return fail(.init(.protocolError, "\(peer): answers RSET with \(reply.summary)", reply: reply))
                }
                resetIsProven = true
                return settleBeforeChunk()
            }
            commandAnswered(reply)
            settleBeforeChunk()
        case .chunkDue, .chunkWritten: chunkedCommandAnswered(reply)
        case .queued, .ready: break
        }
        endLostDialogue()
    }

    mutating func commandAnswered(_ reply: Reply) {
        let number = slots[0].answered
        slots[0].answered += 1
        if number > slots[0].offered { return slots[0].isChunked ? chunkAnswered(reply) : dataAnswered(reply) }
        guard reply.severity != .intermediate else {
            let command = number == 0 ? "MAIL" : "RCPT"
            return fail(.init(.protocolError, "\(peer): answers \(command) with \(reply.summary)", reply: reply))
        }
        if number == 0 {
            guard reply.severity != .completed else { return }
            slots[0].mailRefusal = reply
            // Nothing else of it was written: there is nothing to wait for.
            if !capabilities.pipelining { completeUnwanted(takeFirst()) }
            return
        }
        if reply.severity == .completed {
            slots[0].accepted += 1
        } else if slots[0].mailRefusal == nil || slots[0].isChunked {
            // Behind a refused MAIL it says nothing about the recipient; but BDAT could still be taken, and then it does.
            slots[0].exceptions.append(
                .init(index: slots[0].index(of: number - 1), reply: reply.cut(to: Self.keptText)))
        }
        if !capabilities.pipelining, number == slots[0].offered, slots[0].accepted == 0 {
            needsReset = true
            completeUnwanted(takeFirst())
        }
    }

    mutating func dataAnswered(_ reply: Reply) {
        let isWanted = slots[0].mailRefusal == nil && slots[0].accepted > 0
        switch reply.severity {
        case .intermediate where isWanted:
            slots[0].phase = .ready
            if slots[0].gate == .closed { abandon() }
        case .intermediate where slots[0].accepted == 0 && dialect == .smtp:
            // Only now: with one accepted recipient it would deliver an empty message.
            slots[0].phase = .loneDot
            write(".")
        case .intermediate:
            // To take the data back only the end of the connection is left: the lone dot would deliver an empty message
            // to whoever was accepted behind a refused MAIL, and LMTP has no reply to it where nobody was (RFC 2033, 4.2).
            takesNoMore = true
            completeUnwanted(takeFirst())
            fail(.init(.protocolError, "\(peer): wants the data of a message that it refused: \(reply.summary)"))
        case .completed:
            fail(.init(.protocolError, "\(peer): answers DATA with \(reply.summary)", reply: reply))
        case .transient, .permanent:
            let slot = takeFirst()
            // Also behind a refused MAIL, where whoever was accepted would get the next message.
            needsReset = slot.mailRefusal == nil || slot.accepted > 0
            if isWanted { completeRefused(slot, reply) } else { completeUnwanted(slot) }
        }
    }

    mutating func endOfDataAnswered(_ reply: Reply) {
        // A copy may have been made where one line says so and another not.
        guard reply.severity != .intermediate, !decoder.isContradictory else {
            return fail(.init(.protocolError, "\(peer): answers the data with \(reply.summary)", reply: reply))
        }
        takesNoMore = reply.code == 421
        if slots[0].phase == .contentWritten, !slots[0].contentLeft { return answeredEarly(reply) }
        if slots[0].phase == .loneDot {
            completeUnwanted(takeFirst())
        } else if dialect == .lmtp {
            deliveryAnswered(reply)
        } else {
            completeAnswered(takeFirst(), reply)
        }
        if reply.code == 421 {
            fail(.init(.reply, "\(peer): \(reply.summary)", reply: reply))
        }
    }

    /// A reply in mid-content: the server cannot have taken the message, but it can refuse it. What is left of the
    /// content must not go out any more, where it would be read as commands.
    mutating func answeredEarly(_ reply: Reply) {
        takesNoMore = true
        let text = "\(peer): answers in the midst of the data with \(reply.summary)"
        guard reply.severity != .completed else { return fail(.init(.protocolError, text, reply: reply)) }
        if dialect == .smtp { complete(takeFirst(), .answered(reply)) }
        // The refusal is that message's alone; only 421 is everybody's.
        fail(reply.code == 421 ? .init(.reply, text, reply: reply) : .init(.closed, text))
    }

    /// LMTP answers for each accepted recipient, in order (RFC 2033, 4.2).
    mutating func deliveryAnswered(_ reply: Reply) {
        slots[0].deliveries.append(reply)
        guard slots[0].deliveries.count == slots[0].accepted else { return }
        let slot = takeFirst()
        let last = slot.deliveries.last { $0.severity == .completed }
        complete(slot, last.map { .answered($0) } ?? .noRecipients)
    }
}
