import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// What begins when.
extension ScenarioWorker {
    func playOpen(_ place: Int, from begin: NIODeadline, _ group: inout DiscardingTaskGroup) async {
        let phase = scenario.phases[place]
        guard var arrivals = phase.arrivals(seed: ScenarioDraws.seed(scenario.seed, place) &+ 3) else { return }
        var draws = ScenarioDraws(scenario, phase: place)
        let length = phase.duration.nanoseconds
        var (number, burst) = (0, 0)
        arrivals.change(by: wish.factor)
        while !isStopped, number < phase.transactions ?? .max, let seconds = arrivals.next(number) {
            let job = draws.next()
            number += 1
            guard isOwn(job) else { continue }
            let planned = begin + .nanoseconds(Int64(min(seconds * 1e9, Double(length))))
            await wait(for: planned, &burst)
            guard !isStopped else { return }
            arrivals.change(by: wish.factor)
            asked += 1
            if isCounted(job) { statistics.series.asked(second(of: planned + standstill.shift)) }
            let lane = lane(of: job.sender)
            guard lanes[lane].active < limit else {
                if isCounted(job) { statistics.waited += 1 }
                if !lanes[lane].due.append((job, planned)) { drop(job) }
                continue
            }
            if isCounted(job) { statistics.note(lag: (planned + standstill.shift).microseconds(until: loop.now)) }
            lanes[lane].active += 1
            group.addTask(executorPreference: executor) { await self.work(job, planned) }
        }
    }

    /// One transaction, and what is due then.
    private func work(_ job: ScenarioJob, _ planned: NIODeadline) async {
        let lane = lane(of: job.sender)
        await perform(turn(job, planned, lanes[lane].active <= limit / 2 ? .calm : .neither))
        while let (job, planned) = await nextDue(lane) { await perform(turn(job, planned, .busy)) }
        lanes[lane].active -= 1
    }

    private func turn(_ job: ScenarioJob, _ planned: NIODeadline, _ load: LoadStatistics.Load) -> ScenarioTurn {
        ScenarioTurn(job: job, intended: planned + standstill.shift, begun: loop.now, load: load)
    }

    private func nextDue(_ lane: Int) async -> (job: ScenarioJob, planned: NIODeadline)? {
        await waitForGo()
        guard lanes[lane].active <= limit, !isStopped, loop.now < drainEnd else { return nil }
        return lanes[lane].due.popFirst()
    }

    // MARK: - A closed phase

    /// Behind its time nothing begins any more. What is under way then is waited for, though not for whoever is slow on
    /// purpose, and for nobody longer than ``drain``: it goes on within the next phase, and counts for its own.
    func playClosed(_ place: Int, until end: NIODeadline, _ group: inout DiscardingTaskGroup) async {
        closed = ClosedPhase(scenario, place: place)
        let count = share(of: scenario.phases[place])
        users[place] = .init(count: count)
        for _ in 0..<count {
            group.addTask(executorPreference: executor) { await self.use(place, until: end) }
        }
        while !isStopped, let users = users[place], users.count > 0 {
            if now >= end, users.ordinary == 0 || now >= end + Self.drain { break }
            await standstill.isOn ? waitForGo() : sleep(until: (now < end ? end : end + Self.drain) + standstill.shift)
        }
        // An event loop without a connection in it does not begin the next one before the others.
        if count == 0, scenario.phases[place].transactions == nil { await rest(until: end) }
        closed = nil
    }

    /// Sends as soon as it is answered.
    private func use(_ place: Int, until end: NIODeadline) async {
        while let job = await nextClosed(place, until: end) {
            let lane = lane(of: job.sender)
            // What an earlier phase has begun may still be under way.
            while lanes[lane].active >= limit, mayBegin(until: end) { await sleep(until: loop.now + .milliseconds(5)) }
            guard mayBegin(until: end) else { break }
            asked += 1
            lanes[lane].active += 1
            users[place]?.ordinary += lane == 0 ? 1 : 0
            await perform(ScenarioTurn(job: job, intended: loop.now, begun: loop.now, load: .busy, end: end))
            users[place]?.ordinary -= lane == 0 ? 1 : 0
            lanes[lane].active -= 1
        }
        users[place]?.count -= 1
        // Who waits for the end of the phase looks again.
        if now >= end || users[place]?.count == 0 { wake() }
    }

    private func mayBegin(until end: NIODeadline) -> Bool { !isStopped && now < end }

    private func nextClosed(_ place: Int, until end: NIODeadline) async -> ScenarioJob? {
        await waitForGo()
        while mayBegin(until: end), closed?.place == place, let job = closed?.draws.next(), let last = closed?.last,
            job.number <= last
        {
            if isOwn(job) { return job }
        }
        return nil
    }

    /// Nothing is left to be begun behind it that its sender could think before.
    private func isLast(_ job: ScenarioJob) -> Bool {
        if let closed { return closed.isDrawn }
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
            as: configurations[job.sender].clear.hostname ?? "bench.example",
            security: job.isEncrypted ? scenario.senders[job.sender].security : nil, encryptions[job.sender],
            transaction, seed: job.seed, on: loop)
        lanes[lane].open -= 1
        ended += 1
        phases[job.phase].note(fault, answer)
        senders[job.sender].note(fault, answer)
        targets[job.target].note(fault, answer)
        await think(after: turn)
    }

    /// Of the slot and the connection that it holds, until there is nothing more to do.
    func think(after turn: ScenarioTurn) async {
        guard let think = scenario.senders[turn.job.sender].think else { return }
        var draws = SeededDraws(seed: turn.job.seed &+ 1)
        let time = loop.now + .nanoseconds(think.value(draws.fraction()).nanoseconds)
        while time > loop.now, now < turn.end, !isStopped, loop.now < drainEnd, !isLast(turn.job) {
            let left = min(turn.end - now, .milliseconds(250))
            await sleep(until: min(time, loop.now + left))
        }
    }

    func note(_ result: TransactionResult, _ transaction: MailTransaction, _ turn: ScenarioTurn) async {
        let (job, end) = (turn.job, loop.now)
        let time = turn.intended.microseconds(until: end)
        let (count, octets) = (transaction.recipients.count, transaction.content.size)
        ended += 1
        phases[job.phase].note(result, recipients: count, octets: octets, time: time)
        senders[job.sender].note(result, recipients: count, octets: octets, time: time)
        targets[job.target].note(result, recipients: count, octets: octets, time: time)
        // The latencies of those who are slow on purpose say nothing of the server.
        if isCounted(job) {
            statistics.transactions += 1
            statistics.note(
                result, recipients: count, time: time, begun: second(of: turn.intended), ended: second(of: end))
            statistics.note(service: turn.begun.microseconds(until: end), turn.load)
            finishedAt = now
        }
        guard let sent else { return }
        let id = contents.id(of: job, transaction.content)
        for part in SentTransaction.all(result, transaction, id: id) { await sent(part) }
    }
}
