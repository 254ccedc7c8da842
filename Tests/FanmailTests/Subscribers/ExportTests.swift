import FanmailBasics
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// What is written of lists and of the suppression list, as texts.
struct ExportTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
        let ada = try Mailbox(parsing: "ada@a.example")
        _ = try folder.store.subscribe(ada, name: "=Ada, Countess", list: folder.list, source: "test")
        try folder.subscribe("gus@b.example")
        try folder.unsubscribe("gus@b.example")
    }

    private func export(_ change: (inout SubscriberExport) throws -> Void) throws -> String {
        var export = SubscriberExport(of: try folder.list, in: folder.store)
        try change(&export)
        var text: [UInt8] = []
        try export.run { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    private func suppressions(_ form: SubscriberExport.Form, hashed: Bool = false) throws -> String {
        var export = SuppressionExport(from: folder.store)
        export.form = form
        export.keepsHashes = hashed
        var text = ""
        try export.run { text += $0 }
        return text
    }

    @Test("Of a list: those of a state, under a heading, with what a spreadsheet would calculate defused on demand")
    func csv() throws {
        let active = try export { _ in }.split(separator: "\r\n")
        #expect(active.count == 2 && active[0].hasPrefix("email,name,language,tags,state,"))
        #expect(active[1].hasPrefix("ada@a.example,\"=Ada, Countess\",,,active,"))
        let defused = try export { $0.form = .csv(isDefused: true) }
        #expect(defused.contains("\"'=Ada, Countess\""))
        let all = try export { $0.state = nil }.split(separator: "\r\n")
        #expect(all.count == 3 && all[2].contains(",unsubscribed,"))
        let filtered = try export {
            $0.state = nil
            $0.filter = try Filter(parsing: "domain = \"b.example\"")
        }
        #expect(!filtered.contains("ada@") && filtered.contains("gus@b.example"))
    }

    @Test("An import into another database makes the same of it") func roundTrip() throws {
        let other = try StoreFolder()
        let path = try other.write(export { $0.form = .csv(isDefused: true) }, to: "people.csv")
        _ = try SubscriberFileImport(SubscriberFile(path: path)).run(into: "announce", of: other.store)
        let person = try #require(try other.store.person(Mailbox(parsing: "ada@a.example")))
        #expect(person.name == "=Ada, Countess")
    }

    @Test("As JSON: one array, or an object a line; an empty one is one too") func json() throws {
        let array = try JSONValue(parsing: export { $0.form = .json(perLine: false) })
        guard case .array(let rows) = array else {
            Issue.record("\(array)")
            return
        }
        #expect(rows.count == 1 && rows[0].text.hasPrefix("{\"email\":\"ada@a.example\""))
        #expect(try export { $0.form = .json(perLine: true) }.hasSuffix("}\n"))
        let empty = try export {
            $0.form = .json(perLine: false)
            $0.state = .bounced
        }
        #expect(empty == "[]\n")
    }

    @Test("Of the suppression list, with addresses or with their hashes") func suppressionList() throws {
        #expect(try suppressions(.csv(isDefused: false)) == "entry,reason,created,expires\r\n")
        #expect(try suppressions(.json(perLine: false)) == "[]\n")
        try folder.suppress("sue@a.example")
        #expect(try suppressions(.csv(isDefused: false)).contains("\r\nsue@a.example,test,"))
        let hashed = try suppressions(.json(perLine: true), hashed: true)
        #expect(hashed.hasPrefix("{\"entry\":\"sha256:") && !hashed.contains("sue@"))
    }
}
