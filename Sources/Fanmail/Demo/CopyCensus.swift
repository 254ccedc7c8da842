package import ListStore
import SMTPCore

/// What the journal says of a mailing beside what its server has taken, by address: what was lost, and what was doubled.
package struct CopyCensus: Sendable, Equatable {
    /// Recipients whose copy was accepted, as the journal says.
    package private(set) var accepted = 0
    /// Recipients of whom the journal cannot say whether their copy was taken.
    package private(set) var unknown = 0
    /// Recipients with any other outcome, or none yet.
    package private(set) var others = 0
    /// Recipients whose copy was accepted, and is not there.
    package private(set) var lost = 0
    /// Recipients of whom the server has more than one copy.
    package private(set) var doubled = 0

    /// - Parameter copies: how many copies for each forward-path the server has, of this mailing alone.
    package init(of mailing: Int64, in store: Store, copies: [String: Int]) throws {
        doubled = copies.values.count { $0 > 1 }
        try store.outcomes(of: mailing, outcome: nil, limit: nil) { recipient in
            switch recipient.outcome {
            case .accepted:
                accepted += 1
                if copies[recipient.address] == nil { lost += 1 }
            case .unknown: unknown += 1
            default: others += 1
            }
        }
    }
}
