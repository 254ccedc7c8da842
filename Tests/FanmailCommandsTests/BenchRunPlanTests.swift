import ArgumentParser
import Fanmail
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad
@testable import ServerCommands

@Suite("What the options of a bench come to")
struct BenchRunPlanTests {
    private func command(_ arguments: String...) throws -> BenchRunCommand {
        try BenchRunCommand.parse(["127.0.0.1:2525"] + arguments)
    }

    @Test("A run of steps lasts as long as they do together, and its warm-up is a part of that") func steps()
        async throws
    {
        let run = try command("--rate", "500@10s,1000@50s", "--warm-up", "20s")
        let plan = try await run.loadPlan()
        #expect(plan.duration == .seconds(60) && plan.warmUp == .seconds(20))
        #expect(run.announcement(plan).contains("500@10s,1000@50s transactions/s, for 1m;"))
        let short = try command("--rate", "100@2s", "--warm-up", "5s")
        await #expect {
            _ = try await short.loadPlan()
        } throws: { error in
            "\(error)".contains("--warm-up must be shorter than the run, which lasts 2s")
        }
    }

    @Test(
        "So many transactions take as long as they do, unless there is a time for them",
        arguments: [
            ([], 10, "for 10s;"), (["--transactions", "5"], 86_400, "at most 5 transactions;"),
            (["--transactions", "5", "--for", "20s"], 20, "at most 5 transactions, for 20s at most;"),
        ] as [([String], Int64, String)])
    func transactions(arguments: [String], seconds: Int64, words: String) async throws {
        let run = try BenchRunCommand.parse(["127.0.0.1:2525"] + arguments)
        let plan = try await run.loadPlan()
        #expect(plan.duration == .seconds(seconds) && run.announcement(plan).contains(words))
    }

    @Test(
        "What would do nothing is refused",
        arguments: [
            (["--p99", "1s"], "--p99 needs a --find-max"), (["--poisson"], "--poisson needs a --rate"),
            (["--rate", "5@1s,10-20@2s", "--for", "9s"], "--for and --rate with times exclude each other"),
            (["--to", "a@b.example", "--domains", "c.example"], "--domains and --to exclude each other"),
            (["--tls", "none", "--tls-share", "50"], "--tls-share and --tls none exclude each other"),
            (["--in-flight", "2", "--no-pipelining"], "--in-flight and --no-pipelining exclude each other"),
            (["--from", "b{n}@c.example"], "{n} and {i} are for --to"),
            (["--find-max", "--commands"], "--commands and --find-max exclude each other"),
        ])
    func inVain(arguments: [String], words: String) async throws {
        let run = try BenchRunCommand.parse(["127.0.0.1:2525"] + arguments)
        await #expect {
            _ = try await run.loadPlan()
        } throws: { error in
            (error as? FanmailFailure)?.kind == .usage && "\(error)".contains(words)
        }
    }

    @Test(
        "What has a part of its own to do is taken",
        arguments: [["--rate", "5@1s,10", "--for", "9s"], ["--find-max", "--poisson", "--p99", "1s"]])
    func together(arguments: [String]) async throws {
        _ = try await BenchRunCommand.parse(["127.0.0.1:2525"] + arguments).loadPlan()
    }

    @Test("A reply may take thirty seconds, that to the end of data too") func timeouts() async throws {
        let timeouts = try await command().loadPlan().configuration.timeouts
        #expect(timeouts.connect == .seconds(10) && timeouts.recipient == .seconds(30))
        #expect(timeouts.endOfData == .seconds(30) && timeouts.block == .seconds(30))
    }

    @Test("No share of the connections is encrypted where all are") func share() async throws {
        let run = try BenchRunCommand.parse(["smtps://127.0.0.1:465", "--tls-share", "50"])
        await #expect {
            _ = try await run.loadPlan()
        } throws: { error in
            (error as? FanmailFailure)?.kind == .usage
                && "\(error)".contains("is encrypted from the beginning on")
        }
    }

    @Test(
        "A rate of a search is kept when what was due by chance was done",
        arguments: [(80, 80, nil), (80, 70, "70/s were reached"), (0, 0, "by chance nothing was due")]
            as [(Int, Int, String?)])
    func chance(planned: Int, sent: Int, reason: String?) async throws {
        var plan = LoadPlan(relay: try Relay("smtp://h:1"), configuration: .init(hostname: "b.example"))
        plan.duration = .seconds(1)
        plan.pace = .open([.init(from: 100, to: 100, duration: .seconds(1))], isPoisson: true)
        var statistics = LoadStatistics()
        for _ in 0..<sent { statistics.note(.accepted("ok"), recipients: 1, time: 1000, begun: 0, ended: 0) }
        (statistics.planned, statistics.span) = (planned, .seconds(1))
        var report = LoadGenerator.report(plan, 1, statistics, nil, (1, 0))
        // Sent, but too slowly.
        report.notSent = 0
        #expect(BenchRunCommand.reason(report, plan, 50) == reason)
    }

    @Test(
        "A rate at which fewer are accepted than at the first one is not kept",
        arguments: [
            (1, 1.0, "only 1 % were accepted"), (90, 1, "only 90 % were accepted"), (96, 1, nil), (90, 0.9, nil),
            (90, nil, nil),
        ] as [(Int, Double?, String?)])
    func fewer(accepted: Int, usual: Double?, reason: String?) throws {
        var plan = LoadPlan(relay: try Relay("smtp://h:1"), configuration: .init(hostname: "b.example"))
        plan.duration = .seconds(1)
        plan.pace = .open([.init(from: 100, to: 100, duration: .seconds(1))], isPoisson: false)
        var statistics = LoadStatistics()
        let refusal = TransactionResult(ending: .refused(Reply(code: 450, text: "later")))
        for number in 0..<100 {
            let result = number < accepted ? TransactionResult.accepted("ok") : refusal
            statistics.note(result, recipients: 1, time: 100, begun: 0, ended: 0)
        }
        (statistics.planned, statistics.span) = (100, .seconds(1))
        let report = LoadGenerator.report(plan, 1, statistics, nil, (1, 0))
        #expect(BenchRunCommand.reason(report, plan, 50, usual: usual) == reason)
    }

    @Test(
        "Two reports hold one run",
        arguments: [(["a", "b"], nil), (["a", "b", "a"], 2), (["a", "b", "c, b"], 2), (["a, b", "c"], nil)]
            as [([String], Int?)])
    func twice(runs: [String], place: Int?) { #expect(BenchJoinCommand.twice(runs)?.place == place) }

    @Test("However soon a server refuses, it keeps no rate") func refusing() throws {
        var plan = LoadPlan(relay: try Relay("smtp://h:1"), configuration: .init(hostname: "b.example"))
        plan.duration = .seconds(1)
        plan.pace = .open([.init(from: 100, to: 100, duration: .seconds(1))], isPoisson: false)
        var statistics = LoadStatistics()
        for _ in 0..<100 {
            let refusal = TransactionResult(ending: .refused(Reply(code: 550, text: "no")))
            statistics.note(refusal, recipients: 1, time: 100, begun: 0, ended: 0)
        }
        (statistics.planned, statistics.span) = (100, .seconds(1))
        let report = LoadGenerator.report(plan, 1, statistics, nil, (1, 0))
        #expect(BenchRunCommand.reason(report, plan, 50) == "nothing was accepted")
        #expect(BenchRunCommand.acceptedShare(report) == 0)
        let trial = RateSearch.Trial(rate: 100, report, reason: "nothing was accepted")
        #expect(!trial.isKept && trial.refused == 100 && trial.transactionsPerSecond == 100)
    }
}
