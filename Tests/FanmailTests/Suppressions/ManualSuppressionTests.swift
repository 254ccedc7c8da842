import FanmailBasics
import ListStore
import SMTPCore
import SubscriberFiles
import Testing

@testable import Fanmail

/// Entries that are put on the suppression list by hand.
struct ManualSuppressionTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func suppressions(of address: String) throws -> [SuppressionRecord] {
        try folder.store.suppressions(of: Mailbox(parsing: address))
    }

    @Test("New ones are added, those that are there get a new reason and expiry")
    func entries() throws {
        let end = Timestamp.now + .seconds(86_400)
        let first = try ManualSuppression(["Ada@a.example", "@b.example"], reason: "asked", source: "test")
        #expect(try first.run(in: folder.store) == .init(added: 2, changed: 0, otherAddresses: []))
        let second = try ManualSuppression(
            ["ada@A.example", "c@c.example"], reason: "bounced", expiresAt: end, source: "test")
        #expect(try second.run(in: folder.store) == .init(added: 1, changed: 1, otherAddresses: []))
        let entry = try #require(try suppressions(of: "ada@a.example").first)
        #expect(entry.reason == "bounced" && entry.expiresAt == end && entry.source == "test")
        #expect(try suppressions(of: "who@b.example").map(\.reason) == ["asked"])
    }

    @Test("Of an address its hash may be kept; of a domain there is none")
    func hashes() throws {
        let work = try ManualSuppression(
            ["ada@a.example", "@b.example"], reason: "asked", keepsHashes: true, source: "test")
        #expect(work.entries.map(\.form.kind) == [.hash, .domain])
        _ = try work.run(in: folder.store)
        #expect(try suppressions(of: "ADA@a.example").map(\.form.kind) == [.hash])
    }

    @Test("Whoever moved is suppressed with every address, unless that is left alone", arguments: [false, true])
    func moved(isSpared: Bool) throws {
        try folder.subscribe("ada@a.example")
        let (old, new) = (try Mailbox(parsing: "ada@a.example"), try Mailbox(parsing: "ada@b.example"))
        _ = try AddressMove(from: old, to: new, in: folder.store).run(by: nil)
        var work = try ManualSuppression(["ada@b.example"], reason: "asked", source: "test")
        work.sparesOtherAddresses = isSpared
        #expect(try work.run(in: folder.store).otherAddresses == (isSpared ? [] : ["ada@a.example"]))
        #expect(try suppressions(of: old.address).isEmpty == isSpared)
    }

    @Test("What is no entry is refused, and nothing of the others is done", arguments: ["no entry", "@", "sha256:12"])
    func refused(text: String) throws {
        #expect(throws: SettingSyntaxError.self) {
            try ManualSuppression(["ada@a.example", text], reason: "asked", source: "test")
        }
    }
}
