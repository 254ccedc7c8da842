package import Bounces
import SMTPCore

/// A message that came back, read and judged without any database: for explaining.
package struct ClassifiedMessage: Sendable {
    /// One whom it names.
    package struct Recipient: Sendable {
        package let reported: ReportedRecipient
        package let verdict: FailureVerdict
        /// How the judge came to it, a sentence a step.
        package let steps: [String]

        /// The status was not told: the words mean it.
        package var isStatusInferred: Bool {
            verdict.status != nil && verdict.status != reported.remark.status
        }

        /// The address failed, so that its subscriber is looked for.
        package var isFailed: Bool { reported.action == .failed && verdict.failureClass != .notABounce }
    }

    package let reading: BounceReading
    package let recipients: [Recipient]

    /// - Parameters:
    ///   - message: its octets, whatever they are.
    ///   - judge: with the rules that count.
    package init(_ message: [UInt8], judge: FailureJudge = .standard) {
        self.init(BounceReading(reading: message), judge: judge)
    }

    package init(_ reading: BounceReading, judge: FailureJudge = .standard) {
        self.reading = reading
        recipients = reading.recipients.map { reported in
            if reading.nature == .delivery { return Self.judged(reported, judge) }
            let verdict = FailureJudge.verdict(reported.remark, in: reading.nature)
            return Recipient(
                reported: reported, verdict: verdict, steps: ["what the message is decides: nothing failed"])
        }
    }

    private static func judged(_ reported: ReportedRecipient, _ judge: FailureJudge) -> Recipient {
        let (verdict, steps) = judge.explanation(reported.remark)
        return Recipient(reported: reported, verdict: verdict, steps: steps)
    }
}

/// One message of many that are explained; wherever it lies, it stays there.
package enum ClassifiedMail: IncomingOutcome {
    case read(ClassifiedMessage)
    case unreadable(String)

    package var isUnderstood: Bool { false }
}

extension ReportedRecipient.Source {
    /// How sure it is that this address is the one, 0 to 100. Whose subscription it is, and what the report may do to it,
    /// takes a token of ours besides.
    package var confidence: Int {
        switch self {
        case .field: 95
        case .header: 90
        case .form: 80
        case .returned: 50
        case .guess: 30
        }
    }
}
