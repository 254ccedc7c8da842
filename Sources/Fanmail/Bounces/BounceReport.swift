package import Bounces
package import ListStore

/// What came back, counted by one thing, and the reasons, with what to do about them.
package struct BounceReport: Sendable {
    /// A reason, and how often it was given.
    package struct Reason: Sendable {
        package let failureClass: FailureClass
        package let count: BounceCount
        /// Something that was said; nil where nothing was.
        package let example: String?
        /// Whose mailboxes they are most, the first three.
        package let providers: [Provider]
    }

    /// Whose mailboxes, and how many bounces.
    package struct Provider: Sendable, Equatable {
        package let name: String
        package let bounces: Int
    }

    package let grouping: BounceGrouping
    package let sum: BounceSum
    package let rows: [BounceCount]
    /// The most frequent first; complaints and what nobody knows are among them.
    package let reasons: [Reason]

    private static let mostRows = 500

    /// - Parameter grouping: what the rows are of.
    package init(_ store: Store, _ selection: BounceSelection, by grouping: BounceGrouping) throws {
        self.grouping = grouping
        sum = try store.sumBounces(selection)
        rows = try store.bounceCounts(selection, by: grouping, limit: Self.mostRows)
        let classes =
            grouping == .failureClass
            ? rows : try store.bounceCounts(selection, by: .failureClass, limit: Self.mostRows)
        let told = try store.bounceReasons(selection, limit: Self.mostRows)
        reasons = classes.compactMap { count in
            let told = told.filter { $0.failureClass == count.key }
            let providers = told.compactMap { one in one.provider.map { Provider(name: $0, bounces: one.bounces) } }
            return count.key.flatMap(FailureClass.init).map {
                Reason(
                    failureClass: $0, count: count, example: told.lazy.map(\.example).first { !$0.isEmpty },
                    providers: Array(providers.prefix(3)))
            }
        }
    }
}
