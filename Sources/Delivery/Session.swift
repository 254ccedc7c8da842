import Synchronization

/// What the lanes of one connection share.
final class Session: Sendable {
    private struct State {
        var isOver = false
        var answered = 0
    }

    let connection: any EnvelopeConnection
    let generation: Int
    private let state = Mutex(State())

    init(connection: any EnvelopeConnection, generation: Int) {
        self.connection = connection
        self.generation = generation
    }

    /// The connection takes no further envelope.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// How many transactions the server decided.
    var answered: Int { state.withLock { $0.answered } }

    func end() { state.withLock { $0.isOver = true } }

    func countAnswer() { state.withLock { $0.answered += 1 } }

    func mayTake(in current: Int) -> Bool { !isOver && generation == current }
}
