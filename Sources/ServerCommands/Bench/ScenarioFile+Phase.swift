import FanmailBasics
import FanmailSettings
import FanmailTerminal
import SMTPLoad

extension ScenarioFile {
    private static let phaseKeys = [
        "name", "kind", "for", "rate", "peak", "poisson", "connections", "transactions", "messages", "speed",
        "measured", "senders",
    ]
    /// Which kinds of phases a key is for.
    private static let kinds: [(key: String, kinds: [ScenarioPhase.Kind])] = [
        ("rate", [.ramp, .steady, .spike]), ("peak", [.spike]), ("poisson", [.ramp, .steady, .spike]),
        ("transactions", [.ramp, .steady, .spike, .closed, .replay]), ("messages", [.replay]), ("speed", [.replay]),
        ("senders", [.ramp, .steady, .spike, .closed, .replay]),
        ("connections", [.ramp, .steady, .spike, .closed, .replay]),
    ]
    private static let fastest = 10_000_000.0
    private static let longest = Duration.seconds(30 * 86400)

    mutating func phase(
        _ table: TOMLReader, _ connections: Int, _ senders: [ScenarioSender], place: Int
    ) throws -> ScenarioPhase {
        try table.check(Self.phaseKeys)
        let kind = try table.choice("kind", ScenarioPhase.Kind.self) ?? kind(of: table)
        for (key, kinds) in Self.kinds where table.has(key) && !kinds.contains(kind) {
            let those = kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw table.failure(key, "is for \(those), and this phase is \"\(kind.rawValue)\"")
        }
        let transactions = try table.integer("transactions", in: 1...1_000_000_000)
        var duration = try table.duration("for")
        var messages: ScenarioMessages?
        if kind == .replay {
            var read = try replayed(table)
            if let duration {
                read.cut(at: duration / .seconds(1))
            } else {
                duration = try span(of: read, table)
            }
            messages = read
        }
        if kind == .closed, transactions != nil { duration = duration ?? .seconds(86400) }
        guard let duration else {
            throw table.failure(nil, "does not say how long it is; write for = \"30s\"")
        }
        guard duration <= Self.longest else { throw table.failure("for", "is longer than 30 days") }
        var phase = ScenarioPhase(
            name: try name(table, usual: "\(kind.rawValue) \(place + 1)"), kind: kind, duration: duration,
            connections: try table.integer("connections", in: 1...100_000) ?? connections)
        phase.transactions = transactions
        phase.isPoisson = try table.boolean("poisson") ?? false
        phase.isMeasured = try table.boolean("measured") ?? true
        phase.messages = messages
        phase.senders = try self.senders(table, senders)
        phase.steps = try steps(table, kind, duration)
        return phase
    }

    /// The last one begins within it.
    private func span(of messages: ScenarioMessages, _ table: TOMLReader) throws -> Duration {
        guard .seconds(messages.span) <= Self.longest else {
            throw table.failure(
                "messages",
                "came within \(Int((messages.span / 86400).rounded(.up))) days, and a phase has 30 at most; write `for`, or a greater `speed`"
            )
        }
        return .milliseconds(Int64(messages.span * 1000) + 1)
    }

    /// Those that it names.
    private func senders(_ table: TOMLReader, _ senders: [ScenarioSender]) throws -> [Int]? {
        guard let names = try table.strings("senders", atMost: 1000) else { return nil }
        guard !names.isEmpty else { throw table.failure("senders", "names nobody; leave it out for all of them") }
        var places: Set<Int> = []
        for name in names {
            guard let place = senders.firstIndex(where: { $0.name == name }) else {
                throw table.failure("senders", Self.unknown(name, "[[sender]]", among: senders.map(\.name)))
            }
            places.insert(place)
        }
        return places.sorted()
    }

    /// What a phase is that does not say so.
    private func kind(of table: TOMLReader) throws -> ScenarioPhase.Kind {
        if table.has("messages") { return .replay }
        if table.has("peak") { return .spike }
        if let rate = try table.text("rate") { return rate.contains("-") ? .ramp : .steady }
        if table.has("connections") || table.has("transactions") { return .closed }
        throw table.failure(
            nil, "does not say what happens in it; write a `rate`, or kind = \"closed\", \"pause\" or \"replay\"")
    }

    private func steps(
        _ table: TOMLReader, _ kind: ScenarioPhase.Kind, _ duration: Duration
    ) throws -> [LoadPlan.Pace.Step] {
        switch kind {
        case .pause, .closed, .replay: return []
        case .ramp:
            let (low, high) = try rates(table)
            return [.init(from: low, to: high, duration: duration)]
        case .steady:
            let (rate, other) = try rates(table)
            guard rate == other else { throw table.failure("rate", "is a range, and a steady phase has one rate") }
            return [.init(from: rate, to: rate, duration: duration)]
        case .spike:
            let (rate, other) = try rates(table)
            guard rate == other else { throw table.failure("rate", "is a range; a spike goes from `rate` to `peak`") }
            guard let peak = try table.number("peak", in: 0.001...Self.fastest) else {
                throw table.failure(nil, "is a spike without a `peak`, the rate of its middle third")
            }
            return [rate, peak, rate].map { .init(from: $0, to: $0, duration: duration / 3) }
        }
    }

    private func rates(_ table: TOMLReader) throws -> (Double, Double) {
        guard let text = try table.text("rate") else {
            throw table.failure(nil, "has no `rate`, in transactions a second")
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1],
            (0...Self.fastest).contains(low), (0...Self.fastest).contains(high), low + high > 0
        else {
            throw table.failure(
                "rate", "is \(text.debugDescription); write transactions a second, 500, or a ramp, \"100-2000\"")
        }
        return (low, high)
    }

    private func replayed(_ table: TOMLReader) throws -> ScenarioMessages {
        guard let name = try table.string("messages") else {
            throw table.failure(nil, "is a replay without `messages`, a Maildir or an mbox")
        }
        var messages = try ScenarioSource.messages(path(name), withMoments: true) { table.failure("messages", $0) }
        if let speed = try table.number("speed", in: 0.001...1_000_000) { messages.hasten(by: speed) }
        return messages
    }
}
