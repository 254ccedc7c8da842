import SMTPClient

extension ScenarioGenerator {
    static func report(
        _ scenario: Scenario, _ workers: [ScenarioWorker], _ configuration: SMTPConfiguration, _ run: String,
        _ elapsed: (wall: Double, cpu: Double)
    ) async -> LoadReport {
        var statistics = LoadStatistics()
        var notSent = 0
        var phases = scenario.phases.map { _ in ScenarioTally() }
        var senders = scenario.senders.map { _ in ScenarioTally() }
        var targets = scenario.targets.map { _ in ScenarioTally() }
        for worker in workers {
            statistics.add(await worker.statistics)
            notSent += await worker.notSent
            for (place, tally) in await worker.phases.enumerated() { phases[place].add(tally) }
            for (place, tally) in await worker.senders.enumerated() { senders[place].add(tally) }
            for (place, tally) in await worker.targets.enumerated() { targets[place].add(tally) }
        }
        var report = LoadGenerator.report(
            plan(scenario, configuration, run), workers.count, statistics, nil, elapsed)
        let left = scenario.phases.reduce(Duration.zero) { $1.isMeasured ? $0 : $0 + $1.duration }
        report.seconds = max(0.001, (statistics.span - left) / .seconds(1))
        report.transactionsPerSecond = Double(statistics.measured) / report.seconds
        report.recipientsPerSecond = Double(statistics.accepted) / report.seconds
        if scenario.phases.contains(where: { $0.kind != .closed }) {
            report.planned = statistics.measured + notSent
            report.notSent = notSent
            let asked = scenario.phases.filter(\.isMeasured).reduce(Duration.zero) { $0 + $1.duration } / .seconds(1)
            let isOpen = !scenario.phases.contains { $0.kind == .closed }
            report.targetRate = isOpen && asked > 0 ? Double(statistics.measured + notSent) / asked : nil
        }
        report.target = scenario.targets.map(\.relay.description).joined(separator: " ")
        report.scenario = ScenarioReport(
            seed: scenario.seed, phases: parts(scenario.phases, phases),
            senders: zip(scenario.senders, senders).map { $1.part($0.name) },
            targets: zip(scenario.targets, targets).map { $1.part($0.name) })
        if !scenario.thresholds.isEmpty { report.thresholds = scenario.thresholds.map { $0.verdict(on: report) } }
        return report
    }

    private static func parts(_ phases: [ScenarioPhase], _ tallies: [ScenarioTally]) -> [ScenarioReport.Part] {
        var start = 0.0
        return zip(phases, tallies).map { phase, tally in
            var part = tally.part(phase.name)
            let seconds = phase.duration / .seconds(1)
            (part.start, part.seconds, part.isMeasured) = (start, seconds, phase.isMeasured)
            if phase.kind != .closed, let count = phase.expectedTransactions, seconds > 0 {
                part.targetRate = Double(count) / seconds
            }
            start += seconds
            return part
        }
    }

    /// What a plan without phases would say of it: the rates, one behind the other.
    private static func plan(_ scenario: Scenario, _ configuration: SMTPConfiguration, _ run: String) -> LoadPlan {
        var plan = LoadPlan(relay: scenario.targets[0].relay, configuration: configuration)
        plan.run = run
        plan.seed = scenario.seed
        plan.connections = scenario.connections
        plan.duration = scenario.duration
        plan.threads = scenario.threads
        guard !scenario.phases.contains(where: { $0.kind == .closed }) else { return plan }
        let steps = scenario.phases.flatMap { phase -> [LoadPlan.Pace.Step] in
            guard phase.steps.isEmpty else { return phase.steps }
            let seconds = max(0.001, phase.duration / .seconds(1))
            let rate = Double(phase.expectedTransactions ?? 0) / seconds
            return [.init(from: rate, to: rate, duration: phase.duration)]
        }
        plan.pace = .open(steps, isPoisson: false)
        return plan
    }
}
