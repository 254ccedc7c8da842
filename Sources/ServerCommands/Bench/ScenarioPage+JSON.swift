import FanmailBasics
import SMTPClient
import SMTPLoad

extension ScenarioPage {
    var json: JSONValue {
        .object([
            ("scenario", .string(file)), ("seed", JSONValue(Int(clamping: scenario.seed))),
            ("seconds", .double(scenario.duration / .seconds(1))), ("connections", JSONValue(scenario.connections)),
            ("threads", JSONValue(scenario.threads)), ("transactions", JSONValue(forecast.transactions)),
            ("recipients", JSONValue(forecast.recipients)), ("octets", JSONValue(forecast.octets)),
            ("isOpenEnded", .bool(forecast.isOpenEnded)),
            ("failIf", JSONValue(scenario.thresholds.map(\.description))),
            ("phases", .array(phases)),
            (
                "senders",
                .array(
                    zip(scenario.senders, forecast.senders).map { sender, part in
                        .object(sums(part) + [("isBad", .bool(sender.isBad)), ("isSlow", .bool(sender.isSlow))])
                    })
            ),
            (
                "targets",
                .array(
                    zip(scenario.targets, forecast.targets).map { target, part in
                        .object(sums(part) + [("url", .string(target.relay.description))])
                    })
            ),
        ])
    }

    private func sums(_ part: ScenarioForecast.Part) -> [(String, JSONValue)] {
        [
            ("name", .string(part.name)), ("share", part.share.map { .double($0) } ?? .null),
            ("transactions", JSONValue(part.transactions)), ("recipients", JSONValue(part.recipients)),
            ("octets", JSONValue(part.octets)),
        ]
    }

    private var phases: [JSONValue] {
        var start = 0.0
        return zip(scenario.phases, forecast.phases).map { phase, part in
            let seconds = phase.duration / .seconds(1)
            defer { start += seconds }
            let isKnown = phase.expectedTransactions != nil
            return .object([
                ("name", .string(phase.name)), ("kind", .string(phase.kind.rawValue)), ("start", .double(start)),
                ("seconds", .double(seconds)), ("connections", JSONValue(phase.connections)),
                ("isMeasured", .bool(phase.isMeasured)),
                ("rates", .array(phase.steps.flatMap { [JSONValue.double($0.from), .double($0.to)] })),
                ("transactions", isKnown ? JSONValue(part.transactions) : .null),
                ("recipients", isKnown ? JSONValue(part.recipients) : .null),
                ("octets", isKnown ? JSONValue(part.octets) : .null),
            ])
        }
    }
}
