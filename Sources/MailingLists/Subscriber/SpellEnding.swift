/// How a spell of a subscription ended, as far as it matters for who may come back. It is not stored by itself: state and
/// `how` of a departure tell it, in files too.
package enum SpellEnding: String, Sendable, CaseIterable {
    /// They left by themselves: by a link, a letter, your own page, or where a file comes from.
    case person
    /// Somebody took them off by hand, or a program did.
    case hand
    /// Their address was refused for good, here or where a file comes from.
    case bounced
    /// They called it spam.
    case complaint
    /// A sync took them out, whose file did not name them.
    case sync
    /// The batch that had brought them was undone. It says nothing about them: what was before counts.
    case undo
    /// They have another address.
    case moved

    /// - Parameters:
    ///   - state: in which the spell ended.
    ///   - how: as a departure, or a file, has it.
    package init(state: SubscriptionState, how: String?) {
        if state == .bounced {
            self = .bounced
        } else {
            self = Self.allCases.first { $0.how != nil && $0.how == how } ?? .person
        }
    }

    /// The text that tells it from the others of its state; nil where none does.
    package var how: String? {
        switch self {
        case .person, .bounced: nil
        case .hand: "command line"
        case .complaint: "complaint"
        case .sync: "sync"
        case .undo: "undo"
        case .moved: "moved"
        }
    }

    /// Whether somebody whose latest spell ended so, but for undone ones, is subscribed again.
    ///
    /// Whoever only files took out, files bring back. Who left by themselves stays away until somebody answers for it,
    /// and no file answers for an address that refuses mail, for a complaint, or for an address that was given up.
    package func mayComeBack(by way: WayBack) -> Bool {
        switch (self, way) {
        case (_, .add), (_, .confirmation), (_, .undo): true
        case (.sync, _), (.undo, _): true
        case (.person, .resubscribing), (.hand, .resubscribing): true
        case (.person, .resubscribingBounced), (.hand, .resubscribingBounced), (.bounced, .resubscribingBounced): true
        case (.person, _), (.hand, _), (.bounced, _), (.complaint, _), (.moved, _): false
        }
    }
}

/// How somebody comes back whose subscription had ended.
package enum WayBack: String, Sendable, CaseIterable {
    /// A file names them.
    case importing
    /// A file names them, and whoever imports it answers for those who had left;
    case resubscribing
    /// for those whose address was refused, too.
    case resubscribingBounced
    /// The file of a sync names them.
    case sync
    /// Somebody adds them, one by one.
    case add
    /// They say so themselves.
    case confirmation
    /// The batch that ended it is undone.
    case undo
}
