import SMTPClient

extension LoadReport {
    /// What was asked for, in words.
    public struct Setting: Sendable, Codable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }
}

extension LoadPlan {
    /// What a reader of the report wants to know of it.
    var settings: [LoadReport.Setting] {
        var settings: [LoadReport.Setting] = []
        func add(_ name: String, _ value: String) { settings.append(.init(name, value)) }
        switch pace {
        case .closed: add("pace", "as fast as it is answered")
        case .open(let steps, let isPoisson):
            let rates = steps.prefix(8).map(\.text).joined(separator: ", ")
            let more = steps.count > 8 ? ", and \(steps.count - 8) more steps" : ""
            add("pace", rates + more + (isPoisson ? "; Poisson arrivals" : ""))
        }
        add("connections", "\(connections)" + (reusesConnections ? "" : ", a new one for each message"))
        add("in flight on each", "\(inFlight)")
        add("recipients each", mail.recipients.description)
        if mail.messages.isEmpty {
            add("octets each", mail.size.description)
        } else {
            add("messages", "\(mail.messages.count), in turn")
        }
        if case .closed = pace { add("duration", Self.seconds(duration)) }
        if transactions != .max { add("at most", "\(transactions) transactions") }
        if warmUp > .zero { add("warm-up", "\(Self.seconds(warmUp)), not measured") }
        if encryptedShare != 1 { add("encrypted", "\(encryptedShare * 100) % of the connections") }
        if !configuration.pipelining { add("pipelining", "no") }
        if configuration.chunking { add("content", "BDAT") }
        add("threads", "\(threads)")
        add("seed", "\(seed)")
        return settings
    }

    fileprivate static func seconds(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        return seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}

extension LoadPlan.Pace.Step {
    fileprivate var text: String {
        func number(_ rate: Double) -> String { rate == rate.rounded() ? "\(Int(rate))" : "\(rate)" }
        let rates = from == to ? number(from) : "\(number(from)) to \(number(to))"
        return "\(rates)/s for \(LoadPlan.seconds(duration))"
    }
}
