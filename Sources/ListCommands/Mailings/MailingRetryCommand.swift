import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore
import SMTPCore

struct MailingRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Offers a mailing once more to whom one outcome has: refused, unknown or deferred.",
        discussion: """
            Example: fanmail mailing retry 3 --outcome refused
            refused: their refusals are forgotten, but for those whose subscription ended; unknown: at the risk of second \
            copies; deferred: now instead of when it is due. It goes on with the mailing, too. A process that sends it \
            finishes its open transactions and hands it over.
            """)

    @Argument(help: "Its id; last is the latest.") var id: RecordID
    @Option(help: "refused, unknown or deferred.") var outcome: String
    @OptionGroup var options: DeliveryOptions
    @Flag(help: "Exit status 67 when somebody was refused.") var strict = false

    private static let outcomes: [Outcome] = [.refused, .unknown, .deferred]
    private static let patience = Duration.seconds(30)

    func run() async throws {
        guard let wanted = Outcome(rawValue: outcome), Self.outcomes.contains(wanted) else {
            throw FanmailFailure(.usage, "--outcome \(outcome.escapedForTerminal): use refused, unknown or deferred")
        }
        let store = try options.global.store()
        let mailing = try store.mailing(id)
        let lists = try mailing.lists.map { try store.list(named: $0) }
        let office = try options.office(for: lists, store, fallback: mailing.relay)
        guard mailing.state != .cancelled else {
            throw FanmailFailure(.unusableInput, "mailing \(mailing.id) was cancelled: nobody gets more of it")
        }
        guard mailing.totals.count(wanted) > 0 else {
            throw FanmailFailure(
                .noInput,
                "nobody of mailing \(mailing.id) is \(wanted.rawValue); see `fanmail mailing show \(mailing.id)`")
        }
        try takeFrom(mailing, store)
        let handle = try await office.resume(
            mailing.id, resendUnknown: wanted == .unknown, retryRefused: wanted == .refused)
        try await RunReporting.follow(
            handle, json: options.global.json, strict: strict, post: try NoticePost(options, store))
    }

    /// Has whoever sends it leave it to this process.
    private func takeFrom(_ mailing: MailingRecord, _ store: Store) throws {
        guard mailing.isOwned else { return }
        do {
            try store.pause(mailing.id)
        } catch {
            // It has ended at this moment, or was asked before.
            guard error.kind == .conflict else { throw error }
        }
        guard store.awaitPause(of: mailing.id, for: Self.patience) else {
            throw FanmailFailure(
                .tryLater,
                "mailing \(mailing.id): the process that sends it is still finishing its open transactions; try again")
        }
    }
}

extension MailingTotals {
    fileprivate func count(_ outcome: Outcome) -> Int {
        switch outcome {
        case .accepted: accepted
        case .refused: refused
        case .deferred: deferred
        case .unknown: unknown
        case .skipped: skipped
        }
    }
}
