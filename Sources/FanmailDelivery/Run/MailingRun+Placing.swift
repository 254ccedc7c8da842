import FanmailBasics
import SMTPCore

/// Which destination an envelope goes to.
extension MailingRun {
    /// What rests longer than this waits in the database meanwhile.
    private static let longRest: Duration = .seconds(5)
    /// So many routes are looked up at once.
    private static let looksAtOnce = 200
    /// How long it is known where a route leads.
    private static let goodFor: Duration = .seconds(600)

    /// Makes envelopes ready, ahead of those that are.
    func offer(_ envelopes: [CutEnvelope]) { place(envelopes, ahead: true) }

    /// Makes envelopes ready, behind those that are.
    func append(_ envelopes: [CutEnvelope]) { place(envelopes, ahead: false) }

    private func place(_ envelopes: [CutEnvelope], ahead: Bool) {
        for run in envelopes.runs(by: { $0.route == $1.route }) {
            let targets = targets(of: run[0].route)
            if targets.goodUntil == nil {
                ready -= targets.waiting
                if ahead { targets.waiting.offer(run) } else { targets.waiting.append(run) }
                ready += targets.waiting
            } else {
                distribute(run, to: targets, ahead: ahead)
            }
            if targets.goodUntil.map({ $0 <= clock.elapsed }) ?? true { askWhereItLeads(targets) }
        }
    }

    private func targets(of route: DeliveryRoute) -> RouteTargets {
        if let known = routes[route] { return known }
        let targets = RouteTargets(route)
        routes[route] = targets
        return targets
    }

    private func distribute(_ envelopes: [CutEnvelope], to targets: RouteTargets, ahead: Bool) {
        let now = clock.elapsed
        if targets.queues.count == 1 { return put(envelopes, into: targets.queues[0], ahead: ahead) }
        for envelope in envelopes {
            guard let queue = targets.next(now: now) ?? targets.queues.first else { continue }
            put([envelope], into: queue, ahead: ahead)
        }
    }

    /// Makes envelopes ready for a destination, or has them wait for it in the database.
    func put(_ envelopes: [CutEnvelope], into queue: DestinationQueue, ahead: Bool) {
        if !queue.isOnly {
            if let pause = queue.pausedByHand {
                // That it is over by then is heard of a moment later.
                let until = max(pause.until ?? clock.now + Self.longPause, clock.now + .seconds(1))
                return putBack(envelopes, until: until, because: queue.trouble ?? pause.why)
            }
            if let reason = queue.givenUp { return putBack(envelopes, until: nil, because: reason) }
            let rest = queue.pace.coolUntil - clock.elapsed
            if rest > Self.longRest {
                return putBack(envelopes, until: clock.now + rest, because: queue.trouble ?? "it is left alone")
            }
        }
        ready -= queue.ready
        if ahead { queue.ready.offer(envelopes) } else { queue.ready.append(envelopes) }
        ready += queue.ready
        wakeTakers(of: queue, envelopes.count)
    }

    /// Has envelopes that nobody holds wait in the database, uncharged; without a time, for the next run.
    func putBack(_ envelopes: [CutEnvelope], until next: Timestamp?, because reason: String) {
        if let next { noteDue(next) } else { givenUp = reason }
        for envelope in envelopes {
            journal.settle(
                Settlement(
                    envelope: envelope, verdict: .putBack(notBefore: next ?? .never, charged: false, nil), statuses: [],
                    relay: "", at: clock.now))
        }
        wakeFeeder()
    }

    /// What is ready for a destination that is down goes to others of its route, or waits.
    func divert(_ queue: DestinationQueue) {
        guard !queue.isOnly, !queue.ready.isEmpty else { return }
        ready -= queue.ready
        let envelopes = queue.ready.removeAll()
        place(envelopes, ahead: true)
    }

    // MARK: - Where routes lead

    private func askWhereItLeads(_ targets: RouteTargets) {
        guard !targets.isAsked else { return }
        targets.isAsked = true
        unasked.append(targets)
        askNext()
    }

    private func askNext() {
        while asking < Self.looksAtOnce, let targets = unasked.popFirst() {
            asking += 1
            begin(.look(targets))
        }
    }

    func look(_ targets: RouteTargets) async {
        let end = await transport.end(of: targets.route)
        asking -= 1
        targets.isAsked = false
        askNext()
        switch end {
        case .destinations(let found) where !found.isEmpty:
            for (destination, _) in found { await learn(destination, for: targets.route) }
            let now = clock.elapsed
            targets.set(found.map { (queue(to: $0.destination), $0.weight) }, goodUntil: now + Self.goodFor)
            if targets.route.isDirect {
                for queue in targets.queues
                where queue.domains.count < DestinationStatus.domainsTold
                    && !queue.domains.contains(targets.route.name)
                {
                    queue.domains.append(targets.route.name)
                }
            }
            ready -= targets.waiting
            distribute(targets.waiting.removeAll(), to: targets, ahead: false)
        case .destinations: wait(targets, "no destination is named")
        case .unknown(let why), .unreachable(let why): wait(targets, why)
        }
        wakeFeeder()
    }

    /// It cannot be found out where a route leads: what was known stays, else its envelopes wait.
    private func wait(_ targets: RouteTargets, _ reason: String) {
        let pauses = settings.destinationPauses
        let pause = pauses.isEmpty ? nil : pauses[min(targets.failures, pauses.count - 1)]
        targets.failures += 1
        if !targets.queues.isEmpty {
            targets.goodUntil = clock.elapsed + (pause ?? Self.goodFor)
            return
        }
        ready -= targets.waiting
        let isLast = targets.failures > pauses.count
        putBack(targets.waiting.removeAll(), until: isLast ? nil : pause.map { clock.now + $0 }, because: reason)
    }

    /// What earlier runs learned of a destination that this one comes to for the first time.
    private func learn(_ destination: Destination, for route: DeliveryRoute) async {
        guard queues[destination.name] == nil, let learned = await journal.remembered(destination.name),
            queues[destination.name] == nil
        else { return }
        let queue = queue(to: destination)
        // Whoever begins a run with one relay wants it tried now.
        let rest = queue.isOnly ? .zero : learned.backOffUntil.map { $0 - clock.now } ?? .zero
        queue.pace.begin(with: learned, rest: rest, now: clock.elapsed)
        if let limit = learned.recipientLimit {
            queue.recipientLimit.stopped(at: limit)
            limitRecipients(of: queue, to: route)
        }
        guard rest > .zero else { return }
        queue.trouble = learned.reason
        setAlarm(for: queue, at: queue.pace.coolUntil)
    }

    private func queue(to destination: Destination) -> DestinationQueue {
        if let known = queues[destination.name] { return known }
        let pauses =
            destination == .only
            ? DestinationPace.Pauses(ofFailures: settings.reconnectPauses, ofDeferrals: settings.retry.pauses)
            : DestinationPace.Pauses(
                ofFailures: settings.reconnectPauses.filter { $0 < Self.longRest }
                    + settings.destinationPauses.jittered(by: destination.name),
                ofDeferrals: settings.destinationPauses.jittered(by: destination.name))
        let queue = DestinationQueue(destination, connections: settings.connections, pauses: pauses)
        if let spare, spare.destination == destination {
            queue.spare = spare.connection
            self.spare = nil
        }
        queue.pausedByHand = asked.pauses[destination.name]
        queues[destination.name] = queue
        return queue
    }
}

extension [Duration] {
    /// The same, each up to a tenth longer, by a name: destinations that went down together do not come back at one moment.
    fileprivate func jittered(by name: String) -> [Duration] {
        let hash = Digest64(name.utf8, seed: 0).state
        return enumerated().map { place, pause in
            pause * (1 + 0.1 * Double((hash >> (8 * UInt64(place % 7))) & 0xff) / 255)
        }
    }
}

extension [CutEnvelope] {
    /// Cut where neighbours do not belong together. Usually all do.
    fileprivate func runs(by belongsTogether: (CutEnvelope, CutEnvelope) -> Bool) -> [[CutEnvelope]] {
        guard let first else { return [] }
        if allSatisfy({ belongsTogether(first, $0) }) { return [self] }
        var runs: [[CutEnvelope]] = []
        for envelope in self {
            if let last = runs.last?.last, belongsTogether(last, envelope) {
                runs[runs.count - 1].append(envelope)
            } else {
                runs.append([envelope])
            }
        }
        return runs
    }
}
