import Fanmail
import FanmailBasics
import SMTPLoad

/// The rates of an open loop as they are written: `2000`, `100-2000`, `500@10s,500-1000@30s`.
enum BenchRate {
    static func steps(_ text: String, usual: Duration) throws -> [LoadPlan.Pace.Step] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 1000 else { throw FanmailFailure(.usage, "--rate: more than 1000 steps") }
        return try parts.map { part in
            let sides = part.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
            guard (1...2).contains(ends.count), let from = ends[0], let to = ends[ends.count - 1],
                (0...10_000_000).contains(from), (0...10_000_000).contains(to), from + to > 0
            else {
                throw FanmailFailure(
                    .usage,
                    "--rate \(String(part).escapedForTerminal): write 2000, a ramp 100-2000, or either with @ and a time, 500@10s"
                )
            }
            var duration = usual
            if sides.count > 1 {
                do { duration = try DurationText.parse(sides[1]) } catch {
                    throw FanmailFailure(.usage, "--rate: \(error)")
                }
            }
            return .init(from: from, to: to, duration: duration)
        }
    }
}
