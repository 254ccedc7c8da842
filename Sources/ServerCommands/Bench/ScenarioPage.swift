import FanmailBasics
import FanmailTerminal
import SMTPClient
import SMTPLoad
import SMTPProtocol

/// What a scenario will do, on one page: phases on a line of time, how much it is, who sends what, and to whom.
struct ScenarioPage {
    private static let bars = Array("▁▂▃▄▅▆▇█")
    /// Longer lines are slower to read.
    private static let widest = 80
    private static let height = 23
    private static let shownPhases = 6
    private static let shownSenders = 6
    private static let shownTargets = 3
    /// Columns of the drawing, and its rows.
    private static let chart = (width: 64, height: 4)

    let file: String
    let scenario: Scenario
    let forecast: ScenarioForecast

    init(file: String, _ scenario: Scenario) {
        self.file = file
        self.scenario = scenario
        forecast = ScenarioForecast(scenario)
    }

    func lines(width: Int, colour: Bool) -> [String] {
        let width = min(width, Self.widest)
        let title = "\(file): \(Self.time(scenario.duration)), seed \(scenario.seed)"
        let head = WrappedText.lines(total, indent: 0, width: width) + drawing
        let phases = table(phaseRows, of: scenario.phases.count, atMost: Self.shownPhases, "phase")
        let targets = table(targetRows, of: scenario.targets.count, atMost: Self.shownTargets, "target")
        let room = Self.height - 1 - head.count - phases.count - targets.count
        // A line of its own for how each of them sends, where there is room for it.
        let whole = wholeSenders(width)
        let senders =
            whole.count <= room
            ? whole : table(senderRows, of: scenario.senders.count, atMost: Self.shownSenders, "sender")
        let lines = (head + phases + senders + targets).map { $0.cut(to: width) }
        return [Terminal.styled(title.escapedForTerminal.cut(to: width), "1", colour)] + lines
    }

    // MARK: - How much

    private var total: String {
        let most = "\(counted(scenario.connections, "connection")) at most"
        let sums = [
            counted(forecast.transactions, "transaction"), counted(forecast.recipients, "recipient"),
            Self.octets(forecast.octets),
        ]
        let known = sums.joined(separator: ", ")
        guard forecast.isOpenEnded else { return "\(known); \(most)" }
        let rest = "as many as the server takes in closed phases"
        return forecast.transactions == 0 ? "\(rest); \(most)" : "\(known), and \(rest); \(most)"
    }

    /// As people say it: `12.3 MB`.
    static func octets(_ count: Int) -> String {
        guard count >= 1000 else { return counted(count, "octet") }
        var value = Double(count)
        for unit in ["kB", "MB", "GB"] {
            value /= 1000
            if value < 1000 { return "\((value * 10).rounded() / 10) \(unit)" }
        }
        return "\((value / 1000 * 10).rounded() / 10) TB"
    }

    static func time(_ duration: Duration) -> String { DurationText.format(duration) }

    // MARK: - The line of time

    /// The rate over time, drawn with blocks; where the server decides it, dots.
    private var drawing: [String] {
        let length = max(0.001, scenario.duration / .seconds(1))
        var starts: [Double] = []
        var at = 0.0
        for phase in scenario.phases {
            starts.append(at)
            at += phase.duration / .seconds(1)
        }
        let rates = (0..<Self.chart.width).map { column -> Double? in
            let time = (Double(column) + 0.5) / Double(Self.chart.width) * length
            let place = starts.lastIndex { $0 <= time } ?? 0
            return scenario.phases[place].rate(at: time - starts[place])
        }
        let top = rates.compactMap(\.self).max() ?? 0
        guard top > 0 else { return [] }
        let label = "\(Self.rate(top))/s"
        var rows: [String] = []
        for row in (0..<Self.chart.height).reversed() {
            let cells = rates.map { rate -> Character in
                guard let rate else { return row == 0 ? "·" : " " }
                let height = rate / top * Double(Self.chart.height * Self.bars.count) - Double(row * Self.bars.count)
                guard height > 0 else { return " " }
                return Self.bars[min(Self.bars.count - 1, max(0, Int(height.rounded(.up)) - 1))]
            }
            let name = row == Self.chart.height - 1 ? label : row == 0 ? "0" : ""
            rows.append(name.cut(to: 10).padded(to: 10) + " " + String(cells))
        }
        return rows + [String(repeating: " ", count: 11) + axis(length)]
    }

    private func axis(_ length: Double) -> String {
        // What is long is told to the second.
        func moment(_ seconds: Double) -> String {
            Self.time(length < 10 ? .milliseconds(Int64(seconds * 1000)) : .seconds(Int64(seconds.rounded())))
        }
        let (middle, end) = (moment(length / 2), moment(length))
        let half = Self.chart.width / 2
        return "0s".padded(to: half - middle.count / 2) + middle.padded(to: half + middle.count / 2 - end.count) + end
    }

    static func rate(_ value: Double) -> String {
        value >= 100 || value == value.rounded() ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }

    // MARK: - Tables

    private func table(_ rows: [[String]], of count: Int, atMost limit: Int, _ noun: String) -> [String] {
        let hidden = count > limit ? count - limit + 1 : 0
        var table = TextTable(rows[0], clock: nil)
        for row in rows.dropFirst().prefix(count - hidden) { table.add(row.map { $0 as String }) }
        let more = hidden > 0 ? ["and \(counted(hidden, "more \(noun)")): --json"] : []
        return table.lines(width: Self.widest) + more
    }

    private var phaseRows: [[String]] {
        [["phase", "for", "what", "transactions", "recipients", "connections"]]
            + zip(scenario.phases, forecast.phases).map { phase, part in
                let isKnown = phase.expectedTransactions != nil
                return [
                    phase.name, Self.time(phase.duration), Self.what(phase),
                    isKnown ? "\(part.transactions)" : "the server decides", isKnown ? "\(part.recipients)" : "",
                    phase.kind == .pause ? "" : "\(phase.connections)",
                ]
            }
    }

    static func what(_ phase: ScenarioPhase) -> String {
        func rate(_ step: Int, _ path: KeyPath<LoadPlan.Pace.Step, Double>) -> String {
            step < phase.steps.count ? Self.rate(phase.steps[step][keyPath: path]) : ""
        }
        let text =
            switch phase.kind {
            case .ramp: "\(rate(0, \.from)) to \(rate(0, \.to))/s"
            case .steady: "\(rate(0, \.from))/s"
            case .spike: "\(rate(0, \.from))/s, \(rate(1, \.from))/s within"
            case .pause: "pause"
            case .closed: "as fast as answered"
            case .replay: "replay"
            }
        return text + (phase.isPoisson ? ", Poisson" : "") + (phase.isMeasured ? "" : ", unmeasured")
    }

    private var senderRows: [[String]] {
        [["sender", "share", "transactions", "octets", "how"]]
            + zip(scenario.senders, forecast.senders).map { sender, part in
                [
                    sender.name, Self.percent(part.share ?? 0), "\(part.transactions)", Self.octets(part.octets),
                    how(sender),
                ]
            }
    }

    private func wholeSenders(_ width: Int) -> [String] {
        let table = table(senderRows.map { Array($0.dropLast()) }, of: scenario.senders.count, atMost: .max, "sender")
        return table.prefix(1)
            + zip(table.dropFirst(), scenario.senders).flatMap { line, sender in
                [line] + WrappedText.lines(how(sender).escapedForTerminal, indent: 2, width: width)
            }
    }

    private static func percent(_ share: Double) -> String {
        let tenths = (share * 1000).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
    }

    /// What tells it from others.
    private func how(_ sender: ScenarioSender) -> String {
        if sender.isBad {
            let security = sender.security.flatMap { $0 == .none ? nil : ", TLS \($0.rawValue)" } ?? ""
            return "bad: \(sender.faults.map(\.rawValue).joined(separator: ", "))\(security)"
        }
        var parts = [
            sender.messages.map { counted($0.contents.count, "message") } ?? "\(sender.size) octets",
            sender.recipients == .fixed(1) ? "1 recipient" : "\(sender.recipients) recipients",
        ]
        if !sender.addresses.isEmpty { parts.append(counted(sender.addresses.count, "address", "addresses")) }
        if let user = sender.user { parts.append("logs in as \(user.name)") }
        if let security = sender.security, security != .none { parts.append("TLS \(security.rawValue)") }
        if sender.encryptedShare > 0, sender.encryptedShare < 1 {
            parts.append("\(Self.percent(sender.encryptedShare)) encrypted")
        }
        if sender.chunking { parts.append("BDAT") }
        if !sender.pipelining { parts.append("no pipelining") }
        if let count = sender.messagesPerConnection { parts.append("\(count) a connection") }
        if !sender.quits { parts.append("no QUIT") }
        if let think = sender.think { parts.append("thinks \(think)") }
        if let rate = sender.octetsPerSecond { parts.append("\(rate) octets/s") }
        if let rate = sender.readOctetsPerSecond { parts.append("reads \(rate) octets/s") }
        if let pause = sender.commandPause { parts.append("\(Self.time(pause)) between commands") }
        return parts.joined(separator: ", ")
    }

    private var targetRows: [[String]] {
        [["target", "transactions", "server"]]
            + zip(scenario.targets, forecast.targets).map { target, part in
                [target.name, "\(part.transactions)", target.relay.description]
            }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columns))
    }
}
