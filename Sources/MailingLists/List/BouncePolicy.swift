import FanmailBasics
import FanmailSettings

/// What a list does about bounces: `[bounce]` of its file.
///
/// Points are counted in hundredths.
package struct BouncePolicy: Sendable, Equatable {
    /// When a dead address ends its subscription.
    package enum Hard: String, Sendable, CaseIterable {
        /// Where that is certain: told by the relay itself, or by a report to a reverse-path that was theirs alone.
        case atOnce = "at-once"
        /// By the score alone.
        case score
    }

    /// What takes points away again.
    package enum Fading: String, Sendable, CaseIterable {
        /// All of them go when nothing bounced for ``staleDays``.
        case time
        /// And each copy that was delivered takes a point.
        case delivery
    }

    /// Mailings in which an address has to be refused for good, within so many days: what `hard = "score"` was before
    /// there were points.
    package struct Mailings: Sendable, Equatable {
        package var count: Int
        package var days: Int

        package init(count: Int = 3, days: Int = 60) { (self.count, self.days) = (count, days) }
    }

    /// `bounce.hard`.
    package var hard = Hard.atOnce
    /// `bounce.score-mailings` and `bounce.score-days`; nil: by points.
    package var mailings: Mailings?
    /// `bounce.threshold`: from here on the subscription ends.
    package var threshold = 500
    /// `bounce.hard-points`, `bounce.soft-points`.
    package var hardPoints = 100
    package var softPoints = 50
    /// `bounce.stale-days`.
    package var staleDays = 7
    /// `bounce.fades`.
    package var fading = Fading.time
    /// `bounce.hold-percent`: of one provider's recipients of a mailing whose addresses are refused within an hour, nobody
    /// is changed before somebody decides; 0 for never.
    package var holdPercent = 20

    /// `bounce.warn-percent`: of a list's recipients of a mailing of whom so many bounced, its owner is told, once; 0 for
    /// never.
    package var warnPercent = 30

    /// `bounce.probe`: an address is asked by a letter of its own before bounces end its subscription.
    package var probe = false
    /// `bounce.probe-days`: so long after the letter went without coming back, the score begins anew.
    package var probeDays = 7

    /// The most that one day counts.
    package static let mostOfDay = 100
    /// So few are no event of a provider's.
    package static let leastHeld = 10
    /// So few are nothing to warn of.
    package static let leastWarned = 10

    package init() {}

    /// Every key of the table.
    static let keys = [
        "hard", "score-mailings", "score-days", "threshold", "hard-points", "soft-points", "stale-days", "fades",
        "hold-percent", "warn-percent", "probe", "probe-days",
    ].map { "bounce.\($0)" }

    /// Reads the table, at its defaults where it says nothing. A file with `score-mailings` or `score-days` counts mailings, as
    /// it always did.
    init(_ document: TOMLDocument) throws(InputFailure) {
        self.init()
        hard = try ListDefinition.choice(document, "bounce.hard") ?? hard
        let count = try document.integer("bounce.score-mailings", in: 2...100)
        let days = try document.integer("bounce.score-days", in: 1...3650)
        if hard == .score, count != nil || days != nil {
            let usual = Mailings()
            mailings = Mailings(count: count ?? usual.count, days: days ?? usual.days)
        }
        threshold = try Self.points(document, "bounce.threshold", 0.5...100) ?? threshold
        hardPoints = try Self.points(document, "bounce.hard-points", 0...1) ?? hardPoints
        softPoints = try Self.points(document, "bounce.soft-points", 0...1) ?? softPoints
        staleDays = try document.integer("bounce.stale-days", in: 1...3650) ?? staleDays
        fading = try ListDefinition.choice(document, "bounce.fades") ?? fading
        holdPercent = try document.integer("bounce.hold-percent", in: 0...100) ?? holdPercent
        warnPercent = try document.integer("bounce.warn-percent", in: 0...100) ?? warnPercent
        probe = try document.boolean("bounce.probe") ?? probe
        probeDays = try document.integer("bounce.probe-days", in: 1...60) ?? probeDays
    }

    private static func points(
        _ document: TOMLDocument, _ key: String, _ range: ClosedRange<Double>
    ) throws(InputFailure) -> Int? {
        try document.number(key, in: range).map { Int(($0 * 100).rounded()) }
    }

    /// The table as a list's file has it, every key spelled out.
    var toml: [String] {
        var lines = ["[bounce]", "hard = \"\(hard.rawValue)\""]
        if let mailings { lines += ["score-mailings = \(mailings.count)", "score-days = \(mailings.days)"] }
        if mailings == nil {
            lines += [
                "threshold = \(Self.text(threshold))", "hard-points = \(Self.text(hardPoints))",
                "soft-points = \(Self.text(softPoints))", "stale-days = \(staleDays)",
                "fades = \"\(fading.rawValue)\"",
            ]
        }
        return lines + [
            "hold-percent = \(holdPercent)", "warn-percent = \(warnPercent)", "probe = \(probe)",
            "probe-days = \(probeDays)",
        ]
    }

    /// Hundredths as a number: `5`, `0.5`, `0.25`.
    package static func text(_ hundredths: Int) -> String {
        let (whole, part) = (hundredths / 100, hundredths % 100)
        guard part > 0 else { return "\(whole)" }
        return part % 10 == 0 ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}
