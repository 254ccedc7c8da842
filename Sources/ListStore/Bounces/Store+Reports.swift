package import Bounces
package import FanmailBasics
import MailingLists
import SMTPCore

/// What became of one of those whom a report names.
package enum ReportFinding: Sendable {
    case logged(BounceRecord)
    /// It was known already, of the subscriber with this address.
    case known(String)
    /// Nobody here is meant by it, as far as can be told: the address that it names, where it names one.
    case nobody(String?)
}

extension Store {
    /// Logs what a report says of our subscribers, and does what their lists' policies say.
    ///
    /// - Parameters:
    ///   - isComplaint: it tells of readers who call a mailing spam, and of no failure.
    ///   - digest: ``ReportDigest``, so that it counts once.
    ///   - judge: with the rules that count.
    /// - Returns: what became of each whom it names.
    package func log(
        _ attribution: ReportAttribution, isComplaint: Bool, digest: String, judge: FailureJudge = .standard,
        now: Timestamp = .now
    ) throws(StoreFailure) -> [ReportFinding] {
        var findings: [ReportFinding] = []
        for (person, recipient) in attribution.found {
            let note = BounceNote(person, recipient, isComplaint: isComplaint, digest: digest, judge: judge)
            let record = isComplaint ? try complain(note, now: now) : try log(note, now: now)
            findings.append(record.map { .logged($0) } ?? .known(person.address))
        }
        return findings + attribution.strangers.map { .nobody($0.address) }
    }
}

extension BounceNote {
    /// Octets of a server's words that are kept.
    private static let longestText = 500

    /// What a report says of a subscriber.
    init(
        _ person: FoundSubscriber, _ recipient: ReportedRecipient, isComplaint: Bool, digest: String,
        judge: FailureJudge
    ) {
        var remark = recipient.remark
        remark.domain = remark.domain ?? FailureRemark.domain(of: person.address)
        let verdict =
            isComplaint
            ? FailureVerdict(failureClass: .complaint, isHard: false, status: nil, rule: "complaint")
            : judge.verdict(remark)
        let text = String(decoding: remark.text.utf8.prefix(Self.longestText), as: UTF8.self)
        self.init(
            mailing: person.mailing, list: person.list, subscriber: person.subscriber, recipient: person.address,
            code: remark.code.map(Int.init), status: (remark.status ?? verdict.status)?.description,
            text: text.isEmpty ? nil : text, verdict: verdict, attribution: person.attribution, server: remark.server,
            digest: digest, probe: person.probe)
    }
}
