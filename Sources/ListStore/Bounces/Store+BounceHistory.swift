import Bounces
import FanmailBasics
import GRDB
import MailingLists

/// What bounces did, for a person's history.
extension Store {
    /// So many are shown, the latest.
    private static let mostShown = 1000

    static func bounceHistory(of person: PersonRecord, _ db: Database) throws -> [ConsentRecord] {
        let bounces = try Row.fetchAll(
            db,
            sql: "SELECT \(bounceColumns) WHERE b.subscriber = ? ORDER BY b.id DESC LIMIT \(mostShown)",
            arguments: [person.id]
        ).map(bounce)
        let told = bounces.reversed().flatMap { bounce in
            var events = [record(person, bounce, bounce.at, .bounced, how: bounce.failureClass.rawValue, by: nil)]
            if let at = bounce.forgivenAt {
                events.append(record(person, bounce, at, .forgiven, how: nil, by: bounce.forgivenBy))
            }
            return events
        }
        let probes = try probes(of: person.id, db)
        guard !probes.isEmpty else { return told }
        let names = try Dictionary(
            Row.fetchAll(db, sql: "SELECT id, name FROM list").map { ($0[0] as Int64, $0[1] as String) }
        ) { $1 }
        return (told + probes.flatMap { events(person, $0, list: names[$0.list] ?? "") }).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    /// That it came back is told by its bounce.
    private static func events(_ person: PersonRecord, _ probe: BounceProbe, list: String) -> [ConsentRecord] {
        func record(_ at: Timestamp, _ event: ConsentRecord.Event, _ source: String) -> ConsentRecord {
            ConsentRecord(
                address: person.address, list: list, at: at, event: event, how: nil, source: source, by: nil,
                batch: nil)
        }
        var events = [record(probe.at, .probed, "a letter asks whether the address is there before bounces end it")]
        if probe.outcome == .passed, let at = probe.endedAt {
            events.append(record(at, .passed, "the probe did not come back; the score begins anew"))
        }
        return events
    }

    private static func record(
        _ person: PersonRecord, _ bounce: BounceRecord, _ at: Timestamp, _ event: ConsentRecord.Event, how: String?,
        by: String?
    ) -> ConsentRecord {
        ConsentRecord(
            address: person.address, list: bounce.list, at: at, event: event, how: how,
            source: event == .bounced ? bounce.sentence : bounce.origin, by: by, batch: nil)
    }

    /// In the order of time; what was said comes before what a bounce did at the same moment.
    static func merged(_ said: [ConsentRecord], _ bounces: [ConsentRecord]) -> [ConsentRecord] {
        guard !bounces.isEmpty else { return said }
        return (said.map { ($0, 0) } + bounces.map { ($0, 1) }).enumerated().sorted {
            ($0.element.0.at, $0.element.1, $0.offset) < ($1.element.0.at, $1.element.1, $1.offset)
        }.map(\.element.0)
    }
}

extension BounceRecord {
    /// `mailing 3`, or that a report came.
    package var origin: String {
        mailing.map { "mailing \($0)" }
            ?? (found == BounceAttribution.probe.word ? "the probe came back" : "a report")
    }

    /// What was said by whom, and what it did: `mailing 3: 550 5.1.1 no such user, by mx.example; score 1.5`.
    package var sentence: String {
        let reply = ReplyLine.text(code: code, status: status, text: text)
        let speaker = server.map { ", by \($0)" } ?? ""
        return "\(origin): \(reply.isEmpty ? "no reply was told" : reply)\(speaker); \(consequence)"
    }

    /// What it did to the subscription.
    package var consequence: String {
        switch effect {
        case .ended:
            score.map { "ended the subscription with a score of \(BouncePolicy.text($0))" } ?? "ended the subscription"
        case .held: isOfProviderEvent ? "held: many of \(provider ?? "its provider")'s at once" : "held by a guard"
        case .pending: "judged when the mailing is through"
        case .forgiven: "taken back\(forgivenBy.map { " by \($0)" } ?? "")"
        case .none: score.map { "score \(BouncePolicy.text($0))" } ?? "counts for nothing"
        }
    }
}
