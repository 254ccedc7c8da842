package import Bounces

/// How much a bounce counts against an address.
///
/// What a receiver says of the message or of who sends it (its rules, DMARC, block lists, rates, its own machinery) is not
/// the address's fault, however often it is said, and counts for nothing; nor does what no rule knows.
package enum BounceWeight: Hashable, Sendable {
    /// The address is dead, and who says so is known for certain to speak of it.
    case certain
    /// The address is dead, as it seems.
    case hard
    /// Nobody reads it for now, or it was not reached.
    case soft

    /// From here on the subscriber is found for certain: a reply on our own connection, a token made for them alone.
    package static let certainty = 90
    /// From here on a token of ours vouches for them, though others had it too: it counts, and may be the one too many.
    package static let verified = 70
    /// Below it the subscriber was guessed, which counts for nothing: anybody can write a report.
    package static let guess = 50

    /// - Parameter confidence: that the subscriber was found by, 0 to 100.
    package init?(_ verdict: FailureVerdict, confidence: Int) {
        self.init(verdict.failureClass, isHard: verdict.isHard, confidence: confidence)
    }

    init?(_ failureClass: FailureClass, isHard: Bool, confidence: Int) {
        guard confidence >= Self.guess else { return nil }
        switch failureClass {
        case .addressUnknown, .domainUnknown, .disabled:
            self = !isHard ? .soft : confidence >= Self.certainty ? .certain : .hard
        case .full, .connection, .expired, .loop: self = .soft
        case .tooLarge, .content, .reputation, .authentication, .policy, .rate, .system, .autoReply, .complaint,
            .notABounce, .undecided:
            return nil
        }
    }
}
