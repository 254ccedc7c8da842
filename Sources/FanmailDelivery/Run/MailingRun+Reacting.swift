import SMTPCore

extension MailingRun {
    /// So many different replies of one transaction are looked at.
    private static let repliesLooked = 4

    /// Does what is laid down for the replies of a transaction that accepted not everybody.
    func react(to report: TransactionResult, on shared: SharedConnection) {
        var replies: [Reply] = []
        switch report.ending {
        case .answered(let reply), .refused(let reply): replies.append(reply)
        case .unsent(let failure), .unknown(let failure): replies += failure.reply.map { [$0] } ?? []
        case .noRecipients, .withheld: break
        }
        var seen: Set<String> = []
        for reply in replies + report.exceptions.lazy.map(\.reply) where reply.severity != .completed {
            guard seen.count < Self.repliesLooked, seen.insert(reply.text).inserted else { continue }
            react(to: reply, of: shared.queue, on: shared)
        }
    }

    /// - Parameter shared: the connection on which it was said, if that is open.
    func react(to reply: Reply, of queue: DestinationQueue, on shared: SharedConnection? = nil) {
        guard let reaction = transport.reaction(to: reply, of: queue.destination) else { return }
        let now = clock.elapsed
        queue.trouble = reply.summary
        switch reaction {
        case .slowDown(let rate, let time):
            queue.slowed.slow(to: rate, for: time, current: queue.interval, now: now)
        case .oneConnection(let time):
            queue.pace.single(for: time, now: now)
        case .pause(let time):
            closeIdleConnections(to: queue)
            follow(queue.pace.rest(for: time, now: now), at: queue, orElse: .relayDefers(reply.summary))
        case .skipHost:
            // The next connection goes where the transport says, which heard the same.
            if let shared { leave(shared) }
        }
    }
}
