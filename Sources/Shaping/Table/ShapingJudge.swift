import Bounces
import SMTPCore

/// Finds the first of some rules that takes a reply, by looking through its text once.
struct ShapingJudge: Sendable {
    private let judge: FailureJudge
    /// By name, the place in the table.
    private let places: [String: Int]

    init(_ rules: [ShapingRule], _ places: [Int]) {
        judge = FailureJudge(rules: places.map { rules[$0].conditions })
        self.places = Dictionary(places.map { (rules[$0].name, $0) }) { first, _ in first }
    }

    func rule(for reply: Reply) -> Int? {
        places[judge.verdict(FailureRemark(code: reply.code, status: reply.status, text: reply.text)).rule]
    }
}
