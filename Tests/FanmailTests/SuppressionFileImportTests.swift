import Fanmail
import FanmailBasics
import ListStore
import SMTPCore
import SubscriberFiles
import Testing

/// Suppression lists read from files, by whoever calls.
struct SuppressionFileImportTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func run(
        _ text: String, _ change: (inout SuppressionFileImport) -> Void = { _ in }
    ) throws -> (report: SuppressionFileImport.Report, events: [ImportEvent]) {
        var work = SuppressionFileImport(path: try folder.write(text, to: "blocked.csv"))
        change(&work)
        var events: [ImportEvent] = []
        let report = try work.run(into: folder.store) { events.append($0) }
        return (report, events)
    }

    private var entries: [String] {
        get throws {
            var entries: [String] = []
            try folder.store.suppressions { entries.append("\($0.form.text) \($0.reason)") }
            return entries
        }
    }

    @Test("Entries come on the list with their reasons; what of a line cannot be read is told")
    func rows() throws {
        let text = "entry,reason,expires\nada@a.example,complaint,\n@b.example,,someday\nnobody,,\n"
        let (report, events) = try run(text) { $0.reason = "from the old system" }
        #expect(report.entries == 2 && report.added == 2 && report.changed == 0 && report.rejected == 1)
        #expect(try entries == ["ada@a.example complaint", "@b.example from the old system"])
        guard events.count == 2, case .noted(line: 3, _) = events[0], case .rejected(line: 4, _) = events[1] else {
            Issue.record("\(events)")
            return
        }
        let again = try run(text).report
        #expect(again.added == 0 && again.changed == 2)
    }

    @Test("The hash of an address is kept instead of it, where that is asked for; a domain has none")
    func hashes() throws {
        _ = try run("ada@a.example\n@b.example\n") { $0.keepsHashes = true }
        let forms = try entries
        #expect(forms.count == 2 && forms[0].hasPrefix("sha256:") && forms[1].hasPrefix("@b.example "))
        #expect(try folder.store.suppressions(of: Mailbox(parsing: "Ada@a.example")).count == 1)
    }

    @Test("Every address of a person who moved is meant")
    func moved() throws {
        try folder.subscribe("ada@a.example")
        _ = try folder.store.move(Mailbox(parsing: "ada@a.example"), to: Mailbox(parsing: "ada@b.example"), by: nil)
        _ = try run("ada@b.example\n")
        #expect(try folder.store.suppressions(of: Mailbox(parsing: "ada@a.example")).contains { $0.isInForce() })
    }

    @Test("More than is written at once")
    func many() throws {
        let report = try run((0..<5001).map { "user\($0)@a.example\n" }.joined()).report
        #expect(report.entries == 5001 && report.added == 5001)
    }

    @Test("JSON, and a file that is not there, are refused")
    func refusals() throws {
        let failure = #expect(throws: FanmailFailure.self) { try run("[{\"entry\":\"ada@a.example\"}]") }
        #expect(failure?.kind == .unusableInput && failure?.message.contains("this is JSON") == true)
        #expect(throws: InputFailure.self) {
            try SuppressionFileImport(path: folder.path("nothing")).run(into: folder.store)
        }
        #expect(try entries.isEmpty)
    }
}
