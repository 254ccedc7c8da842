/// How large the shares of an experiment are, one for each letter.
package struct ExperimentSplit: Sendable, Equatable {
    package enum Size: Sendable, Hashable {
        /// Hundredths of a percent of the audience, 1 to 10,000.
        case hundredths(Int)
        /// So many people, 1 or more.
        case people(Int)
    }

    package let sizes: [Size]

    /// - Parameter sizes: those of percents are 100 % together at most.
    package init(_ sizes: [Size]) { self.sizes = sizes }

    /// How many people are in each share of so many.
    ///
    /// - Throws: a conflict where a share would have nobody, or they are more than there are.
    package func counts(of total: Int) throws(StoreFailure) -> [Int] {
        var counts: [Int] = []
        // Rounded as a sum, so that halves never are more than the whole.
        var (hundredths, people) = (0, 0)
        for size in sizes {
            switch size {
            case .people(let count): counts.append(count)
            case .hundredths(let part):
                hundredths += part
                let end = (total * hundredths + 5000) / 10_000
                counts.append(end - people)
                people = end
            }
        }
        if let empty = counts.firstIndex(where: { $0 < 1 }) {
            throw StoreFailure(
                .conflict,
                "letter \(Experiment.name(ofLetter: empty)) would go to nobody: there are \(total) recipients; give it a "
                    + "larger share, or send one letter to all")
        }
        let sum = counts.reduce(0, +)
        guard sum <= total else {
            throw StoreFailure(
                .conflict, "the shares are \(sum) recipients together, and there are \(total); make them smaller")
        }
        return counts
    }
}
