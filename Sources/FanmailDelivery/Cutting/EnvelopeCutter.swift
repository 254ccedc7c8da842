public import SMTPCore

/// Cuts a walk of subscribers, ordered by domain, into envelopes.
///
/// Called once a recipient on the hot path: it only appends bytes.
public struct EnvelopeCutter: Sendable {
    /// The members of one envelope.
    public struct Cut: Sendable {
        public var recipients = RecipientBatch()
        /// Where in the batch a domain begins or goes on: the place, and how many of that domain went before.
        public var domains: [(start: Int, ordinal: Int)] = []

        public init() {}
    }

    private var limit: Int
    /// How many of the current domain went by, over all envelopes.
    private var ordinal = 0
    private var current = Cut()
    /// Somebody of the current domain went by who is not in the current envelope.
    private var hasGap = false
    private var done: [Cut] = []

    /// - Parameter limit: the most recipients in one envelope, 1 or more.
    public init(limit: Int, ordinal: Int = 0) {
        self.limit = max(1, limit)
        self.ordinal = ordinal
    }

    /// How many of the current domain went by: for the cutter of the next page.
    public var domainOrdinal: Int { ordinal }

    /// Adds a recipient; `isNewDomain` when the one before had another domain.
    ///
    /// - Parameter isIndividual: in an envelope of its own.
    public mutating func append(
        id: Int64, address: UnsafeBufferPointer<UInt8>, isNewDomain: Bool, isIndividual: Bool = false
    ) {
        if isNewDomain { ordinal = 0 }
        if isIndividual { close() }
        let place = current.recipients.count
        if isNewDomain || place == 0 || hasGap {
            current.domains.append((place, ordinal))
            hasGap = false
        }
        if place == 0, !isIndividual { current.recipients.reserveCapacity(recipients: limit, bytes: limit * 28) }
        current.recipients.append(id: id, address: address)
        ordinal += 1
        if isIndividual || place + 1 == limit { close() }
    }

    /// What comes next goes another way: it shares no envelope with what went before.
    ///
    /// - Parameter limit: the most recipients in an envelope from here on.
    public mutating func beginRoute(limit: Int) {
        close()
        self.limit = max(1, limit)
    }

    /// Adds a recipient in an envelope of its own, beside the one that is being filled.
    public mutating func appendAside(id: Int64, address: UnsafeBufferPointer<UInt8>, isNewDomain: Bool) {
        if isNewDomain { ordinal = 0 }
        var own = Cut()
        own.domains.append((0, ordinal))
        own.recipients.append(id: id, address: address)
        done.append(own)
        ordinal += 1
        hasGap = true
    }

    /// The envelopes so far, the last one perhaps not full; begins anew.
    public mutating func finish() -> [Cut] {
        close()
        defer { done = [] }
        return done
    }

    private mutating func close() {
        guard !current.recipients.isEmpty else { return }
        done.append(current)
        current = Cut()
    }
}
