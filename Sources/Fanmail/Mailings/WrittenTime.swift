package import FanmailBasics
package import Foundation

/// A time to come, as people write it: `2026-12-01T09:00+01:00`, or `2026-12-01 09:00` by the clocks of a zone.
package struct WrittenTime: Sendable, Equatable {
    package let moment: Timestamp
    /// It was told by an offset of its own, whatever the zone.
    package let hasOffset: Bool

    /// - Throws: usage: it is no time; by the zone's clocks it does not exist, or comes twice.
    package init(_ text: String, in zone: TimeZone) throws(FanmailFailure) {
        let shown = text.escapedForTerminal
        let form = /(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?([Zz]|[+-]\d\d:?\d\d)?/
        guard let match = text.wholeMatch(of: form),
            let civil = Timestamp(rfc3339: "\(match.1)T\(match.2)\(match.3 ?? ":00")Z")
        else {
            throw FanmailFailure(
                .usage, "\(shown) is no time; write 2026-12-01T09:00+01:00, or 2026-12-01 09:00 with a zone")
        }
        if let written = match.4 {
            let offset = written.count == 5 ? "\(written.prefix(3)):\(written.suffix(2))" : "\(written)"
            guard let moment = Timestamp(rfc3339: "\(match.1)T\(match.2)\(match.3 ?? ":00")\(offset)") else {
                throw FanmailFailure(.usage, "\(shown): \(offset.escapedForTerminal) is no offset from UTC")
            }
            (self.moment, hasOffset) = (moment, true)
            return
        }
        moment = try Self.moment(civil, zone, shown)
        hasOffset = false
    }

    /// A zone by its name in the tz database.
    ///
    /// - Throws: usage, where there is none of that name.
    package static func zone(named name: String) throws(FanmailFailure) -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw FanmailFailure(
                .usage, "there is no time zone \(name.escapedForTerminal); write one as Europe/Berlin or UTC")
        }
        return zone
    }

    /// - Parameter civil: what the clocks show, as if they showed UTC.
    private static func moment(_ civil: Timestamp, _ zone: TimeZone, _ shown: String) throws(FanmailFailure)
        -> Timestamp
    {
        // The clocks' offsets a day before and a day after: no zone changes them twice in that time.
        let offsets = [-86_400, 86_400].map { offset(of: zone, at: civil + .seconds($0)) }
        let guesses = Set(offsets).map { civil + .seconds(-$0) }.sorted()
        let found = guesses.filter { $0 + .seconds(offset(of: zone, at: $0)) == civil }
        if let moment = found.first, found.count == 1 { return moment }
        let two = guesses.map { written($0, in: zone) }.joined(separator: " or ")
        throw FanmailFailure(
            .usage,
            found.isEmpty
                ? "\(shown) does not exist in \(zone.identifier), where clocks are put forward then; write \(two)"
                : "\(shown) comes twice in \(zone.identifier), where clocks are put back then; write \(two)")
    }

    private static func offset(of zone: TimeZone, at moment: Timestamp) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }

    /// With the zone's offset at that moment: `2027-03-28T03:30+02:00`.
    private static func written(_ moment: Timestamp, in zone: TimeZone) -> String {
        let offset = offset(of: zone, at: moment)
        let minutes = abs(offset) / 60
        let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\((moment + .seconds(offset)).rfc3339.prefix(16))\(offset < 0 ? "-" : "+")\(digits)"
    }
}
