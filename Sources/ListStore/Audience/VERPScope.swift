/// Whose envelopes of a list have a reverse-path of their own, fixed when a mailing begins.
enum VERPScope: Sendable, Equatable {
    case all
    case turn(VERPTurn)
    case nobody

    /// - Parameter turn: where there is one.
    init(always: Bool, turn: Int64?) {
        self = always ? .all : VERPTurn(stored: turn).map { .turn($0) } ?? .nobody
    }

    func has(_ subscriber: Int64) -> Bool {
        switch self {
        case .all: true
        case .turn(let turn): turn.has(subscriber)
        case .nobody: false
        }
    }
}
