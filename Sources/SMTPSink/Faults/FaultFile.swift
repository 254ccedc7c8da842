import FanmailBasics
import FanmailSettings
import SMTPCore
import TOMLKit

/// A plan of misbehaviour as a TOML file: `seed`, `[limits]`, and any number of `[[fault]]`; or the same as JSON.
public enum FaultFile {
    private static let faultLimit = 1000
    private static let rootKeys = ["seed", "limits", "rule", "cut-after", "fault"]
    private static let ruleKeys = ["share", "reply", "once"]
    private static let limitKeys = ["recipients", "connections", "messages", "rate"]
    private static let faultKeys = [
        "at", "recipient", "domain", "probability", "every", "greylist", "reply", "complaint", "delay", "stall", "cut",
        "drip", "split", "garbage",
    ]

    /// - Throws: `InputFailure`, one line that says where and what, with the nearest valid key.
    public static func read(_ path: String) throws -> FaultPlan {
        try parse(BoundedFile.text(of: path), file: path)
    }

    public static func parse(_ text: String, file: String) throws -> FaultPlan {
        let isJSON = text.first { !$0.isWhitespace } == "{"
        return try parse(toml: isJSON ? toml(ofJSON: text, file: file) : text, file: file)
    }

    private static func parse(toml text: String, file: String) throws -> FaultPlan {
        try TOMLBounds.check(text, file: file, kind: .configuration)
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw InputFailure(.configuration, "\(file):\(begin.line)", TOMLWords.reason(error.description))
        }
        let reader = Reader(file: file, table: "", root)
        try reader.check(rootKeys)
        var plan = FaultPlan()
        if let seed = try reader.integer("seed", in: 0...Int.max) { plan.seed = UInt64(seed) }
        if let limits = try reader.table("limits") {
            try limits.check(limitKeys)
            plan.recipientLimit = try limits.integer("recipients", in: 1...1_000_000)
            plan.connectionLimit = try limits.integer("connections", in: 0...1_000_000)
            plan.messageLimit = try limits.integer("messages", in: 1...1_000_000_000)
            plan.rateLimit = try limits.number("rate", in: 0.001...1e9)
        }
        plan.cutAfterTakingEvery = try reader.integer("cut-after", in: 0...1_000_000_000) ?? 0
        let rules = try reader.tables("rule")
        guard rules.count <= faultLimit else {
            throw InputFailure(.configuration, file, "more than \(faultLimit) rules")
        }
        plan.rules = try rules.map { try rule($0) }
        let tables = try reader.tables("fault")
        guard tables.count <= faultLimit else {
            throw InputFailure(.configuration, file, "more than \(faultLimit) faults")
        }
        plan.faults = try tables.map { try fault($0) }
        return plan
    }

    private static func rule(_ table: Reader) throws -> FaultPlan.Rule {
        try table.check(ruleKeys)
        guard let share = try table.number("share", in: 0...1), let text = try table.string("reply") else {
            throw table.failure(nil, "wants `share`, from 0 to 1, and `reply`")
        }
        return .init(share: share, reply: try reply(text, table), onlyFirst: try table.boolean("once") ?? false)
    }

    private static func fault(_ table: Reader) throws -> Fault {
        try table.check(faultKeys)
        let recipient = try table.string("recipient")
        let domain = try table.string("domain")
        let hasPath = recipient != nil || domain != nil
        let stage: Fault.Stage = try table.choice("at") ?? .rcpt
        guard !hasPath || [.rcpt, .delivery, .afterwards].contains(stage) else {
            throw table.failure("at", "recipients are told apart at \"rcpt\", \"delivery\" and \"afterwards\" only")
        }
        guard recipient == nil || domain == nil else {
            throw table.failure("domain", "recipient and domain exclude each other")
        }
        var fault = Fault(at: stage)
        fault.pattern = recipient ?? domain.map { "*@\($0)" }
        if let probability = try table.number("probability", in: 0...1) { fault.probability = probability }
        if let every = try table.integer("every", in: 1...1_000_000_000) { fault.every = every }
        fault.greylist = try table.duration("greylist")
        guard fault.greylist == nil || stage == .rcpt else {
            throw table.failure("greylist", "works at \"rcpt\" only")
        }
        if let text = try table.string("reply") { fault.reply = try reply(text, table) }
        fault.complaint = try table.choice("complaint")
        if stage == .afterwards {
            guard (fault.reply != nil) != (fault.complaint != nil),
                ["delay", "stall", "cut", "drip", "split", "garbage"].allSatisfy({ !table.has($0) })
            else { throw table.failure("at", "\"afterwards\" takes either `reply`, for a DSN, or `complaint`") }
            return fault
        }
        guard fault.complaint == nil else { throw table.failure("complaint", "comes at \"afterwards\" only") }
        fault.delay = try table.delay("delay")
        fault.stall = try table.duration("stall")
        fault.cut = try table.choice("cut")
        fault.drip = try table.duration("drip")
        fault.isSplit = try table.boolean("split") ?? false
        fault.garbage = try table.integer("garbage", in: 1...65536) ?? 0
        guard
            fault.reply != nil || fault.delay != nil || fault.stall != nil || fault.cut != nil || fault.drip != nil
                || fault.isSplit || fault.garbage > 0
        else {
            throw table.failure(
                nil, "does nothing; give it one of reply, delay, stall, cut, drip, split, garbage")
        }
        guard stage != .delivery || fault.reply != nil else {
            throw table.failure("at", "\"delivery\" is for `reply`; for the others write \"message\"")
        }
        return fault
    }

    private static func reply(_ text: String, _ table: Reader) throws -> Reply {
        let words = text.split(separator: " ", maxSplits: 2)
        guard text.utf8.count <= 500, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let code = words.first.flatMap({ $0.utf8.count == 3 ? UInt16($0) : nil }), (400...599).contains(code)
        else {
            throw table.failure("reply", "begins with a code from 400 to 599, such as \"450 4.2.0 try again later\"")
        }
        if words.count > 1, let status = EnhancedStatusCode(words[1]) {
            guard UInt16(status.class) == code / 100 else {
                throw table.failure("reply", "has the enhanced code \(status), whose class is not that of \(code)")
            }
            return Reply(code: code, status: status, text: words.count > 2 ? String(words[2]) : "no")
        }
        let rest = words.dropFirst().joined(separator: " ")
        return Reply(code: code, text: rest.isEmpty ? "no" : rest)
    }
}
