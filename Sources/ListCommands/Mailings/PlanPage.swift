import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore

/// A plan as somebody understands it in ten seconds: who, how many, when it will be done, what is odd.
struct PlanPage {
    /// The widest it gets: longer lines are slower to read.
    private static let widest = 80
    private static let shownDomains = 3
    private static let shownOddities = 8

    let prepared: PreparedMailing
    let plan: MailingPlan
    let estimate: PlanEstimate
    /// Nil where none is set.
    let relay: String?
    /// That may be open at once.
    var connections = 1
    var now = Timestamp.now
    /// The time of the terminal.
    var clock: LocalClock?
    /// How long it takes by provider; nil where that is not shown.
    var forecast: PlanForecast?
    /// Of letters that are compared; nil of one letter to all.
    var shares: SplitPlan?
    /// The plans of the others of them.
    var others: [(name: String, plan: MailingPlan)] = []

    /// - Parameter next: what leads on from here.
    func lines(width: Int, colour: Bool, next: String? = nil) -> [String] {
        let width = min(width, Self.widest)
        func section(_ label: String, _ texts: [String]) -> [String] {
            texts.enumerated().flatMap { index, text in
                WrappedText.lines(
                    text.escapedForTerminal, label: index == 0 ? label : "", indent: 6, width: width)
            }
        }
        let title = WrappedText.lines(prepared.message.subject.escapedForTerminal, indent: 0, width: width)
        let oddities = oddities
        var lines = title.map { Terminal.styled($0, "1", colour) }
        lines += section("from", [prepared.message.author]) + section("to", [to]) + [""]
        lines +=
            section("who", who) + section("split", shares?.sentences ?? []) + section("how", [how])
            + section("when", [when] + (forecast?.sentences(connections: connections) ?? [])) + [""]
        let odd = section("odd", oddities.isEmpty ? ["nothing"] : oddities)
        lines += oddities.isEmpty ? odd : odd.map { Terminal.styled($0, "33", colour) }
        if let next { lines += [""] + WrappedText.lines(next.escapedForTerminal, indent: 0, width: width) }
        return lines
    }

    private var to: String {
        prepared.lists.map { "\($0.name) <\($0.address.address)>" }.joined(separator: ", ")
            + (prepared.segment.map { ", segment \($0.name)" } ?? "")
    }

    private var who: [String] {
        let first = plan.domains.prefix(Self.shownDomains).map { "\($0.domain) \($0.recipients)" }
        let others = plan.domains.count - first.count
        let domains = first.joined(separator: ", ") + (others > 0 ? " and \(counted(others, "more domain"))" : "")
        var texts = [counted(plan.recipients, "recipient") + (domains.isEmpty ? "" : ": \(domains)")]
        if plan.onSeveralLists > 0 { texts.append("\(plan.onSeveralLists) on several lists get one copy each") }
        if plan.suppressed > 0 { texts.append("\(plan.suppressed) suppressed and left out") }
        return texts
    }

    private var how: String {
        var parts = [counted(plan.envelopes, "envelope")]
        if plan.individual > 0 {
            let areAll = plan.individual == plan.envelopes
            let each = plan.envelopes == 1 ? "" : " each"
            let who = areAll ? " with one recipient\(each)" : ", \(plan.individual) with one recipient"
            parts[0] += "\(who) (\(plan.reasons.joined(separator: "; ")))"
        }
        if let relay { parts.append("by \(Configuration.withoutPassword(relay))") }
        if !prepared.travelling.isEmpty { parts.append(counted(prepared.travelling.count, "file") + " in the letter") }
        if !plan.signatures.isEmpty { parts.append("signed with \(counted(plan.signatures.count, "DKIM key"))") }
        return parts.joined(separator: ", ")
    }

    private var when: String {
        let end = now + .milliseconds(Int64(min(estimate.seconds, 1e9) * 1000))
        let moment = clock.map { "\($0.minute(end, now: now))" } ?? end.rfc3339
        let basis =
            switch estimate.basis {
            case .rate(let rate): "at \(RateText.format(rate))"
            case .mailing(let id): "at the pace of mailing \(id)"
            case .roundTrip: "a guess: 50 ms a round trip"
            }
        let length = Self.length(estimate.seconds)
        return plan.recipients == 0
            ? "never" : "done in \(length), about \(moment), if it is sent now (\(basis))"
    }

    /// As people say it.
    static func length(_ seconds: Double) -> String {
        switch seconds {
        case ..<1.5: "a second"
        case ..<100: "\(Int(seconds.rounded())) seconds"
        case ..<5700: "\(Int((seconds / 60).rounded())) minutes"
        case ..<129_600: "\(Int((seconds / 3600).rounded())) hours"
        default: "\(Int((seconds / 86_400).rounded())) days"
        }
    }

    /// What is not as it should be, what keeps it from being sent first.
    private var oddities: [String] {
        var odd: [String] = []
        if plan.recipients == 0 { odd.append("nobody gets it: no subscriber is left whom it is for") }
        if relay == nil { odd.append("no relay is set: `send` wants --relay smtp://host") }
        if let previous = plan.previous {
            odd.append("it went to this list before, as mailing \(previous): `send` wants --again")
        }
        odd += plan.warnings.map(\.line)
        odd += plan.missing.map {
            "{{\($0.field)}} (line \($0.line)): \(counted($0.subscribers, "subscriber")) without it get no copy; "
                + "give it a default"
        }
        for (name, plan) in others {
            odd += plan.warnings.map { "\(name): \($0.line)" }
            odd += plan.missing.map {
                "\(name): {{\($0.field)}} (line \($0.line)): \(counted($0.subscribers, "subscriber")) without it get no copy"
            }
            if let previous = plan.previous {
                odd.append("\(name) went to this list before, as mailing \(previous): `send` wants --again")
            }
        }
        odd += prepared.notMailed.map { "\($0) stands in the header, names no list, and is not mailed" }
        if prepared.message.hasFooter == false {
            odd.append("it has no footer: it is signed, encrypted, or has no text")
        }
        guard odd.count > Self.shownOddities else { return odd }
        return odd.prefix(Self.shownOddities - 1) + ["and \(odd.count - Self.shownOddities + 1) more: --full"]
    }
}
