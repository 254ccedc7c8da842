import FanmailBasics
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// Files of subscribers brought into lists, by whoever calls.
struct SubscriberFileImportTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    /// An import with the events that it told, in order.
    private func run(
        _ text: String, _ change: (inout SubscriberFileImport) -> Void = { _ in }
    ) throws -> (report: SubscriberFileImport.Report, events: [ImportEvent]) {
        try run(Array(text.utf8), change)
    }

    private func run(
        _ octets: [UInt8], _ change: (inout SubscriberFileImport) -> Void = { _ in }
    ) throws -> (report: SubscriberFileImport.Report, events: [ImportEvent]) {
        var work = SubscriberFileImport(SubscriberFile(path: try folder.write(octets, to: "people")))
        change(&work)
        var events: [ImportEvent] = []
        let report = try work.run(into: "announce", of: folder.store) { events.append($0) }
        return (report, events)
    }

    @Test("Who can be read comes in; what cannot be is told by its line, and which column is what before any of them")
    func rows() throws {
        let (report, events) = try run("Mail,Name,City\nada@a.example,Ada,London\nnobody,,\nken@a.example,Ken,\n")
        #expect(report.list == "announce" && report.counts.added == 2 && report.rejected == 1 && !report.isDryRun)
        #expect(try folder.counts == [.active: 2])
        guard case .columns(let columns) = try #require(events.first) else {
            Issue.record("\(events)")
            return
        }
        #expect(columns.headings == ["Mail", "Name", "City"] && columns.mapping == ColumnMapping(address: 0, name: 1))
        #expect(columns.extra.attributes.map(\.name) == ["city"])
        guard case .rejected(line: 3, let reason) = events[1] else {
            Issue.record("\(events)")
            return
        }
        #expect(reason.hasPrefix("nobody: "))
        #expect(events.count == 3 && events.last == .wasRead)
    }

    @Test("What is said of everybody reaches who was known, and is on the list; a dry run tells, and changes nothing")
    func everybody() throws {
        let ada = try Mailbox(parsing: "ada@a.example")
        _ = try run("email,language,tags,city\nada@a.example,fr,old,Paris\nken@a.example,,,\nbob@a.example,,,\n")
        _ = try folder.store.unsubscribe(
            Mailbox(parsing: "bob@a.example"), list: folder.list, source: "test", how: nil, by: nil)
        let again =
            "email,city\nada@a.example,Rome\nken@a.example,\nbob@a.example,\neve@a.example,Oslo\nada@a.example,\n"
        func mark(_ work: inout SubscriberFileImport) {
            work.file.knowledge.defaults.language = "de"
            work.file.knowledge.defaults.tags = ["new"]
            work.file.knowledge.defaults.attributes = ["from": .text("fair")]
        }
        let dry = try run(again) {
            mark(&$0)
            $0.isDryRun = true
        }.report
        #expect(dry.counts.changed == 2 && dry.counts.added == 1 && dry.counts.leftEarlier == 1)
        #expect(try folder.store.person(ada)?.tags == ["old"])
        let report = try run(again, mark).report
        #expect(report.counts.changed == 2 && report.counts.unchangeable == 0 && report.counts.added == 1)
        func person(_ name: String) throws -> PersonRecord {
            try #require(try folder.store.person(Mailbox(parsing: "\(name)@a.example")))
        }
        let known = try person("ada")
        #expect(known.tags == ["new", "old"] && known.language == "fr")
        #expect(known.attributes == ["city": .text("Paris"), "from": .text("fair")])
        for name in ["ken", "eve"] {
            #expect(try person(name).tags == ["new"] && person(name).language == "de", "\(name)")
            #expect(try person(name).attributes["from"] == .text("fair"), "\(name)")
        }
        // Who left is no part of it.
        #expect(try person("bob").tags.isEmpty && person("bob").language == nil)
        // A second time there is nothing to change, and no batch.
        let second = try run(again, mark).report
        #expect(second.counts.changed == 0 && second.batch == nil)
    }

    @Test(
        "What cannot be used is kept as it stands where it is an object, and in one where it is not",
        arguments: [
            (#"{"email":"x"}"#, #"{"email":"x","reject_reason":"why"}"#), ("{ }", #"{ "reject_reason":"why"}"#),
            (#"{"a":"}",\n "b":[1]} "#, #"{"a":"}",  "b":[1],"reject_reason":"why"}"#),
            (#""ada@a.example""#, #"{"record":"\"ada@a.example\"","reject_reason":"why"}"#),
            (#""a}b""#, #"{"record":"\"a}b\"","reject_reason":"why"}"#),
            ("42", #"{"record":"42","reject_reason":"why"}"#),
            ("[1,{}]", #"{"record":"[1,{}]","reject_reason":"why"}"#),
            (#"{"email":"#, #"{"record":"{\"email\":","reject_reason":"why"}"#),
            ("", #"{"record":"","reject_reason":"why"}"#),
        ])
    func rejects(record: String, line: String) {
        #expect(RejectFile.line(record.replacing("\\n", with: "\n"), reason: "why") == line)
    }

    @Test("It is one batch, with whose doing it was, and can be taken back")
    func batch() throws {
        let batch = try #require(try run("ada@a.example\n") { $0.by = "grace" }.report.batch)
        let record = try folder.store.batch(batch)
        #expect(record.by == "grace" && record.kind == .import && record.source == folder.path("people"))
        _ = try folder.store.undo(batch, by: nil)
        #expect(try folder.counts == [:])
        // What changes nothing is none.
        try folder.subscribe("ken@a.example")
        #expect(try run("ken@a.example\n").report.batch == nil)
    }

    @Test("What a file does not tell is said: columns, what stands between them, and what is left out")
    func told() throws {
        let text = "Kontakt|Stadt|Notiz\nada@a.example|London|x\n"
        _ = try run(text) {
            $0.file.knowledge.options = ["Kontakt": .address, "Stadt": .attribute("town")]
            $0.file.knowledge.ignored = ["Notiz"]
            $0.file.delimiter = UInt8(ascii: "|")
        }
        let person = try #require(try folder.store.person(Mailbox(parsing: "ada@a.example")))
        #expect(person.attributes == ["town": .text("London")])
    }

    @Test("What is not UTF-8 is read as Latin-1, which is told; where the encoding is said there is nothing to tell")
    func encodings() throws {
        let text = Array("email,name\nzoe@a.example,Zo".utf8) + [0xEB, 0x0A]
        let guessed = try run(text)
        #expect(guessed.events.contains(.guessed(.windows1252)) && guessed.report.counts.added == 1)
        let said = try run(text) { $0.file.encoding = .latin1 }
        #expect(!said.events.contains(.guessed(.windows1252)) && said.report.counts.alreadySubscribed == 1)
    }

    @Test("JSON is read too, and a note tells what of a row is not kept")
    func json() throws {
        let (report, events) = try run(#"[{"email":"ada@a.example","name":"Ada"},{"email":"x"}]"#)
        #expect(report.counts.added == 1 && report.rejected == 1)
        #expect(events.last == .wasRead && !events.contains { if case .columns = $0 { true } else { false } })
        let long = String(repeating: "n", count: 2000)
        let notes = try run("email,name\nken@a.example,\(long)\n").events
        let isTold = notes.contains { event in
            switch event {
            case .noted(line: 2, _), .rejected(line: 2, _): true
            default: false
            }
        }
        #expect(isTold, "\(notes)")
    }

    @Test("Of a long file it is told how far it is, in rows and in octets")
    func progress() throws {
        let text = (0..<2100).map { "user\($0)@a.example\n" }.joined()
        let events = try run(text).events
        let steps = events.compactMap { event -> (Int, Int)? in
            guard case .progress(let rows, let octets, let size) = event, size == text.utf8.count else { return nil }
            return (rows, octets)
        }
        #expect(steps.map(\.0) == [1024, 2048] && steps.allSatisfy { (1...text.utf8.count).contains($0.1) })
    }

    @Test("A dry run counts, and changes nothing")
    func dryRun() throws {
        let report = try run("ada@a.example\nken@a.example\n") { $0.isDryRun = true }.report
        #expect(report.counts.added == 2 && report.batch == nil && report.isDryRun)
        #expect(try folder.counts == [:])
    }

    @Test("Domains that look like a slip of the pen are told with what was meant; a sync has other worries")
    func typos() throws {
        let text = "ada@gmial.com\nken@gmial.com\nzoe@a.example\n"
        let expected = [SubscriberFileImport.Typo(domain: "gmial.com", meant: "gmail.com", subscribers: 2)]
        #expect(try run(text).report.typos == expected)
        #expect(try run(text + "bob@gmial.com\n") { $0.mode = .replacing(limit: 0) }.report.typos == [])
    }

    @Test("Who left stays away, unless they are to be brought back")
    func resubscribing() throws {
        try folder.subscribe("ada@a.example")
        try folder.unsubscribe("ada@a.example")
        #expect(try run("ada@a.example\n").report.counts.leftEarlier == 1)
        #expect(try folder.counts == [.unsubscribed: 1])
        let report = try run("ada@a.example\n") { $0.mode = .adding(bringsBack: .whoeverLeft) }.report
        #expect(report.counts.resubscribed == 1)
        #expect(try folder.counts[.active] == 1)
    }

    @Test("A line that cannot be used costs the whole file where every line is needed, as a sync does")
    func everyLine() throws {
        try folder.subscribe("zoe@a.example")
        for mode in [SubscriberFileImport.Mode.adding(), .replacing(limit: 1)] {
            #expect(throws: ImportRefusal.unusable(lines: 1)) {
                try run("ada@a.example\nnobody\n") {
                    $0.mode = mode
                    $0.needsEveryLine = true
                }
            }
        }
        #expect(throws: ImportRefusal.unusable(lines: 1)) {
            try run("ada@a.example\nnobody\n") { $0.mode = .replacing(limit: 1) }
        }
        #expect(try folder.counts == [.active: 1])
    }

    @Test("A sync ends who is missing, but no larger share than it may")
    func syncs() throws {
        try folder.subscribe("a@a.example", "b@a.example", "c@a.example", "d@a.example")
        let limit = try #require(throws: LeavingLimit.self) {
            try run("a@a.example\n") { $0.mode = .replacing(limit: 0.5) }
        }
        #expect(limit.leaving == 3 && limit.active == 4 && limit.percent == 75 && limit.list == "announce")
        #expect(try folder.counts == [.active: 4])
        let report = try run("a@a.example\nnew@a.example\n") { $0.mode = .replacing(limit: 0.75) }.report
        #expect(report.counts.ended == 3 && report.counts.added == 1)
        #expect(try folder.counts == [.active: 2, .unsubscribed: 3])
        #expect(try folder.store.batch(#require(report.batch)).kind == .sync)
    }

    @Test("Rejected lines are written with their reasons, and mended are read again")
    func rejects() throws {
        let path = folder.path("rejects.csv")
        _ = try run("Mail,Name\nada@a.example,Ada\nken at a,\"Ken, K\"\n") { $0.rejects = path }
        let written = try folder.text("rejects.csv")
        #expect(written.hasPrefix("Mail,Name,reject_reason\r\nken at a,\"Ken, K\",ken at a: "), "\(written)")
        let again = folder.path("again.csv")
        let mended = written + "zoe@a.example,Zoe,\r\n"
        #expect(try run(mended) { $0.rejects = again }.report.counts.added == 1)
        #expect(try folder.text("again.csv") == written)
        _ = try run("{\"email\":\"x\"}\n{\"email\":\"mei@a.example\"}\n{\"email\":") { $0.rejects = path }
        let lines = try folder.text("rejects.csv").split(separator: "\n")
        #expect(lines.first?.hasPrefix("{\"email\":\"x\",\"reject_reason\":\"") == true, "\(lines)")
        #expect(lines.last?.hasPrefix("{\"record\":\"{\\\"email\\\":\"") == true, "\(lines)")
    }

    @Test("The file that is read is not overwritten, under whatever name, nor is a database")
    func overwriting() throws {
        let before = "ada@a.example\nnobody\n"
        #expect(throws: ImportRefusal.overwritesSource) {
            try run(before) { $0.rejects = folder.path("./people") }
        }
        #expect(try folder.text("people") == before)
        let failure = #expect(throws: FanmailFailure.self) {
            try run(before) { $0.rejects = folder.path("fanmail.db") }
        }
        #expect(failure?.kind == .disk)
        #expect(try folder.counts == [:])
    }

    @Test("A file or a list that is not there, or is deleted, is refused")
    func missing() throws {
        let work = SubscriberFileImport(SubscriberFile(path: folder.path("nothing.csv")))
        #expect(throws: InputFailure.self) { try work.run(into: "announce", of: folder.store) }
        let failure = #expect(throws: StoreFailure.self) { try work.run(into: "nobody", of: folder.store) }
        #expect(failure?.kind == .notFound)
        #expect(try folder.store.batches(limit: nil).isEmpty)
    }
}
