import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// What begins when.
extension ScenarioWorker {
    func playOpen(_ index: Int, from begin: NIODeadline, _ group: inout DiscardingTaskGroup) async {
        let phase = scenario.phases[index]
        guard var arrivals = phase.arrivals(seed: ScenarioDraws.seed(scenario.seed, index) &+ 3) else { return }
        var draws = ScenarioDraws(scenario, phase: index)
        let length = phase.duration.nanoseconds
        var number = 0
        while !isStopped, number < phase.transactions ?? .max, let seconds = arrivals.next(number) {
            let job = draws.next()
            number += 1
            guard isOwn(job) else { continue }
            let intended = begin + .nanoseconds(Int64(min(seconds * 1e9, Double(length))))
            await sleep(until: intended)
            guard !isStopped else { return }
            let lane = lane(of: job.sender)
            guard lanes[lane].active < limit else {
                if isCounted(job) { statistics.waited += 1 }
                if !lanes[lane].due.append((job, intended)) { drop(job) }
                continue
            }
            statistics.note(lag: intended.microseconds(until: .now()))
            lanes[lane].active += 1
            group.addTask(executorPreference: executor) { await self.work(job, intended) }
        }
    }

    /// One transaction, and what is due then.
    private func work(_ job: ScenarioJob, _ intended: NIODeadline) async {
        let lane = lane(of: job.sender)
        let load = lanes[lane].active <= limit / 2 ? LoadStatistics.Load.calm : .neither
        await perform(ScenarioTurn(job: job, intended: intended, load: load))
        while let (job, intended) = nextDue(lane) {
            await perform(ScenarioTurn(job: job, intended: intended, load: .busy))
        }
        lanes[lane].active -= 1
    }

    private func nextDue(_ lane: Int) -> (job: ScenarioJob, intended: NIODeadline)? {
        guard lanes[lane].active <= limit, !isStopped, .now() < drainEnd else { return nil }
        return lanes[lane].due.popFirst()
    }

    func playClosed(_ index: Int, until end: NIODeadline) async {
        let phase = scenario.phases[index]
        closed = (ScenarioDraws(scenario, phase: index), (phase.transactions ?? .max) - 1)
        await withDiscardingTaskGroup { users in
            for _ in 0..<share(of: phase) {
                users.addTask(executorPreference: executor) { await self.use(until: end) }
            }
        }
        closed = nil
    }

    /// Sends as soon as it is answered.
    private func use(until end: NIODeadline) async {
        while let job = nextClosed(until: end) {
            let lane = lane(of: job.sender)
            // What an earlier phase has begun may still be under way.
            while lanes[lane].active >= limit, mayBegin(until: end) { await sleep(until: .now() + .milliseconds(5)) }
            guard mayBegin(until: end) else { return }
            lanes[lane].active += 1
            await perform(ScenarioTurn(job: job, intended: .now(), load: .busy, end: end))
            lanes[lane].active -= 1
        }
    }

    private func mayBegin(until end: NIODeadline) -> Bool { !isStopped && .now() < end }

    private func nextClosed(until end: NIODeadline) -> ScenarioJob? {
        while mayBegin(until: end), let job = closed?.draws.next(), let last = closed?.last, job.number <= last {
            if isOwn(job) { return job }
        }
        return nil
    }

    /// Nothing is left to be begun behind it that its sender could think before.
    private func isLast(_ job: ScenarioJob) -> Bool {
        if let closed { return closed.draws.isBeyond(closed.last) }
        return isOver && lanes[lane(of: job.sender)].due.isEmpty
    }

    // MARK: - One transaction

    private func perform(_ turn: ScenarioTurn) async {
        let job = turn.job
        guard let transaction = try? contents.transaction(job) else { return }
        guard let fault = job.fault else { return await send(transaction, turn) }
        let lane = lane(of: job.sender)
        await makeRoom(in: lane, for: job.sender)
        lanes[lane].open += 1
        let answer = await BadClient.act(
            fault, at: scenario.targets[job.target].relay,
            as: configurations[job.sender].clear.hostname ?? "bench.example", transaction, seed: job.seed, on: loop)
        lanes[lane].open -= 1
        phases[job.phase].note(fault, answer)
        senders[job.sender].note(fault, answer)
        targets[job.target].note(fault, answer)
        await think(after: turn)
    }

    /// Of the slot and the connection that it holds, until there is nothing more to do.
    func think(after turn: ScenarioTurn) async {
        guard let think = scenario.senders[turn.job.sender].think else { return }
        var draws = SeededDraws(seed: turn.job.seed &+ 1)
        let time = min(turn.end, .now() + .nanoseconds(think.value(draws.fraction()).nanoseconds))
        while time > .now(), !isStopped, .now() < drainEnd, !isLast(turn.job) {
            await sleep(until: min(time, .now() + .milliseconds(250)))
        }
    }

    func note(_ result: TransactionResult, _ transaction: MailTransaction, _ turn: ScenarioTurn) {
        let (job, now) = (turn.job, NIODeadline.now())
        let time = turn.intended.microseconds(until: now)
        let (count, octets) = (transaction.recipients.count, transaction.content.size)
        phases[job.phase].note(result, recipients: count, octets: octets, time: time)
        senders[job.sender].note(result, recipients: count, octets: octets, time: time)
        targets[job.target].note(result, recipients: count, octets: octets, time: time)
        // The latencies of those who are slow on purpose say nothing of the server.
        guard isCounted(job) else { return }
        statistics.transactions += 1
        statistics.note(
            result, recipients: count, time: time, begun: second(of: turn.intended), ended: second(of: now))
        statistics.note(service: turn.begun.microseconds(until: now), turn.load)
        finishedAt = now
    }
}
