import FanmailBasics
import Foundation
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// Twelve exports, in the forms in which real systems write them, of people who are made up: what is kept of them.
struct ExportsOfSystemsTests {
    struct Person: Sendable {
        let address: String
        let name: String?
        var tags: [String] = []
        /// Some of the attributes.
        var attributes: [String: Attribute] = [:]
        /// What is told of their consent, each as event, moment and source.
        var consent: [String] = []
    }

    struct Export: Sendable, CustomTestStringConvertible {
        let title: String
        /// What a person has to say; nil where the headings tell.
        var from: String?
        let text: String
        let people: [Person]
        var left = 0
        /// Which attributes there must not be.
        var without: [String] = []
        var testDescription: String { title }
    }

    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func run(
        _ export: Export, _ change: (inout SubscriberFileImport) -> Void = { _ in }
    ) throws -> (report: SubscriberFileImport.Report, events: [ImportEvent]) {
        var file = SubscriberFile(path: try folder.write(Array(export.text.utf8), to: "export"))
        file.knowledge.system = try export.from.map { try #require(ExportSystem.named($0)) }
        var work = SubscriberFileImport(file)
        change(&work)
        var events: [ImportEvent] = []
        let report = try work.run(into: "announce", of: folder.store) { events.append($0) }
        return (report, events)
    }

    @Test("Names, tags, attributes and consent of each are kept", arguments: exports)
    func kept(export: Export) throws {
        let (report, events) = try run(export)
        #expect(report.rejected == 0 && report.counts.leftElsewhere == export.left, "\(events)")
        #expect(events.contains(.recognised(system: export.title)) || export.from == nil, "\(events)")
        for expected in export.people {
            let mailbox = try Mailbox(parsing: expected.address)
            let person = try #require(try folder.store.person(mailbox), "\(expected.address) \(events)")
            #expect(person.name == expected.name && person.tags == expected.tags)
            for (name, value) in expected.attributes { #expect(person.attributes[name] == value, "\(name)") }
            for name in export.without { #expect(person.attributes[name] == nil, "\(name)") }
            let consent = try folder.store.consent(of: mailbox).map {
                "\($0.event.rawValue) \($0.at.rfc3339) \($0.source.replacing(folder.path("export"), with: "export"))"
            }
            if !expected.consent.isEmpty { #expect(consent == expected.consent) }
        }
        #expect(
            try folder.counts[.active] ?? 0 == export.people.count { !$0.consent.contains { $0.hasPrefix("left") } })
    }

    @Test("Whose export it is can be told by its headings, for all but those that have none of their own")
    func recognised() throws {
        for export in Self.exports where export.from == nil {
            let folder = try StoreFolder()
            let work = SubscriberFileImport(
                SubscriberFile(path: try folder.write(Array(export.text.utf8), to: "export")))
            var events: [ImportEvent] = []
            _ = try work.run(into: "announce", of: folder.store) { events.append($0) }
            #expect(events.contains(.recognised(system: export.title)), "\(export.title)")
        }
        #expect(Self.exports.count == 12)
        for system in ExportSystem.all { #expect(ExportSystem.named(system.name.uppercased()) == system) }
    }

    @Test("What is said of everybody: a language where the file has none, a tag more, an attribute in its place")
    func everybody() throws {
        let export = try #require(Self.exports.first { $0.title == "Brevo" })
        _ = try run(export) {
            $0.file.knowledge.defaults.language = "de"
            $0.file.knowledge.defaults.tags = ["b, c", "a"]
            $0.file.knowledge.defaults.attributes = ["sms": .text("none"), "zone": .integer(3)]
        }
        let person = try #require(try folder.store.person(Mailbox(parsing: "ada@a.example")))
        #expect(person.language == "de" && person.tags == ["a", "b, c"])
        #expect(person.attributes["sms"] == .text("none") && person.attributes["zone"] == .integer(3))
        #expect(person.attributes["first_name"] == .text("Ada"))
    }

    @Test("An LDIF record that is no person is left out, and one without an address is told")
    func directory() throws {
        let text = """
            version: 1

            dn: ou=people,dc=a,dc=example
            objectClass: organizationalUnit
            ou: people

            dn: cn=Nobody,ou=people,dc=a,dc=example
            objectClass: inetOrgPerson
            cn: Nobody

            dn: cn=Ken,ou=people,dc=a,dc=example
            changetype: delete

            dn: cn=Zoe,ou=people,dc=a,dc=example
            objectClass: person
            mail: zoe@a.example
            mail: zoe@b.example
            cn:: Wm/Dqw==
            description: goes on
             in the next line
            photo:< file:///zoe.jpg
            userPassword:: c2VjcmV0
            """
        let (report, events) = try run(Export(title: "", text: text, people: []))
        #expect(report.counts.added == 1 && report.rejected == 2, "\(events)")
        let person = try #require(try folder.store.person(Mailbox(parsing: "zoe@a.example")))
        #expect(person.name == "Zoë" && person.attributes["description"] == .text("goes onin the next line"))
        #expect(person.attributes["other_mail"] == .list([.text("zoe@b.example")]) && person.attributes.count == 2)
    }
}
