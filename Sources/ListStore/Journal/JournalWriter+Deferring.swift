import FanmailBasics
import FanmailDelivery
import SMTPCore

/// Who is deferred goes over from the envelope in which they were offered to one that waits: everybody is in one alone.
extension JournalWriter {
    /// Cuts those who are deferred by a settlement into envelopes of their own, by when they are tried again.
    ///
    /// - Parameter mayRewrite: nobody else is left of the old envelope, which becomes the first of the new ones.
    func cutDeferred(_ settlement: Settlement, mayRewrite: Bool) throws {
        let envelope = settlement.envelope
        var mayRewrite = mayRewrite
        var left: Set<Int> = []
        for group in groups(of: settlement.statuses) {
            left.formUnion(group.map(\.index))
            let waiting = waiting(group, of: settlement)
            if mayRewrite {
                try rewrite(waiting, over: envelope.id)
                mayRewrite = false
            } else {
                try cut(waiting, list: envelope.list, mark: envelope.departureMark)
            }
        }
        guard case .done = settlement.verdict, left.count < envelope.recipients.count else { return }
        try writeMembers(
            envelope.recipients.jsonIDs(without: left), count: envelope.recipients.count - left.count,
            mark: envelope.departureMark, of: envelope.id)
    }

    private func groups(of statuses: [Settlement.RecipientStatus]) -> [[Settlement.RecipientStatus]] {
        struct Key: Hashable {
            let next: Timestamp?
            let isCharged: Bool
            /// Of whoever is to be alone.
            let index: Int?
        }
        var groups: [[Settlement.RecipientStatus]] = []
        var places: [Key: Int] = [:]
        for status in statuses where status.outcome == .deferred {
            let key = Key(
                next: status.nextAttempt, isCharged: status.charged, index: status.isIndividual ? status.index : nil)
            if let place = places[key] {
                groups[place].append(status)
            } else {
                places[key] = groups.count
                groups.append([status])
            }
        }
        return groups
    }

    /// - Parameter group: at least one, alike in all but reply and place.
    private func waiting(_ group: [Settlement.RecipientStatus], of settlement: Settlement) -> WaitingEnvelope {
        let (envelope, isCharged) = (settlement.envelope, group[0].charged)
        return WaitingEnvelope(
            members: group.sorted { $0.index < $1.index }.map {
                WaitingEnvelope.Member(
                    subscriber: envelope.recipients.ids[$0.index], domain: envelope.recipients.domain(at: $0.index),
                    reply: KeptReply($0.reply))
            },
            attempt: envelope.attempt + (isCharged ? 1 : 0), tries: envelope.tries - (isCharged ? 0 : 1), epoch: epoch,
            firstOffered: envelope.firstOffered ?? (isCharged ? settlement.at : nil),
            notBefore: group[0].nextAttempt ?? .never, relay: settlement.relay, isIndividual: group[0].isIndividual)
    }

    /// Somebody who gets their copy by another way.
    func cutLater(
        _ subscriber: Int64, list: Int64, attempts: Int, firstOffered: Timestamp?, due: Timestamp
    ) throws {
        let member = WaitingEnvelope.Member(
            subscriber: subscriber, domain: try leaving.domain(of: subscriber), reply: KeptReply(nil))
        try cut(
            WaitingEnvelope(members: [member], attempt: attempts + 1, firstOffered: firstOffered, notBefore: due),
            list: list, mark: 0)
    }

    /// Writes a new envelope that waits.
    ///
    /// - Parameter mark: who had left by it is not among the members.
    func cut(_ waiting: WaitingEnvelope, list: Int64, mark: Int64) throws {
        let cut = statements.cutWaiting
        cut.bind(mailing, at: 1)
        cut.bind(nextNumber, at: 2)
        cut.bind(list, at: 3)
        cut.bind(Timestamp.now.milliseconds, at: 4)
        cut.bind(mark, at: 5)
        waiting.bind(to: cut, at: 6)
        try cut.run()
        nextNumber += 1
    }

    /// Writes one in place of an envelope that is not done.
    func rewrite(_ waiting: WaitingEnvelope, over envelope: Int64) throws {
        let rewrite = statements.rewriteWaiting
        rewrite.bind(envelope, at: 1)
        waiting.bind(to: rewrite, at: 6)
        try rewrite.run()
    }
}
