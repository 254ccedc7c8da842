import Fanmail
import FanmailBasics
import SMTPLoad

/// `--fail-if`: read, and told.
enum BenchThreshold {
    static func parse(_ texts: [String]) throws -> [Threshold] {
        try texts.map { text in
            do { return try Threshold(parsing: text) } catch { throw failure(text, error) }
        }
    }

    static func parseChanges(_ texts: [String]) throws -> [ChangeThreshold] {
        try texts.map { text in
            do { return try ChangeThreshold(parsing: text) } catch { throw failure(text, error) }
        }
    }

    private static func failure(_ text: String, _ error: any Error) -> FanmailFailure {
        let reason = (error as? ThresholdSyntaxError)?.reason ?? "\(error)"
        return FanmailFailure(.usage, "--fail-if '\(text)': \(reason)".escapedForTerminal)
    }

    /// `p99 > 50ms: 62.1 ms, failed`.
    static func text(_ verdict: Threshold.Verdict) -> String {
        "\(verdict.threshold): \(value(verdict)), \(verdict.isBroken ? "failed" : "kept")"
    }

    static func value(_ verdict: Threshold.Verdict) -> String {
        guard let value = verdict.value else { return "nothing to measure it by" }
        let rounded = (value * 1000).rounded() / 1000
        return switch verdict.unit {
        case .milliseconds: BenchSummary.time(value)
        case .percent: "\(rounded) %"
        case .perSecond: "\((value * 10).rounded() / 10)/s"
        case .count: "\(Int(value))"
        }
    }
}
