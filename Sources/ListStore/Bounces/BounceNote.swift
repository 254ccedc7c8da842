package import Bounces

/// A bounce as it is to be logged.
package struct BounceNote: Sendable {
    /// Nil where none is known.
    package var mailing: Int64?
    /// Nil where none is known.
    package var list: Int64?
    package var subscriber: Int64
    /// The address that was written to, as the report or the envelope has it.
    package var recipient: String
    package var code: Int?
    package var status: String?
    package var text: String?
    package var verdict: FailureVerdict
    package var source: BounceRecord.Source
    package var attribution: BounceAttribution
    /// Whose words they are, of a report.
    package var server: String?
    /// Of the report's octets, so that it counts once; nil where there is none.
    package var digest: String?
    /// The probe that came back; nil where it is none that did.
    package var probe: Int64?

    package init(
        mailing: Int64?, list: Int64?, subscriber: Int64, recipient: String, code: Int? = nil, status: String? = nil,
        text: String? = nil, verdict: FailureVerdict, source: BounceRecord.Source = .report,
        attribution: BounceAttribution, server: String? = nil, digest: String? = nil,
        probe: Int64? = nil
    ) {
        self.mailing = mailing
        self.list = list
        self.subscriber = subscriber
        self.recipient = recipient
        self.code = code
        self.status = status
        self.text = text
        self.verdict = verdict
        self.source = source
        self.attribution = attribution
        self.server = server
        self.digest = digest
        self.probe = probe
    }
}

/// By what a bounce's subscriber was found, and how sure that is.
package struct BounceAttribution: Hashable, Sendable {
    /// As it is kept: in a word.
    package let word: String
    /// 0 to 100; ``BounceWeight`` says what it has to be.
    package let confidence: Int

    package init(_ word: String, confidence: Int) {
        self.word = word
        self.confidence = min(max(confidence, 0), 100)
    }

    /// The server's answer when the copy was offered.
    package static let reply = BounceAttribution("reply", confidence: 100)
    /// The token of a reverse-path that was theirs alone.
    package static let verp = BounceAttribution("verp", confidence: 100)
}
