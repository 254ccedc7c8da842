package import FanmailBasics

/// Sums over time in steps of equal length, which grow as the time does: a mailing of a second and one of five days take
/// the same room.
package struct TimeSteps<Value: Sendable>: Sendable {
    package struct Step: Sendable {
        package let start: Timestamp
        package let value: Value
    }

    /// Of each step, in milliseconds.
    package private(set) var length: Int64
    private var values: [Int64: Value] = [:]
    private let limit: Int
    private let sum: @Sendable (inout Value, Value) -> Void

    /// - Parameters:
    ///   - length: of a step at first, in milliseconds.
    ///   - limit: the most steps with anything in them; 2 at least.
    ///   - sum: adds the second value to the first.
    package init(length: Int64, limit: Int, sum: @escaping @Sendable (inout Value, Value) -> Void) {
        self.length = length
        self.limit = max(2, limit)
        self.sum = sum
    }

    package mutating func add(_ value: Value, at time: Timestamp) {
        add(value, in: Self.number(time.milliseconds, length))
        while values.count > limit { double() }
    }

    /// Those with anything in them, in order.
    package var steps: [Step] {
        values.sorted { $0.key < $1.key }.map { Step(start: Timestamp(milliseconds: $0 * length), value: $1) }
    }

    /// The same in so many steps at most from the first to the last, empty ones counted.
    package func spanning(atMost count: Int) -> TimeSteps {
        var wide = self
        while let first = wide.values.keys.min(), let last = wide.values.keys.max(),
            last - first >= Int64(max(1, count))
        {
            wide.double()
        }
        return wide
    }

    private mutating func add(_ value: Value, in step: Int64) {
        guard var known = values[step] else { return values[step] = value }
        sum(&known, value)
        values[step] = known
    }

    private mutating func double() {
        let before = values
        values = [:]
        length *= 2
        for (step, value) in before { add(value, in: Self.number(step, 2)) }
    }

    /// Rounded down, also before 1970.
    private static func number(_ place: Int64, _ length: Int64) -> Int64 {
        let number = place / length
        return place < 0 && number * length != place ? number - 1 : number
    }
}
