import ListStore
import SMTPCore
import Testing

@testable import Fanmail

/// A person forgotten by whoever calls.
struct PersonErasureTests {
    private let folder: StoreFolder
    private let old: Mailbox
    private let new: Mailbox

    init() throws {
        folder = try StoreFolder()
        old = try Mailbox(parsing: "ada@a.example")
        new = try Mailbox(parsing: "ada@b.example")
        try folder.subscribe(old.address, "ken@a.example")
        _ = try folder.store.move(old, to: new, by: nil)
    }

    @Test("Who is meant can be asked about first, and nothing has changed then")
    func asked() throws {
        let work = try PersonErasure(of: new, in: folder.store)
        #expect(work.addresses == [new.address, old.address])
        #expect(try folder.store.person(new) != nil && folder.store.person(old) != nil)
    }

    @Test("Every address of the person goes, and stands on the suppression list as its hash; nobody else does")
    func erased() throws {
        let report = try PersonErasure(of: old, in: folder.store).run(by: "grace")
        #expect(report.addresses == [old, new] && report.hash == AddressHash.form(of: old))
        #expect(report.erasure?.subscriptions == 2 && report.erasure?.copies == [])
        for address in [old, new] {
            #expect(try folder.store.person(address) == nil)
            #expect(try folder.store.suppressions(of: address).map(\.form) == [AddressHash.form(of: address)])
        }
        #expect(try folder.store.person(Mailbox(parsing: "ken@a.example")) != nil)
        // Nobody is left to be told of.
        #expect(throws: FanmailFailure.self) { try PersonDisclosure(of: old, in: folder.store) }
    }

    @Test("Of an address that nobody has the hash is kept all the same")
    func nobody() throws {
        let stranger = try Mailbox(parsing: "Zoe@A.example")
        let work = try PersonErasure(of: stranger, in: folder.store)
        #expect(work.addresses == ["Zoe@a.example"])
        let report = try work.run(by: nil)
        #expect(report.erasure == nil && report.addresses == [stranger])
        #expect(try folder.store.suppressions(of: stranger).map(\.form) == [report.hash])
    }

    @Test(
        "How long it takes to write a file anew is told in whole seconds, one at least",
        arguments: [
            (0, 1), (50 << 20, 1), (500 << 20, 10),
        ] as [(Int64, Int)])
    func seconds(octets: Int64, seconds: Int) {
        #expect(PersonErasure.Rewriting(octets: octets).seconds == seconds)
    }
}
