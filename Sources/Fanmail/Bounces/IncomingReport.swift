import Bounces
import FanmailMIME
import ListStore
import MailingLists

/// A message that came back, read: whom it may be about, or what else it is.
struct IncomingReport {
    private let incoming: IncomingMessage
    private let reading: BounceReading
    /// Whom it may be about; it names nobody where no copy failed, and nobody complains.
    let evidence: ReportEvidence
    /// So that it counts once.
    let digest: String
    private let isTakenBack: Bool
    /// Somebody calls a mailing spam.
    var isComplaint: Bool { reading.nature == .complaint }

    /// - Parameter recipients: those of its envelope, where they are known.
    /// - Returns: nil when it has no header.
    init?(_ message: [UInt8], recipients: [String]) {
        guard let incoming = IncomingMessage(message) else { return nil }
        self.incoming = incoming
        reading = BounceReading(reading: message)
        isTakenBack = reading.nature == .other && Self.isTakenBack(message)
        evidence = Self.evidence(message, incoming, reading, recipients: recipients)
        digest = evidence.recipients.isEmpty ? "" : Self.digest(of: message, incoming)
    }

    /// What it is when it names nobody.
    var withoutFindings: BounceIntake.Outcome {
        if isTakenBack { return .ignored(.report(.complaint)) }
        switch reading.nature {
        case .delivery:
            // One that names nobody may tell of a failure: somebody is to look at it.
            guard let action = reading.recipients.first?.action else { return .notUnderstood(.nobody) }
            return .ignored(.otherAction(action))
        case .complaint, .disposition, .challenge: return .ignored(.report(reading.nature))
        case .autoReply, .other: break
        }
        // The answer of somebody who is away, above all.
        if case .machine(let mark) = incoming.origin { return .ignored(.machine(mark)) }
        if reading.nature == .autoReply { return .ignored(.report(.autoReply)) }
        let texts = incoming.destinations([], "Delivered-To", "X-Original-To", "Envelope-To", "To")
        let hasToken = texts.contains { !TokenAddress.bounceTokens(in: $0).isEmpty }
        return hasToken ? .notUnderstood(.noReport) : .ignored(.noReversePath)
    }

    /// Whom it may be about; without recipients where nothing failed.
    private static func evidence(
        _ message: [UInt8], _ incoming: IncomingMessage, _ reading: BounceReading, recipients: [String]
    ) -> ReportEvidence {
        var evidence = ReportEvidence()
        switch reading.nature {
        case .delivery: evidence.recipients = reading.recipients.filter { $0.action == .failed }
        case .complaint: evidence.recipients = reading.recipients
        case .disposition, .autoReply, .challenge, .other: return evidence
        }
        let texts = incoming.destinations(recipients, "Delivered-To", "X-Original-To", "Envelope-To", "To")
        evidence.reversePathTokens = Array(
            texts.flatMap { TokenAddress.bounceTokens(in: $0) }.prefix(ReportEvidence.mostTokens))
        evidence.envelopeID = reading.envelopeID
        if let returned = reading.returned {
            let texts = [returned.reversePath].compactMap(\.self) + returned.unsubscribe
            evidence.returnedTokens = Array(
                texts.flatMap { TokenAddress.candidates(in: $0) }.prefix(ReportEvidence.mostTokens))
            evidence.messageID = returned.messageID
            evidence.feedbackID = returned.feedbackID
        }
        let hasToken =
            !evidence.reversePathTokens.isEmpty || evidence.envelopeID != nil || !evidence.returnedTokens.isEmpty
        if reading.recipients.isEmpty, hasToken {
            // It names nobody; the token may.
            evidence.recipients = [
                ReportedRecipient(address: nil, source: .guess, action: .failed, remark: FailureRemark(text: ""))
            ]
        }
        return evidence
    }

    /// Who says that a message is no spam has no complaint (RFC 5965, 7.3), nor has a server of which a check failed
    /// (RFC 6591).
    private static func isTakenBack(_ message: [UInt8]) -> Bool {
        String(decoding: message.prefix(64 << 10), as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
            let line = line.lowercased()
            return line.hasPrefix("feedback-type:")
                && ["not-spam", "auth-failure", "dmarc"].contains { line.contains($0) }
        }
    }

    /// Of what a report says, so that it counts once.
    private static func digest(of message: [UInt8], _ incoming: IncomingMessage) -> String {
        let header = incoming.header
        let fields = ["Message-ID", "Date", "From", "Subject"].flatMap { header.all($0).map(\.value) }
        return ReportDigest.text(fields: fields, body: message[header.bodyStart...])
    }
}
