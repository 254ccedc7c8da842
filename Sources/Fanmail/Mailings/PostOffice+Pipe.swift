import Composition
import FanmailDelivery
import FanmailMIME
import ListStore

/// Messages that a mail server hands over for a list, once or more often.
extension PostOffice {
    /// Begins to send a message, or goes on with the mailing of it that was begun.
    ///
    /// Nobody is offered a copy twice, however often and from how many deliveries at once it comes: the same message is
    /// known by its octets, or by Message-ID and body where the way that it took has left other traces in the header.
    ///
    /// - Throws: ``FanmailFailure``, for ``PipeVerdict/init(_:text:)``.
    package func begin(piped prepared: PreparedMailing) async throws(FanmailFailure) -> PipedMailing {
        if let objection = prepared.objections.first { return .over(.forbidden(objection)) }
        if let record = try await mailing(of: prepared) {
            if let verdict = record.verdictOnAnother { return .over(verdict) }
            return .run(try await resume(record.id))
        }
        do {
            return .run(try await send(prepared))
        } catch {
            // Another delivery of it was faster.
            guard let record = try await mailing(of: prepared) else { throw error }
            return .over(record.verdictOnAnother ?? .isBeingSent(record.id))
        }
    }

    /// The mailing of this very message to one of its lists.
    private func mailing(of prepared: PreparedMailing) async throws(FanmailFailure) -> MailingRecord? {
        try await store.apart { () throws(FanmailFailure) in
            guard let earlier = try self.earlier(prepared) else { return nil }
            do {
                let record = try self.store.mailing(earlier.mailing)
                if earlier.hasSameText { return record }
                let isSame =
                    try Set(record.lists).isDisjoint(with: prepared.lists.map(\.name)) == false
                    && Self.body(self.store.message(of: record.id)) == Self.body(prepared.message.bytes)
                // One with other text is refused when it is sent, and its author is told.
                return isSame ? record : nil
            } catch { throw FanmailFailure(error) }
        }
    }

    private static func body(_ message: [UInt8]) -> ArraySlice<UInt8> {
        message[((try? HeaderSection(message))?.end ?? 0)...]
    }
}

/// What became of a message that a mail server handed over, so far.
package enum PipedMailing: Sendable {
    case run(MailingRunHandle)
    case over(PipeVerdict)
}

extension MailingRunHandle {
    /// Waits for its end, or stops it.
    ///
    /// - Parameter limit: after so long open transactions are finished, and the rest is left to the next delivery.
    package func verdict(within limit: Duration) async -> PipeVerdict {
        let end = Task {
            try await Task.sleep(for: limit)
            stop()
        }
        defer { end.cancel() }
        return PipeVerdict(await report())
    }
}

extension MailingRecord {
    /// What another delivery of its message is told; nil where it is to go on.
    fileprivate var verdictOnAnother: PipeVerdict? {
        if isOwned { return .isBeingSent(id) }
        switch state {
        case .finished: return hasNothingLeft(resendUnknown: false, retryRefused: false) ? .taken(nil) : nil
        case .cancelled: return .taken("mailing \(id) is cancelled")
        case .paused where RunEnd.isForPerson(reason: reason ?? ""):
            return .taken("mailing \(id) is paused until somebody sees to it: \(reason ?? "")")
        case .scheduled: return .taken("mailing \(id) is scheduled")
        case .paused, .sending: return nil
        }
    }
}

extension PipeVerdict {
    fileprivate static func isBeingSent(_ mailing: Int64) -> PipeVerdict {
        .later("mailing \(mailing) of this message is being sent by another process at this moment")
    }

    /// How a run of it ended.
    init(_ report: MailingReport) {
        let mailing = "mailing \(report.mailing)"
        let reason = report.end.reason ?? ""
        switch report.end {
        case .finished where report.totals.deferred == 0: self = .taken(nil)
        case .manyRefused: self = .taken("\(mailing): \(reason)")
        case .expired: self = .taken("\(mailing): \(reason)")
        // Sent on, it would go on against its guard.
        case .guarded, .cancelled, .pausedByHand:
            self = .taken("\(mailing) is paused until somebody sees to it: \(reason)")
        case .messageRefused where report.totals.accepted == 0: self = .refused("\(mailing): \(reason)")
        case .messageRefused: self = .taken("\(mailing) is paused until somebody sees to it: \(reason)")
        case .finished, .deferred, .interrupted, .relayLost, .relayDefers, .putBack, .journalFailed:
            self = .later("\(mailing) goes on with the next delivery: \(reason)")
        }
    }
}
