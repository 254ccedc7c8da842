package import ListStore
import MailingLists
import SubscriberFiles

/// Brings a file of subscribers into a list: all of it is visible at once, or nothing of it. Nobody who is suppressed
/// comes in, and nobody who left comes back unasked. Of whom the file says that they left, it is written down.
///
/// It blocks its thread for as long as the file is read and written, and while another import is under way: a task calls it
/// by `Store.apart(_:)`.
package struct SubscriberFileImport: Sendable {
    package enum Mode: Sendable, Equatable {
        /// Adds who is missing from the list, and who was taken out by files alone; others who had left only as said.
        case adding(bringsBack: Returning = .nobody)
        /// Also ends who is missing from the file, but no larger share of the active subscriptions than this, 0 to 1.
        /// Needs every line of the file.
        case replacing(limit: Double)
    }

    /// Who of those that had left comes back, for whom whoever imports them answers.
    package enum Returning: Sendable, Equatable {
        case nobody
        case whoeverLeft
        /// Also those whose address was refused for good.
        case whoeverLeftOrBounced
    }

    /// What an import did, or would do.
    package struct Report: Sendable {
        package let list: String
        package let counts: SubscriberImport.Counts
        /// Lines that could not be used.
        package let rejected: Int
        /// By which it can be taken back; nil when nothing changed.
        package let batch: Int64?
        package let isDryRun: Bool
        /// Whether who left, as the file says, was taken down.
        package let recordsLeft: Bool
        /// Domains of those who were added that look like a slip of the pen; not looked for in large batches.
        package let typos: [Typo]
    }

    package struct Typo: Sendable, Equatable {
        package let domain: String
        package let meant: String
        package let subscribers: Int
    }

    /// Larger batches are not looked through for slips of the pen.
    private static let typoLimit = 200_000

    package var file: SubscriberFile
    package var mode = Mode.adding()
    /// Who left, as the file says, is known to have left, and what they have here ends; else they are left out alone.
    package var recordsLeft = true
    /// Refuses the whole file when a line of it cannot be used.
    package var needsEveryLine = false
    /// Only counts what would happen.
    package var isDryRun = false
    /// Whose doing it is, for the history of consent.
    package var by: String?
    /// A file to be written with the lines that cannot be used.
    package var rejects: String?

    package init(_ file: SubscriberFile) { self.file = file }

    /// Reads the file to its end.
    ///
    /// - Parameter report: called on this thread, with whatever comes up.
    /// - Throws: ``ImportRefusal``; `LeavingLimit` where too many would leave; `InputFailure` of a file that cannot be
    ///   read; ``FanmailFailure`` where the rejected lines cannot be written; `StoreFailure`. Nothing was changed then.
    package func run(
        into list: String, of store: Store, report: @escaping (ImportEvent) -> Void = { _ in }
    ) throws -> Report {
        let list = try store.list(named: list)
        try list.expectLive()
        var options = ImportOptions()
        options.isDryRun = isDryRun
        options.by = by
        options.recordsLeft = recordsLeft
        options.change = PersonChange(ofEverybody: file.knowledge.defaults)
        switch mode {
        case .adding(let bringsBack):
            options.resubscribes = bringsBack != .nobody
            options.resubscribesBounced = bringsBack == .whoeverLeftOrBounced
        case .replacing(let limit):
            options.endsOthers = true
            options.endLimit = limit
        }
        var rejected = 0
        let result = try store.importSubscribers(
            into: list, source: file.name, options: options, waits: { report(.waits) }
        ) { batch in
            rejected = try SubscriberFileReading(file: file, rejects: rejects, report: report).read(into: batch)
            if rejected > 0, needsEveryLine || options.endsOthers {
                throw ImportRefusal.unusable(lines: rejected)
            }
        }
        return Report(
            list: list.name, counts: result.counts, rejected: rejected, batch: result.batch, isDryRun: isDryRun,
            recordsLeft: recordsLeft,
            typos: try result.batch.map { try typos(in: $0, store) } ?? [])
    }

    private func typos(in batch: Int64, _ store: Store) throws -> [Typo] {
        guard case .adding = mode else { return [] }
        return try store.domains(of: batch, below: Self.typoLimit).compactMap { domain, count in
            DomainTypo.suggestion(for: domain).map { Typo(domain: domain, meant: $0, subscribers: count) }
        }
    }
}

extension PersonChange {
    /// What is said of everybody whom a file names; nil for nothing.
    fileprivate init?(ofEverybody defaults: RowDefaults) {
        guard defaults.language != nil || !defaults.tags.isEmpty || !defaults.attributes.isEmpty else { return nil }
        self.init()
        languageIfNone = defaults.language
        addedTags = defaults.tags
        set = defaults.attributes.map { (name: $0.key, value: $0.value) }
    }
}
