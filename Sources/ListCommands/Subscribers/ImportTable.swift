import Fanmail
import ListStore

/// What an import did, as a short table: how many, and what became of them.
struct ImportTable {
    private var rows: [(count: Int, text: String)] = []
    private let batch: Int64?

    init(_ report: SubscriberFileImport.Report) {
        let counts = report.counts
        let isDryRun = report.isDryRun
        batch = report.batch
        rows = [(counts.added, isDryRun ? "would be added to \(report.list)" : "added to \(report.list)")]
        let others = [
            (counts.resubscribed, "of them had left and come back"),
            (counts.returned, "of them come back whom a sync or an undone batch had taken out"),
            (counts.ended, isDryRun ? "would leave it" : "left it"),
            (counts.alreadySubscribed, "were subscribed already"),
            (
                counts.changed,
                "of those who were known \(isDryRun ? "would be" : "are") changed: tags, attributes, language"
            ),
            (counts.unchangeable, "of those who were known have too many tags or attributes for more"),
            (counts.leftEarlier, "had left and stay away"),
            (counts.leftElsewhere, "left where the file comes from\(report.recordsLeft ? " and stay away" : "")"),
            (counts.suppressed, "are suppressed"),
            (report.rejected, report.rejected == 1 ? "line could not be used" : "lines could not be used"),
        ]
        rows += others.filter { $0.0 > 0 }
    }

    /// Numbers end in one column.
    var lines: [String] {
        let width = rows.map { String($0.count).count }.max() ?? 0
        var lines = rows.map { row in
            let count = String(row.count)
            return String(repeating: " ", count: width - count.count) + "\(count) \(row.text)"
        }
        if let batch { lines.append("batch \(batch), which `fanmail batch undo \(batch)` takes back") }
        return lines
    }
}
