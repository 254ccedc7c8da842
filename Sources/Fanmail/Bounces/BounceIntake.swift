import Bounces
package import ListStore

/// Takes the reports that come back, and logs the bounces of whom they mean: told by a signed token where there is one,
/// else by what the report says, which ends nothing by itself.
package struct BounceIntake: Sendable {
    /// What a message was, and what was done.
    package enum Outcome: IncomingOutcome {
        /// Copies failed, or somebody complains of them: what was done about each of whom it names.
        case report([ReportFinding])
        /// It is about nobody here, or no failure.
        case ignored(InboxReason)
        /// Somebody is to look at it.
        case notUnderstood(InboxReason)
        /// It lies in a Maildir or a folder, and cannot be read.
        case unreadable(String)

        package var isUnderstood: Bool {
            switch self {
            case .report, .ignored: true
            case .notUnderstood, .unreadable: false
            }
        }
    }

    /// So many octets of a report are looked at: what comes back whole stands behind what is said of it.
    package static let limit = 16 << 20
    /// So many messages are taken before they are told of.
    private static let batch = 64

    private let store: Store
    private let judge: FailureJudge

    /// - Parameter store: whose judge, as it is now, judges all that is taken.
    package init(store: Store) {
        self.store = store
        judge = store.judge()
    }

    /// Judges anew what no rule knew, where somebody taught rules: those that were mended by hand decide what came
    /// before, too.
    package func judgeUndecided() throws {
        guard judge.rules.count > FailureJudge.standard.rules.count else { return }
        _ = try store.judgeUndecided(by: judge)
    }

    /// Takes one message. It blocks, as the database does.
    ///
    /// - Parameter recipients: those of its envelope, where they are known; else its header tells.
    /// - Throws: where the database fails.
    package func take(_ message: [UInt8], recipients: [String] = []) throws -> Outcome {
        try takeOne(message, recipients)
    }

    /// Takes all that came in, and tells of each.
    ///
    /// - Throws: ``IncomingMail/Failure``, and where the database fails.
    package func take(
        _ mail: IncomingMail, recipients: [String] = [], telling: (_ name: String, _ outcome: Outcome) throws -> Void
    ) async throws -> IncomingMail.Counts {
        try await mail.forEachBatch(
            of: Self.batch, take: { messages in try messages.map { try takeOne($0, recipients) } }, telling: telling)
    }

    private func takeOne(_ message: [UInt8], _ recipients: [String]) throws -> Outcome {
        guard let incoming = IncomingReport(message, recipients: recipients) else { return .notUnderstood(.noMessage) }
        guard !incoming.evidence.recipients.isEmpty else { return incoming.withoutFindings }
        let attribution = try store.attribute(incoming.evidence)
        guard !attribution.found.isEmpty else {
            // Whoever forged a token has nothing to say; a report about nobody may be about mail of somebody else's.
            if incoming.isComplaint { return .ignored(.report(.complaint)) }
            return attribution.refusedToken.map { .ignored(.token($0)) } ?? .notUnderstood(.nobody)
        }
        return .report(
            try store.log(attribution, isComplaint: incoming.isComplaint, digest: incoming.digest, judge: judge))
    }
}
