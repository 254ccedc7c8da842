import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// `--find-max`.
extension BenchRunCommand {
    private static let longestTrial = Duration.seconds(5)

    func search(_ plan: LoadPlan, _ stop: LoadStop) async throws {
        let limit = try duration("--p99", latency) / .milliseconds(1)
        var search = RateSearch(first: 100, limit: 1_000_000)
        var last: LoadReport?
        var failure: FanmailFailure?
        /// The share that is accepted at the first rate: a server may refuse some at any.
        var usual: Double?
        while let rate = search.next {
            do {
                let trial = trial(of: plan, rate)
                let report = try await measure(trial, nil, stop)
                if stop.isAsked { break }
                last = report
                let reason = Self.reason(report, trial, limit, usual: usual)
                usual = usual ?? Self.acceptedShare(report)
                search.note(.init(rate: rate, report, reason: reason))
                let verdict = reason.map { $0.isEmpty ? "not kept" : "not kept: \($0)" } ?? "kept"
                Terminal.say("\(rate.shown)/s: p99 \(BenchSummary.time(report.transaction.p99)), \(verdict)")
            } catch let error as FanmailFailure where !search.trials.isEmpty {
                // What was found until then is not lost.
                failure = error
                break
            }
        }
        let isWhole = !stop.isAsked && failure == nil
        if json {
            Terminal.print(try BenchJSON.text(BenchJSON.Search(p99: limit, best: search.best, trials: search.trials)))
        } else if let best = search.best {
            Terminal.print(
                "highest rate with a p99 within \(latency)\(isWhole ? "" : " so far"): \(Int(best)) transactions/s")
        }
        Terminal.flush()
        if let html, let last {
            let page = BenchSearchPage(
                limit: limit, best: search.best, trials: search.trials, isWhole: isWhole, last: last)
            try PlotPage.write(page.text, to: html)
        }
        if stop.isAsked { throw Self.interrupted("the search is not finished") }
        if let failure { throw failure }
        if search.best == nil {
            throw FanmailFailure(.unavailable, "no rate down to 1/s keeps the p99 within \(latency)")
        }
    }

    /// Of all recipients; nil of none.
    static func acceptedShare(_ report: LoadReport) -> Double? {
        let all = report.accepted + report.refused + report.deferred + report.unsent + report.unknown
        return all > 0 ? Double(report.accepted) / Double(all) : nil
    }

    func trial(of plan: LoadPlan, _ rate: Double) -> LoadPlan {
        let length = min(plan.duration, Self.longestTrial)
        var trial = plan
        trial.duration = length
        trial.warmUp = min(plan.warmUp, length / 2)
        // A rate that is not kept is not waited for.
        trial.grace = max(.seconds(1), (try? duration("--p99", latency)) ?? .zero)
        trial.pace = .open([.init(from: rate, to: rate, duration: length)], isPoisson: poisson)
        return trial
    }

    /// Why a rate was not kept, beside the p99 that is told anyway, and empty where that says it; nil when it was.
    static func reason(
        _ report: LoadReport, _ trial: LoadPlan, _ limit: Double, usual: Double? = nil
    ) -> String? {
        let generator = report.generator.wasTheLimit ? "the generator was the limit" : ""
        func with(_ words: String) -> String { generator.isEmpty ? words : "\(words); \(generator)" }
        let lost = report.unsent + report.unknown
        if let notSent = report.notSent, notSent > 0 { return with("\(notSent) not sent") }
        if lost > 0 { return "\(counted(lost, "copy", "copies")) unsent or unknown" }
        // Of a rate that varies by chance, what came of it.
        let rate = Double(report.planned ?? 0) / ((trial.duration - trial.warmUp) / .seconds(1))
        guard rate > 0 else { return "by chance nothing was due" }
        // However soon a server says no, it has kept nothing.
        guard report.accepted > 0 else { return "nothing was accepted" }
        if let usual, let share = acceptedShare(report), share < 0.95 * usual {
            return "only \(Int((share * 100).rounded(.down))) % were accepted"
        }
        if report.transactionsPerSecond <= rate * 0.95 {
            return with("\(Int(report.transactionsPerSecond))/s were reached")
        }
        return report.transaction.p99 > limit ? generator : nil
    }
}
