import Synchronization

/// A connection, as its lanes share it.
final class SharedConnection: Sendable {
    private struct State {
        var isOver = false
        var isLeaving = false
        var answered = 0
        var taken = 0
    }

    let connection: any EnvelopeConnection
    let generation: Int
    /// Where it leads.
    let queue: DestinationQueue
    private let state = Mutex(State())

    init(connection: any EnvelopeConnection, of queue: DestinationQueue) {
        self.connection = connection
        self.queue = queue
        generation = queue.generation
    }

    /// The connection takes no further envelope.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// It was closed to make room.
    var isLeaving: Bool { state.withLock { $0.isLeaving } }

    /// How many transactions the server decided.
    var answered: Int { state.withLock { $0.answered } }

    /// Returns false when it was over before.
    func end() -> Bool {
        state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
    }

    /// Takes no more, to make room. Returns false when that was said before.
    func leave() -> Bool {
        state.withLock { state in
            defer { state.isLeaving = true }
            return !state.isLeaving
        }
    }

    /// How many envelopes were taken for it.
    var taken: Int { state.withLock { $0.taken } }

    func countTaken() { state.withLock { $0.taken += 1 } }

    func countAnswer() { state.withLock { $0.answered += 1 } }

    /// Whether it takes a further envelope.
    var mayTake: Bool {
        let most = queue.destination.limits.messages ?? .max
        return state.withLock { !$0.isOver && !$0.isLeaving && $0.taken < most } && generation == queue.generation
    }
}
