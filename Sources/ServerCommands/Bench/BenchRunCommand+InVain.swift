import Fanmail
import FanmailBasics
import FanmailTerminal

/// Options that would do nothing beside the others: whoever writes one expects that it does something.
extension BenchRunCommand {
    func refuseInVain() throws {
        try refuseForSearch()
        for (option, isGiven, need, isThere) in [
            ("--p99", p99 != nil, "--find-max", findMax),
            ("--poisson", poisson, "--rate, or --find-max", rate != nil || findMax),
        ] where isGiven && !isThere {
            throw FanmailFailure(.usage, "\(option) needs a \(need)")
        }
        let hasOwnTimes = rate.map { $0.split(separator: ",").allSatisfy { $0.contains("@") } } ?? false
        for (one, isGiven, other, isOther, why) in [
            ("--for", time != nil, "--rate with times", hasOwnTimes, "each of its steps says how long it is"),
            ("--domains", domains != nil, "--to", to != nil, "both say who it is to"),
            ("--domains", domains != nil, "--list", list != nil, "both say who it is to"),
            ("--tls-share", tlsShare != nil, "--tls none", connection.tls == "none", "nothing is encrypted then"),
            ("--in-flight", inFlight > 1, "--no-pipelining", noPipelining, "a second transaction is pipelined"),
        ] where isGiven && isOther {
            throw FanmailFailure(.usage, "\(one) and \(other) exclude each other: \(why)")
        }
        guard !sender.contains("{n}"), !sender.contains("{i}") else {
            throw FanmailFailure(
                .usage, "--from \(sender.escapedForTerminal): all have one reverse-path; {n} and {i} are for --to")
        }
    }

    /// A search makes runs of its own.
    private func refuseForSearch() throws {
        guard findMax else { return }
        for (option, isGiven) in [
            ("--rate", rate != nil), ("--transactions", transactions != nil), ("--sent", sent != nil),
            ("--fail-if", !failIf.isEmpty), ("--abort-on-fail", abortOnFail), ("--live", streams.live != nil),
            ("--metrics", streams.metrics != nil), ("--start-at", streams.startAt != nil), ("--commands", commands),
        ] where isGiven {
            throw FanmailFailure(
                .usage, "\(option) and --find-max exclude each other: a search is many runs at rates of its own")
        }
    }
}
