package import FanmailBasics
package import SMTPCore

/// An envelope that is durably cut: it may be offered to a server, its content may not leave before it is armed.
package struct CutEnvelope: Sendable {
    /// The journal's key of the envelope.
    package let id: Int64
    /// Its number within the mailing, from 1.
    package let number: Int64
    /// The list it was cut from.
    package let list: Int64
    package let reversePath: ReversePath
    package let recipients: RecipientBatch
    /// 1 for the first time the members are offered.
    package let attempt: Int
    /// The same, counted within this run.
    package let tries: Int
    /// When the members were first offered; nil when they are now.
    package let firstOffered: Timestamp?
    /// When it was offered last, perhaps by an earlier run, its message was refused for good.
    package let wasRefused: Bool
    /// The members were deferred before.
    package let isRetry: Bool
    /// Who had left by this mark of the journal is not among the members; who left later is found when arming.
    package let departureMark: Int64
    /// Likewise who was suppressed.
    package let suppressionMark: Int64
    /// For every domain that starts early enough to matter to the guard: where in the batch the run starts,
    /// and how many of the same domain went before it in the mailing.
    package let domainRuns: [DomainRun]

    /// Of its one recipient, who gets a message of their own; nil where the message is the same for all.
    package let recipient: RecipientDetails?
    /// How all of its recipients are reached.
    package let route: DeliveryRoute

    package struct DomainRun: Sendable, Equatable {
        package let start: Int
        package let ordinal: Int

        package init(start: Int, ordinal: Int) {
            self.start = start
            self.ordinal = ordinal
        }
    }

    package init(
        id: Int64, number: Int64, list: Int64, reversePath: ReversePath, recipients: RecipientBatch, attempt: Int,
        isRetry: Bool, departureMark: Int64, suppressionMark: Int64 = 0, domainRuns: [DomainRun] = [],
        recipient: RecipientDetails? = nil, tries: Int = 1, firstOffered: Timestamp? = nil,
        wasRefused: Bool = false, route: DeliveryRoute = .only
    ) {
        self.id = id
        self.number = number
        self.list = list
        self.reversePath = reversePath
        self.recipients = recipients
        self.attempt = attempt
        self.isRetry = isRetry
        self.departureMark = departureMark
        self.suppressionMark = suppressionMark
        self.domainRuns = domainRuns
        self.recipient = recipient
        self.tries = tries
        self.firstOffered = firstOffered
        self.wasRefused = wasRefused
        self.route = route
    }

    /// The same envelope without the members at these places.
    package func without(_ indices: some Collection<Int>) -> CutEnvelope {
        guard !indices.isEmpty else { return self }
        let left = Set(indices)
        var kept = RecipientBatch()
        for index in recipients.ids.indices where !left.contains(index) {
            recipients.bytes.withUnsafeBufferPointer {
                kept.append(
                    id: recipients.ids[index], address: UnsafeBufferPointer(rebasing: $0[recipients.range(at: index)]))
            }
        }
        return CutEnvelope(
            id: id, number: number, list: list, reversePath: reversePath, recipients: kept, attempt: attempt,
            isRetry: isRetry, departureMark: departureMark, suppressionMark: suppressionMark,
            recipient: kept.count == 1 ? recipient : nil, tries: tries, firstOffered: firstOffered,
            wasRefused: wasRefused, route: route)
    }
}
