package import SMTPCore

/// How many recipients have which outcome.
package struct OutcomeCount: Sendable, Equatable {
    package private(set) var accepted = 0
    package private(set) var refused = 0
    package private(set) var deferred = 0
    package private(set) var unknown = 0
    package private(set) var skipped = 0

    package init() {}

    /// All of them.
    package var sum: Int { accepted + refused + deferred + unknown + skipped }

    package mutating func add(_ count: Int, _ outcome: Outcome) {
        switch outcome {
        case .accepted: accepted += count
        case .refused: refused += count
        case .deferred: deferred += count
        case .unknown: unknown += count
        case .skipped: skipped += count
        }
    }

    package static func += (one: inout OutcomeCount, other: OutcomeCount) {
        one.accepted += other.accepted
        one.refused += other.refused
        one.deferred += other.deferred
        one.unknown += other.unknown
        one.skipped += other.skipped
    }
}
