/// How large a number is, each time anew.
public enum Distribution: Sendable, Equatable, CustomStringConvertible {
    case fixed(Int)
    case uniform(ClosedRange<Int>)
    /// With this mean; at least 1, and at most 20 times the mean.
    case exponential(mean: Int)
    /// Values and how often each comes.
    case weighted([Weight])

    public struct Weight: Sendable, Equatable {
        public var value: Int
        public var weight: Double
    }

    /// `2048`, `1-100`, `exp:4096`, or values with weights, `2048:90,65536:10`.
    ///
    /// - Returns: nil when it is none of these, or beyond `limit`.
    public init?(_ text: String, limit: Int) {
        func number(_ text: some StringProtocol) -> Int? { Int(text).flatMap { (1...limit).contains($0) ? $0 : nil } }
        if let value = number(text) {
            self = .fixed(value)
        } else if text.hasPrefix("exp:"), let mean = number(text.dropFirst(4)), mean <= max(1, limit / 20) {
            self = .exponential(mean: mean)
        } else if text.contains(":") {
            var weights: [Weight] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let sides = part.split(separator: ":")
                guard sides.count == 2, let value = number(sides[0]), let weight = Double(sides[1]), weight > 0,
                    weight.isFinite
                else { return nil }
                weights.append(Weight(value: value, weight: weight))
            }
            guard weights.count <= 1000 else { return nil }
            self = .weighted(weights)
        } else {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high else {
                return nil
            }
            self = .uniform(low...high)
        }
    }

    public var description: String {
        switch self {
        case .fixed(let value): "\(value)"
        case .uniform(let range): "\(range.lowerBound)-\(range.upperBound)"
        case .exponential(let mean): "exp:\(mean)"
        case .weighted(let weights):
            weights.map {
                "\($0.value):\($0.weight == $0.weight.rounded() && $0.weight < 1e9 ? "\(Int($0.weight))" : "\($0.weight)")"
            }.joined(separator: ",")
        }
    }

    /// - Parameter draw: from 0 to 1, 1 excluded.
    func value(_ draw: Double) -> Int {
        switch self {
        case .fixed(let value): return value
        case .uniform(let range): return range.lowerBound + Int(draw * Double(range.count))
        case .exponential(let mean): return max(1, Int(Double(mean) * min(20, -naturalLogarithm(1 - draw))))
        case .weighted(let weights):
            var left = draw * weights.reduce(0) { $0 + $1.weight }
            for weight in weights {
                left -= weight.weight
                if left < 0 { return weight.value }
            }
            return weights.last?.value ?? 1
        }
    }
}
