import FanmailBasics
import FanmailDelivery
import ListStore
import SMTPClient
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// What is told a person who asks what is known of them.
struct PersonDisclosureTests {
    private let folder: StoreFolder
    private let old: Mailbox
    private let new: Mailbox

    init() throws {
        folder = try StoreFolder()
        old = try Mailbox(parsing: "ada@a.example")
        new = try Mailbox(parsing: "ada@b.example")
        try folder.subscribe(old.address, "ken@a.example")
    }

    @Test("What concerns somebody who moved is told for every address that they had, whichever is asked for")
    func moved() throws {
        _ = try folder.store.move(old, to: new, by: "grace")
        for (asked, other) in [(old, new), (new, old)] {
            let known = try PersonDisclosure(of: asked, in: folder.store)
            #expect(known.person.address == asked.address && known.others.map(\.address) == [other.address])
            #expect(Set(known.subscriptions.map(\.address)) == [old.address, new.address])
            #expect(known.history.count >= 3 && known.history.map(\.at) == known.history.map(\.at).sorted())
            #expect(known.history.contains { $0.by == "grace" } && known.mail == nil)
        }
    }

    @Test("An entry that suppresses two of their addresses is told once; one that has expired not at all")
    func suppressed() throws {
        _ = try folder.store.move(old, to: Mailbox(parsing: "lovelace@a.example"), by: nil)
        try folder.store.suppress([
            SuppressionRecord(form: SuppressedForm(parsing: "@a.example"), reason: "asked", source: nil),
            SuppressionRecord(
                form: SuppressedForm(parsing: old.address), reason: "over", source: nil,
                expiresAt: .init(milliseconds: 1)),
        ])
        let known = try PersonDisclosure(of: old, in: folder.store)
        #expect(known.suppressions.map(\.reason) == ["asked"])
    }

    @Test("With their mail: each copy with its outcome, and nobody else's")
    func mail() async throws {
        let transport = RecordingTransport()
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"), retry: .none)
        settings.transport = transport
        let office = PostOffice(store: folder.store, settings: settings)
        let message = Array("From: ada@lists.example\r\nTo: announce@lists.example\r\n\r\nHello\r\n".utf8)
        let report = try await office.send(office.prepare(message, named: "hello.eml")).report()
        _ = try folder.store.move(old, to: new, by: nil)
        let mail = try #require(try PersonDisclosure(of: new, in: folder.store, withMail: true).mail)
        #expect(mail.mailings.map(\.mailing) == [report.mailing])
        #expect(mail.mailings.first?.outcome.address == old.address)
        #expect(mail.mailings.first?.outcome.outcome == .accepted)
        #expect(mail.bounces.isEmpty && mail.confirmationRequests.isEmpty && mail.notices.isEmpty)
    }

    @Test("Of an address that nobody has nothing is told, but whether it is suppressed")
    func nobody() throws {
        let stranger = try Mailbox(parsing: "zoe@a.example")
        let failure = #expect(throws: FanmailFailure.self) { try PersonDisclosure(of: stranger, in: folder.store) }
        #expect(failure?.kind == .noInput && failure?.message == "zoe@a.example is not known here")
        try folder.store.suppress([
            SuppressionRecord(form: SuppressedForm(parsing: stranger.address), reason: "asked\u{1B}", source: nil)
        ])
        let other = #expect(throws: FanmailFailure.self) { try PersonDisclosure(of: stranger, in: folder.store) }
        #expect(other?.message.hasPrefix("zoe@a.example is not known here; it is suppressed: asked") == true)
        #expect(other?.message.contains("\u{1B}") == false)
    }
}
