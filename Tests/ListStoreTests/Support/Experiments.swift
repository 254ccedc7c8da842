import Foundation

@testable import ListStore

extension Store {
    /// Begins an experiment of letters A, B, … and leaves its seed to chance unless it is named.
    func startExperiment(
        _ lists: [ListRecord], _ sizes: [ExperimentSplit.Size], seed: Int64 = .random(in: .min ... .max),
        limit: Int = 2,
        segment: SegmentRecord? = nil, again: Bool = false, prefix: String = UUID().uuidString
    ) throws -> (experiment: Experiment, journals: [SQLiteJournal]) {
        let letters = sizes.indices.map { place in
            let message = "\(prefix) \(Experiment.name(ofLetter: place))"
            return NewMailing(
                message: Array(message.utf8), messageID: "<\(message)@x.example>", digest: message,
                sourceDigest: message, subject: "Letter \(Experiment.name(ofLetter: place))",
                author: "owner@lists.example", relay: "relay.example", lists: lists.map(\.id), maxRecipients: limit,
                segment: segment)
        }
        let begun = try begin(
            letters, split: ExperimentSplit(sizes), seed: seed, again: again,
            routing: letters.map { _ in nil }, announce: letters.map { _ in { $0() } })
        let first = begun.letters[0].mailing
        guard let experiment = try experiment(of: first) else { throw CocoaError(.fileReadUnknown) }
        return (experiment, begun.letters.map(\.journal))
    }
}
