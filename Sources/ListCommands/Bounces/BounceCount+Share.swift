import ListStore

extension BounceCount {
    /// Of all bounces, to a tenth of a percent: `54.7 %`. What is not all, and not nothing, is not shown so.
    func share(of sum: BounceSum) -> String {
        guard sum.bounces > 0, bounces > 0 else { return "0 %" }
        guard bounces < sum.bounces else { return "100 %" }
        let tenths = min(999, max(1, Int((Double(bounces) / Double(sum.bounces) * 1000).rounded())))
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
