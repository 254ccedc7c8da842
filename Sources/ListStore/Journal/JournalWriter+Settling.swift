import Bounces
import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore

/// What became of an envelope, as it is written down.
extension JournalWriter {
    func settle(_ settlement: Settlement) throws {
        let envelope = settlement.envelope
        for status in settlement.statuses where status.outcome != .deferred {
            try write(status, of: settlement)
            if status.outcome == .refused { try logBounce(status.index, status.reply, settlement) }
        }
        let excepted: Set<Int> = settlement.statuses.isEmpty ? [] : Set(settlement.statuses.map(\.index))
        switch settlement.verdict {
        case .done(let outcome, let reply):
            let final = settlement.statuses.filter { $0.outcome != .deferred }
            let mayGo = excepted.count == envelope.recipients.count && final.isEmpty
            if final.count < settlement.statuses.count { try cutDeferred(settlement, mayRewrite: mayGo) }
            if !mayGo { try markDone(settlement, outcome, reply, exceptions: final.count) }
            guard outcome == .refused else { return }
            for index in envelope.recipients.ids.indices where !excepted.contains(index) {
                try logBounce(index, reply, settlement)
            }
        case .putBack(let notBefore, let isCharged, let reply):
            if !settlement.statuses.isEmpty {
                try cutDeferred(settlement, mayRewrite: false)
                let json = envelope.recipients.jsonIDs(without: excepted)
                let count = envelope.recipients.count - settlement.statuses.count
                try writeMembers(json, count: count, mark: envelope.departureMark, of: envelope.id)
            }
            // What was tried again before waits in the database in any case.
            let next = notBefore ?? (isCharged && envelope.isRetry ? settlement.at : nil)
            try putBack(settlement, until: next, isCharged: isCharged, reply)
        }
    }

    private func putBack(
        _ settlement: Settlement, until next: Timestamp?, isCharged: Bool, _ reply: Reply?
    ) throws {
        let envelope = settlement.envelope
        let putBack = statements.putBack
        putBack.bind(envelope.id, at: 1)
        putBack.bind(isCharged ? 1 : 0, at: 2)
        putBack.bind(next?.milliseconds, at: 3)
        bind(reply, settlement.relay, to: putBack, at: 4)
        putBack.bind(Int64(envelope.tries - (isCharged ? 0 : 1)), at: 8)
        putBack.bind(epoch, at: 9)
        let first = envelope.firstOffered ?? (isCharged ? settlement.at : nil)
        putBack.bind(first?.milliseconds, at: 10)
        try putBack.run()
    }

    func writeMembers(_ json: [UInt8], count: Int, mark: Int64, of envelope: Int64) throws {
        let statement = statements.putBackMembers
        statement.bind(envelope, at: 1)
        json.withUnsafeBufferPointer { statement.bind($0, at: 2) }
        statement.bind(Int64(count), at: 3)
        statement.bind(mark, at: 4)
        try statement.run()
    }

    private func markDone(
        _ settlement: Settlement, _ outcome: Outcome, _ reply: Reply?, exceptions: Int
    ) throws {
        let done = statements.done
        done.bind(settlement.envelope.id, at: 1)
        done.bind(outcome.rawValue, at: 2)
        done.bind(Int64(exceptions), at: 3)
        bind(reply, settlement.relay, to: done, at: 4)
        done.bind(settlement.at.milliseconds, at: 8)
        try done.run()
    }

    func bind(_ reply: Reply?, _ relay: String?, to statement: SQLStatement, at index: Int32) {
        statement.bind(reply.map { Int64($0.code) }, at: index)
        statement.bind(reply?.status?.description, at: index + 1)
        statement.bind(reply?.text, at: index + 2)
        statement.bind(relay, at: index + 3)
    }

    private func write(_ status: Settlement.RecipientStatus, of settlement: Settlement) throws {
        let envelope = settlement.envelope
        try write(
            RecipientRow(
                subscriber: envelope.recipients.ids[status.index], list: envelope.list, envelope: envelope.number,
                outcome: status.outcome, reply: status.reply, relay: settlement.relay,
                attempts: envelope.attempt - (status.charged ? 0 : 1), at: settlement.at))
    }

    /// A refusal at SMTP time goes to the bounce log; whether it ends the subscription is decided when the run ends.
    private func logBounce(_ index: Int, _ reply: Reply?, _ settlement: Settlement) throws {
        let envelope = settlement.envelope
        let domain = envelope.recipients.domain(at: index)
        let verdict = FailureVerdict(
            refusal: reply, relay: settlement.relay, domain: domain, judge: judge)
        let bounce = statements.bounce
        bounce.bind(settlement.at.milliseconds, at: 1)
        bounce.bind(mailing, at: 2)
        bounce.bind(envelope.list, at: 3)
        bounce.bind(envelope.recipients.ids[index], at: 4)
        bounce.bind(envelope.recipients.address(at: index), at: 5)
        bind(reply, settlement.relay, to: bounce, at: 6)
        bounce.bind(BounceRecord.Kind(verdict).rawValue, at: 10)
        bounce.bind(
            BounceRecord.Effect(logging: verdict, confidence: BounceAttribution.reply.confidence).rawValue, at: 11)
        bounce.bind(verdict.failureClass.rawValue, at: 12)
        bounce.bind(verdict.rule, at: 13)
        bounce.bind(RuleProvider.mailboxes(ofDomain: domain, server: settlement.relay), at: 14)
        try bounce.run()
    }
}
