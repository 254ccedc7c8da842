import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore

extension DestinationRecord {
    /// When what its state says ends by itself, where that is known.
    func until(at now: Timestamp) -> Timestamp? {
        switch state(at: now) {
        case .paused: pause?.until
        case .backOff: backOffUntil
        case .active, .idle: sum.limitedUntil
        }
    }

    func json(at now: Timestamp) -> JSONValue {
        let sum = sum
        return .object([
            ("name", .string(name)), ("provider", JSONValue(provider)),
            ("domains", .array(domains.map { .string($0) })), ("state", .string(state(at: now).rawValue)),
            ("until", JSONValue(until(at: now))), ("window", JSONValue(window)),
            ("open", JSONValue(sum.connections)), ("readyEnvelopes", JSONValue(sum.readyEnvelopes)),
            ("readyRecipients", JSONValue(sum.readyRecipients)), ("accepted", JSONValue(sum.accepted)),
            ("deferred", JSONValue(sum.deferred)), ("refused", JSONValue(sum.refused)),
            ("rate", .double(sum.rate)), ("limitedBy", .string(sum.limit.rawValue)),
            ("limitedUntil", JSONValue(sum.limitedUntil)), ("backOffs", JSONValue(backOffs)),
            ("lastReply", JSONValue(lastReply)), ("recipientLimit", JSONValue(recipientLimit)),
            ("seenAt", JSONValue(seenAt)), ("pausedAt", JSONValue(pause?.at)), ("pausedWhy", JSONValue(pause?.why)),
            ("mailings", .array(runs.map(Self.json))),
        ])
    }

    private static func json(_ run: Run) -> JSONValue {
        .object([
            ("mailing", .int(run.mailing)), ("isUnderWay", .bool(run.isUnderWay)),
            ("accepted", JSONValue(run.status.accepted)), ("deferred", JSONValue(run.status.deferred)),
            ("refused", JSONValue(run.status.refused)), ("at", JSONValue(run.at)),
        ])
    }

    /// What `show` says.
    func lines(at now: Timestamp) -> [String] {
        let sum = sum
        var state = state(at: now).rawValue
        if let until = until(at: now) { state += ", until \(until.shown)" }
        let isUnderWay = runs.contains(where: \.isUnderWay)
        let rows: [(String, String?)] = [
            ("destination", name), ("provider", provider), ("domains", domains.joined(separator: ", ")),
            ("state", state), ("paused", pause.map { "\($0.why), \($0.at.shown)" }),
            ("limited by", isUnderWay && sum.limit != .nothing ? sum.limitWords(now: now) : nil),
            ("window", "\(counted(window, "connection"))" + (isUnderWay ? ", \(sum.connections) open" : "")),
            ("queue", sum.readyEnvelopes > 0 ? sum.queueWords : nil),
            ("recipients", recipientLimit.map { "at most \($0) in a transaction, as it was learned" }),
            ("back-offs", backOffs > 0 ? "\(backOffs) in a row" : nil), ("last reply", lastReply),
        ]
        var lines = rows.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\((name + ":").padding(to: 13))\($0.escapedForTerminal)" }
        }
        guard !runs.isEmpty else { return lines }
        var table = TextTable("MAILING", "STATE", "ACCEPTED", "DEFERRED", "REFUSED", "AT")
        for run in runs {
            table.add(
                run.mailing, run.isUnderWay ? "under way" : "over", run.status.accepted, run.status.deferred,
                run.status.refused, run.at)
        }
        lines.append("")
        lines += table.lines(width: Terminal.listingWidth)
        return lines
    }
}

extension DestinationStatus {
    /// What limits it, and until when, for people.
    func limitWords(now: Timestamp) -> String {
        let words =
            switch limit {
            case .nothing: ""
            case .window: "window"
            case .connections: "connections"
            case .rate: "rate"
            case .backOff: "back-off"
            case .pause: "paused"
            case .dns: "DNS"
            }
        guard let limitedUntil, limitedUntil > now else { return words }
        let wait = Duration.milliseconds(limitedUntil.milliseconds - now.milliseconds)
        return "\(words) \(Self.shortly(wait))"
    }

    /// In one unit or two: `45s`, `12m`, `1h20m`.
    private static func shortly(_ wait: Duration) -> String {
        let seconds = wait.components.seconds + 1
        return switch seconds {
        case ..<120: "\(seconds)s"
        case ..<7200: "\(seconds / 60)m"
        case ..<172_800: "\(seconds / 3600)h\(seconds % 3600 / 60)m"
        default: "\(seconds / 86_400)d"
        }
    }

    var queueWords: String { "\(counted(readyRecipients, "recipient")) in \(counted(readyEnvelopes, "envelope"))" }
}
