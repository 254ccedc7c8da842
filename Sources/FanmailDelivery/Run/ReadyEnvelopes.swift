import SMTPCore

/// Cut envelopes that nobody has taken, in the order in which they are to be.
struct ReadyEnvelopes {
    /// The next one last.
    private var stack: [CutEnvelope] = []
    /// How many recipients they have.
    private(set) var recipients = 0
    /// How many of them, the next ones, go ahead of the audience: what is tried again.
    private(set) var ahead = 0

    /// Sums over several of them.
    struct Sums {
        var count = 0
        var recipients = 0
        var ahead = 0

        static func += (sums: inout Self, ready: ReadyEnvelopes) {
            sums.count += ready.count
            sums.recipients += ready.recipients
            sums.ahead += ready.ahead
        }

        static func -= (sums: inout Self, ready: ReadyEnvelopes) {
            sums.count -= ready.count
            sums.recipients -= ready.recipients
            sums.ahead -= ready.ahead
        }
    }

    var isEmpty: Bool { stack.isEmpty }
    var count: Int { stack.count }
    var next: CutEnvelope? { stack.last }

    /// Ahead of those that are there.
    mutating func offer(_ envelopes: [CutEnvelope]) {
        stack.append(contentsOf: envelopes.reversed())
        ahead += envelopes.count
        count(envelopes)
    }

    /// Behind those that are there.
    mutating func append(_ envelopes: [CutEnvelope]) {
        stack.insert(contentsOf: envelopes.reversed(), at: 0)
        count(envelopes)
    }

    /// Takes the next one; there must be one.
    mutating func removeNext() -> CutEnvelope {
        let envelope = stack.removeLast()
        recipients -= envelope.recipients.count
        ahead = max(0, ahead - 1)
        return envelope
    }

    /// All of them, in order.
    mutating func removeAll() -> [CutEnvelope] {
        defer { self = Self() }
        return stack.reversed()
    }

    private mutating func count(_ envelopes: [CutEnvelope]) {
        for envelope in envelopes { recipients += envelope.recipients.count }
    }
}
