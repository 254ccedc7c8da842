import FanmailBasics
import SMTPCore
import SMTPSink

/// A plan of faults as JSON, with the keys of the fault file, which it can be given as again.
struct FaultJSON {
    let plan: FaultPlan

    var document: JSONValue {
        var members: [(String, JSONValue)] = [("seed", .int(Int64(truncatingIfNeeded: plan.seed)))]
        let limits: [(String, JSONValue)] = [
            plan.recipientLimit.map { ("recipients", JSONValue($0)) },
            plan.connectionLimit.map { ("connections", JSONValue($0)) },
            plan.messageLimit.map { ("messages", JSONValue($0)) }, plan.rateLimit.map { ("rate", .number($0)) },
        ].compactMap(\.self)
        if !limits.isEmpty { members.append(("limits", .object(limits))) }
        if !plan.rules.isEmpty { members.append(("rule", .array(plan.rules.map(Self.rule)))) }
        if plan.cutAfterTakingEvery > 0 { members.append(("cut-after", JSONValue(plan.cutAfterTakingEvery))) }
        members.append(("fault", .array(plan.faults.map(Self.fault))))
        return .object(members)
    }

    private static func rule(_ rule: FaultPlan.Rule) -> JSONValue {
        .object(
            [("share", .number(rule.share)), ("reply", .string(rule.reply.summary))]
                + (rule.onlyFirst ? [("once", .bool(true))] : []))
    }

    private static func fault(_ fault: Fault) -> JSONValue {
        var members: [(String, JSONValue)] = [("at", .string(fault.stage.rawValue))]
        func add(_ name: String, _ value: JSONValue?) { if let value { members.append((name, value)) } }
        add("recipient", fault.pattern.map { .string($0) })
        if fault.probability < 1 { add("probability", .number(fault.probability)) }
        if fault.every > 1 { add("every", JSONValue(fault.every)) }
        add("greylist", fault.greylist.map(time))
        add("reply", fault.reply.map { .string($0.summary) })
        add("complaint", fault.complaint.map { .string($0.rawValue) })
        switch fault.delay {
        case .fixed(let time): add("delay", Self.time(time))
        case .uniform(let low, let high): add("delay", .object([("uniform", .array([time(low), time(high)]))]))
        case .exponential(let mean): add("delay", .object([("exponential", time(mean))]))
        case nil: break
        }
        add("stall", fault.stall.map(time))
        add("cut", fault.cut.map { .string($0.rawValue) })
        add("drip", fault.drip.map(time))
        if fault.isSplit { add("split", .bool(true)) }
        if fault.garbage > 0 { add("garbage", JSONValue(fault.garbage)) }
        return .object(members)
    }

    private static func time(_ time: Duration) -> JSONValue { .string(DurationText.format(time)) }
}
