package import NIOCore

/// Looks up records at the name servers that look up for others (RFC 1034, 5.3.1), for whoever has many names: bounded,
/// cached, the same question asked once at a time, no thread held.
package actor StubResolver {
    package struct Limits: Sendable {
        /// How long one server has for one attempt.
        package var attempt = Duration.seconds(2)
        /// How often each server is asked.
        package var rounds = 3
        /// How many questions are under way at once; others wait for their turn.
        package var inFlight = 200
        /// How many answers are kept.
        package var kept = 100_000

        package init() {}
    }

    private let servers: [NameServerAddress]
    private let isBelieved: Bool
    private let group: any EventLoopGroup
    private let limits: Limits
    private let now: @Sendable () -> ContinuousClock.Instant
    private var cache: DNSCache
    private var underWay: [DNSQuestion: Task<DNSAnswer, Never>] = [:]
    private var free: Int
    /// For tests.
    private(set) var mostUnderWay = 0
    private var waiting = CircularBuffer<CheckedContinuation<Void, Never>>()
    /// The server that answered last.
    private var first = 0
    /// Servers that know no options (RFC 6891, 7).
    private var plain: Set<NameServerAddress> = []

    /// - Parameters:
    ///   - servers: asked in this order, the one that answered last first.
    ///   - isValidating: they are to be believed what they say of signatures, though the network lies between. On this
    ///     machine they are believed anyway; and all of them are, or none.
    package init(
        _ servers: [NameServerAddress], isValidating: Bool = false, on group: any EventLoopGroup,
        limits: Limits = Limits(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.servers = servers
        isBelieved = isValidating || !servers.isEmpty && servers.allSatisfy(\.isLoopback)
        self.group = group
        self.limits = limits
        self.now = now
        cache = DNSCache(capacity: limits.kept)
        free = limits.inFlight
    }

    /// What these name servers say of signatures counts.
    package nonisolated var believesValidation: Bool { isBelieved }

    package nonisolated var serverNames: [String] { servers.map(\.description) }

    /// Never fails otherwise than by ``DNSAnswer/Result/failed(_:)``, within attempts times rounds times servers once it
    /// has its turn.
    package func answer(to question: DNSQuestion) async -> DNSAnswer {
        if let known = cache.answer(to: question, at: now()) { return known }
        if let task = underWay[question] { return await task.value }
        let task = Task { await find(question) }
        underWay[question] = task
        return await task.value
    }

    private func find(_ question: DNSQuestion) async -> DNSAnswer {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        mostUnderWay = max(mostUnderWay, limits.inFlight - free)
        let answer = await followed(question)
        if let next = waiting.popFirst() { next.resume() } else { free += 1 }
        cache.keep(answer, to: question, at: now())
        underWay[question] = nil
        return answer
    }

    /// A server that does not follow aliases to their end is asked for that.
    private func followed(_ question: DNSQuestion) async -> DNSAnswer {
        var name = question.name
        var isValidated = isBelieved
        var ttl = Int.max
        for _ in 0...DNSReply.mostAliases {
            let asked = DNSQuestion(name, question.type)
            let (step, isAuthentic) = await asking(asked)
            isValidated = isValidated && isAuthentic
            switch step {
            case .alias(let target, let time):
                name = target
                ttl = min(ttl, time)
            case .answer(let result, let name, let time):
                if case .failed = result { isValidated = false }
                return DNSAnswer(result, isValidated: isValidated, name: name, ttl: .seconds(min(ttl, time)))
            }
        }
        return DNSAnswer(.failed("its aliases (CNAME) lead too far"), name: question.name)
    }

    private func asking(_ question: DNSQuestion) async -> (DNSReply.Step, isAuthentic: Bool) {
        var reason = "no name server is known"
        let start = first
        for turn in 0..<(servers.count * limits.rounds) {
            let place = (start + turn) % servers.count
            let server = servers[place]
            let message = DNSMessage(
                name: question.name, question.type, id: .random(in: .min ... .max), validates: true,
                isExtended: !plain.contains(server))
            guard let message else { return (.answer(.noSuchName, name: question.name, ttl: 60), false) }
            let exchange = NameServerExchange(
                server: server, loop: group.next(), timeout: TimeAmount(limits.attempt))
            do {
                let reply = try await exchange.ask(message)
                if [1, 4].contains(reply.code), plain.insert(server).inserted {
                    reason = "the name server \(server): it cannot read the question (FORMERR)"
                    continue
                }
                guard reply.objection == nil else {
                    reason = "the name server \(server): \(reply.objection ?? "")"
                    // It has tried for long enough itself; another server may know more.
                    if turn >= servers.count - 1, reply.code == 2 { break }
                    continue
                }
                first = place
                return (reply.step(question), reply.isAuthentic)
            } catch {
                let isRefused = error as? NameServerExchange.Failure == .unreachable
                reason = "the name server \(server): \(isRefused ? "it cannot be reached" : "it does not answer")"
            }
        }
        return (.answer(.failed(reason), name: question.name, ttl: 0), false)
    }
}
