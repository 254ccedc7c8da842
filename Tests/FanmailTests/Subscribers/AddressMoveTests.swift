import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// Subscribers who get another address.
struct AddressMoveTests {
    private let folder: StoreFolder
    private let old: Mailbox
    private let new: Mailbox

    init() throws {
        folder = try StoreFolder()
        old = try Mailbox(parsing: "ada@a.example")
        new = try Mailbox(parsing: "ada@b.example")
        try folder.subscribe(old.address)
    }

    private func suppress(_ entry: String) throws {
        _ = try folder.store.suppress([
            SuppressionRecord(form: SuppressedForm(parsing: entry), reason: "asked", source: nil)
        ])
    }

    @Test("The new address is on the lists of the old one, which has left them; the history says whose doing it was")
    func moved() throws {
        #expect(try AddressMove(from: old, to: new, in: folder.store).run(by: "grace") == ["announce"])
        #expect(try folder.store.subscriptions(of: new).map(\.state) == [.active])
        #expect(try folder.store.subscriptions(of: old).map(\.state) == [.unsubscribed])
        #expect(try folder.store.consent(of: new).contains { $0.by == "grace" })
    }

    @Test(
        "It is no way round the suppression of either address",
        arguments: ["ada@a.example", "ada@b.example", "@b.example"])
    func suppressed(entry: String) throws {
        try suppress(entry)
        let refusal = #expect(throws: SuppressionRefusal.self) { try AddressMove(from: old, to: new, in: folder.store) }
        #expect(refusal?.entry.form.text == entry && refusal?.entry.reason == "asked")
        #expect(refusal?.address == (entry.hasPrefix("ada@a") ? old : new))
        #expect(try folder.store.subscriptions(of: new).isEmpty)
    }

    @Test("Who leaves a domain that is suppressed leaves that behind")
    func domain() throws {
        try suppress("@a.example")
        #expect(try AddressMove(from: old, to: new, in: folder.store).run(by: nil) == ["announce"])
    }

    @Test("Nobody is moved to where they are, nor who is not there")
    func refusals() throws {
        let spelled = try Mailbox(parsing: "ADA@a.example")
        #expect(throws: AddressMove.Refusal.sameAddress) { try AddressMove(from: old, to: spelled, in: folder.store) }
        let stranger = try Mailbox(parsing: "zoe@a.example")
        #expect(throws: AddressMove.Refusal.unknown) {
            try AddressMove(from: stranger, to: new, in: folder.store).run(by: nil)
        }
    }
}
