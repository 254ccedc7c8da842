import SMTPClient

extension ScenarioGenerator {
    static func report(
        _ scenario: Scenario, _ workers: [ScenarioWorker], _ configuration: SMTPConfiguration, _ run: String,
        _ elapsed: (wall: Double, cpu: Double), isByHand: Bool = false
    ) async -> LoadReport {
        var statistics = LoadStatistics()
        var notSent = 0
        var times: [(start: Double, end: Double)] = []
        var phases = scenario.phases.map { _ in ScenarioTally() }
        var senders = scenario.senders.map { _ in ScenarioTally() }
        var targets = scenario.targets.map { _ in ScenarioTally() }
        for worker in workers {
            statistics.add(await worker.statistics)
            notSent += await worker.notSent
            for (place, time) in await worker.times.enumerated() {
                guard place < times.count else {
                    times.append(time)
                    continue
                }
                times[place] = (min(times[place].start, time.start), max(times[place].end, time.end))
            }
            for (place, tally) in await worker.phases.enumerated() { phases[place].add(tally) }
            for (place, tally) in await worker.senders.enumerated() { senders[place].add(tally) }
            for (place, tally) in await worker.targets.enumerated() { targets[place].add(tally) }
        }
        let hasSchedule = scenario.phases.contains { $0.kind != .closed }
        // What limited it is judged by this.
        if hasSchedule { statistics.planned = statistics.measured + notSent }
        var report = LoadGenerator.report(
            plan(scenario, configuration, run), workers.count, statistics, nil, elapsed)
        let span = statistics.span / .seconds(1)
        report.seconds = max(0.001, span - unmeasured(scenario.phases, times, until: span))
        report.transactionsPerSecond = Double(statistics.measured) / report.seconds
        report.recipientsPerSecond = Double(statistics.outcomes.accepted) / report.seconds
        if hasSchedule {
            report.planned = statistics.measured + notSent
            report.notSent = notSent
            // Of those that were played, for as long as they were.
            let asked = zip(times, scenario.phases).reduce(0.0) { sum, played in
                played.1.isMeasured ? sum + played.0.end - played.0.start : sum
            }
            let isOpen = !scenario.phases.contains { $0.kind == .closed }
            report.targetRate = isOpen && asked > 0 ? Double(statistics.measured + notSent) / asked : nil
        }
        report.target = scenario.targets.map(\.relay.description).joined(separator: " ")
        report.scenario = ScenarioReport(
            seed: scenario.seed, phases: parts(scenario.phases, phases, times, isByHand: isByHand),
            senders: zip(scenario.senders, senders).map { $1.part($0.name) },
            targets: zip(scenario.targets, targets).map { $1.part($0.name) })
        if !scenario.thresholds.isEmpty { report.thresholds = scenario.thresholds.map { $0.verdict(on: report) } }
        return report
    }

    /// Seconds in which nothing was done that counts, up to the end of what does. Event loops do not end a phase together:
    /// where one of them is still, or already, in a phase that counts, it does.
    static func unmeasured(
        _ phases: [ScenarioPhase], _ times: [(start: Double, end: Double)], until span: Double
    ) -> Double {
        var sum = 0.0
        for place in times.indices where !phases[place].isMeasured {
            var (start, end) = times[place]
            if place > 0, phases[place - 1].isMeasured { start = max(start, times[place - 1].end) }
            if place + 1 < times.count, phases[place + 1].isMeasured { end = min(end, times[place + 1].start) }
            sum += max(0, min(end, span) - start)
        }
        return sum
    }

    private static func parts(
        _ phases: [ScenarioPhase], _ tallies: [ScenarioTally], _ times: [(start: Double, end: Double)],
        isByHand: Bool
    ) -> [ScenarioReport.Part] {
        phases.indices.map { place in
            let phase = phases[place]
            var part = tallies[place].part(phase.name)
            part.isMeasured = phase.isMeasured
            // Of one that was not played nothing is told.
            guard place < times.count else { return part }
            (part.start, part.seconds) = (times[place].start, times[place].end - times[place].start)
            // By hand it is no longer what was planned.
            let whole = isByHand ? times[place].end - times[place].start : phase.duration / .seconds(1)
            let count = isByHand ? part.transactions + part.notSent : phase.expectedTransactions
            if phase.kind != .closed, let count, whole > 0 { part.targetRate = Double(count) / whole }
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
