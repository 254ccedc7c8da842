import FanmailBasics
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// Addresses that are subscribed by hand, one by one.
struct ManualSubscriptionTests {
    private let folder: StoreFolder
    private let ada: Mailbox

    init() throws {
        folder = try StoreFolder()
        ada = try Mailbox(parsing: "ada@a.example")
    }

    private func wish() throws -> ManualSubscription {
        try ManualSubscription(of: ada, to: folder.list, in: folder.store)
    }

    @Test("At once: the first time only, with name, details and whose doing it was")
    func atOnce() throws {
        var wish = try wish()
        wish.name = "Ada"
        var details = PersonChange()
        details.language = "fr"
        details.addedTags = ["vip"]
        wish.details = details
        wish.by = "grace"
        #expect(try wish.run() == .subscribed)
        #expect(try wish.run() == .alreadySubscribed)
        let person = try #require(try folder.store.person(ada))
        #expect(person.name == "Ada" && person.language == "fr" && person.tags == ["vip"])
        #expect(try folder.store.consent(of: ada).map(\.by) == ["grace"])
    }

    @Test("The owner's wish brings back who had left")
    func back() throws {
        try folder.subscribe(ada.address)
        try folder.unsubscribe(ada.address)
        #expect(try wish().run() == .subscribed)
    }

    @Test("Where the owner confirms first it is pending until the token says so, and asked for no more than is borne")
    func waiting() throws {
        let wish = try wish()
        var tokens: [String] = []
        for turn in 1...3 {
            guard case .waits(let token, turn) = try wish.run(confirming: true) else {
                Issue.record("turn \(turn)")
                return
            }
            tokens.append(token)
        }
        #expect(try folder.counts == [.pending: 1])
        let failure = #expect(throws: StoreFailure.self) { try wish.run(confirming: true) }
        #expect(failure?.kind == .conflict)
        _ = try folder.store.redeem(tokens[0], source: "test")
        #expect(try folder.counts == [.active: 1])
        #expect(try wish.run(confirming: true) == .alreadySubscribed)
    }

    @Test("The list's policy decides where nobody does", arguments: [false, true])
    func policy(asks: Bool) throws {
        let folder = try StoreFolder(policy: "double-opt-in = \(asks)")
        let outcome = try ManualSubscription(of: ada, to: folder.list, in: folder.store).run()
        #expect((outcome == .subscribed) == !asks)
        #expect(try folder.counts == [asks ? .pending : .active: 1])
    }

    @Test(
        "Nobody is subscribed past a suppression, and whoever calls is told what lifts it",
        arguments: ["ada@a.example", "@a.example"])
    func suppressed(entry: String) throws {
        let form = try SuppressedForm(parsing: entry)
        _ = try folder.store.suppress([SuppressionRecord(form: form, reason: "asked", source: nil)])
        let refusal = #expect(throws: SuppressionRefusal.self) { try wish() }
        #expect(refusal?.entry.form == form && refusal?.address == ada)
        let failure = #expect(throws: FanmailFailure.self) {
            try folder.office().subscribe("ada@a.example", to: "announce")
        }
        #expect(failure?.kind == .unusableInput)
        #expect(failure?.explanation.remedy == .lift(suppression: entry))
        #expect(failure?.message.hasPrefix("ada@a.example is suppressed (asked) since ") == true)
        #expect(try folder.counts == [:])
        _ = try folder.store.unsuppress([form])
        #expect(try folder.office().subscribe("ada@a.example", to: "announce"))
    }
}
