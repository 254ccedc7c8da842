/// A sync that would end more subscriptions than it may; nothing was changed.
package struct LeavingLimit: Error, Equatable {
    package let source: String
    /// The list's name.
    package let list: String
    /// Whom the source does not name.
    package let leaving: Int
    /// How many are subscribed.
    package let active: Int
    /// The largest share of them that may leave, 0 to 1.
    package let limit: Double

    /// The share that would leave, in per cent, rounded.
    package var percent: Int { Int((Double(leaving) / Double(max(1, active)) * 100).rounded()) }
}
