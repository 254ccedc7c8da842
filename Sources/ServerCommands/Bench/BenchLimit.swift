import FanmailBasics
import SMTPLoad

/// What limited a run, in a sentence, with what to do about it.
enum BenchLimit {
    static func text(_ report: LoadReport) -> String {
        guard let limit = report.limit else {
            return report.generator.wasTheLimit
                ? text(.generatorCPU, report, nil) : "nothing is told of what was the limit"
        }
        return text(limit.kind, report, limit)
    }

    private static func text(_ kind: LoadLimit.Kind, _ report: LoadReport, _ limit: LoadLimit?) -> String {
        let connections = counted(limit?.connections ?? 0, "connection")
        let busy = limit?.busy.map { BenchSummary.time($0) } ?? ""
        // A scenario says these in its file, `bench run` in its flags.
        let isScenario = report.scenario != nil
        switch kind {
        case .none: return "limit: none; every transaction began at its time"
        case .generatorCPU:
            return
                "the generator was the limit, not the server: give it \(isScenario ? "more `threads`" : "--threads"), or another machine"
        case .generatorLateness:
            return
                "the generator was the limit, not the server: it was late by \(BenchSummary.time(report.generator.sendError.p99)) (p99) though it had CPU time; give it a machine of its own"
        case .connections:
            let capacity = limit?.capacity.map { " at \(busy) each they do at most \(Int($0.rounded()))/s;" } ?? ""
            return
                "the connections were the limit: all of \(connections) were busy;\(capacity) give it more \(isScenario ? "`connections`" : "--connections")"
        case .server:
            guard limit?.busy != nil else { return "nothing is told of what was the limit" }
            guard report.loop == "open" else {
                return "the server was the limit: each of \(connections) waited \(busy) for a transaction"
            }
            let calm = limit?.calm.map { ", \(BenchSummary.time($0)) while few connections were busy" } ?? ""
            return "the server was the limit: a transaction took \(busy) while all of \(connections) were busy\(calm)"
        case .connectionLimit:
            return "the server was the limit: it let in \(connections), and refused more"
        case .unreachable: return "the server was the limit: it could not be reached any more"
        }
    }
}
