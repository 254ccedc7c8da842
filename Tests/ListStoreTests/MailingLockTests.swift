import FanmailBasics
import FanmailDelivery
import Foundation
import Testing

@testable import ListStore

@Suite(.timeLimit(.minutes(10)))
struct MailingLockTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe(["a@x.example", "b@x.example", "c@x.example"], to: list)
    }

    private func file(_ mailing: Int64) -> String { "\(scratch.path).mailing-\(mailing).lock" }

    @Test("A mailing has one owner; the next is told so, and nothing changes")
    func oneOwner() async throws {
        let (mailing, journal) = try store.start([list])
        #expect(await journal.armed(try journal.cutNext()[0]) == .open)
        let before = try store.dump()
        // A second process has a connection of its own.
        let second = try Store.open(path: scratch.path, create: false)
        for resendUnknown in [false, true] {
            let failure = try #require(throws: StoreFailure.self) {
                try second.resume(mailing, resendUnknown: resendUnknown)
            }
            #expect(failure.kind == .locked)
            #expect(failure.message == "mailing \(mailing) is being sent by another process")
        }
        #expect(try store.dump() == before)
        #expect(try second.mailing(mailing).isOwned)
        await journal.stop()
        #expect(try !second.mailing(mailing).isOwned)
        let next = try second.resume(mailing)
        #expect(try store.mailing(mailing).isOwned)
        await next.stop()
    }

    @Test("Mailings are owned one by one")
    func independent() async throws {
        let (one, other) = (try store.start([list]), try store.start([list]))
        await one.journal.stop()
        #expect(try !store.mailing(one.mailing).isOwned)
        #expect(try store.mailing(other.mailing).isOwned)
        await other.journal.stop()
    }

    @Test("The lock's file is private, and gone when the owner is done")
    func fileOfTheLock() async throws {
        let (mailing, journal) = try store.start([list])
        #expect(try Scratch.mode(of: file(mailing)) == 0o600)
        await journal.stop()
        #expect(!FileManager.default.fileExists(atPath: file(mailing)))
    }

    @Test("A lock is free once its holder is gone, although the file is still there")
    func deadHolder() throws {
        var lock: MailingLock? = try MailingLock(database: scratch.path, mailing: 7)
        #expect(MailingLock.isHeld(database: scratch.path, mailing: 7))
        #expect(throws: StoreFailure.self) { try MailingLock(database: scratch.path, mailing: 7) }
        #expect(lock != nil)
        lock = nil
        #expect(FileManager.default.fileExists(atPath: file(7)))
        #expect(!MailingLock.isHeld(database: scratch.path, mailing: 7))
        let next = try MailingLock(database: scratch.path, mailing: 7)
        #expect(MailingLock.isHeld(database: scratch.path, mailing: 7))
        next.release()
    }

    @Test("An owner whose file was taken away does not take the next owner's away when it ends")
    func strangersFile() throws {
        let first = try MailingLock(database: scratch.path, mailing: 7)
        store.abandon(7)
        let second = try MailingLock(database: scratch.path, mailing: 7)
        first.release()
        #expect(MailingLock.isHeld(database: scratch.path, mailing: 7))
        #expect(throws: StoreFailure.self) { try MailingLock(database: scratch.path, mailing: 7) }
        second.release()
        #expect(!FileManager.default.fileExists(atPath: file(7)))
    }

    @Test("A lock that cannot be made is a clear failure")
    func impossible() throws {
        let failure = try #require(throws: StoreFailure.self) {
            try MailingLock(database: scratch.directory + "/none/lists.db", mailing: 7)
        }
        #expect(failure.kind == .disk)
        #expect(failure.message.hasSuffix("No such file or directory"))
    }

    @Test("Of many who want a lock at once, one gets it")
    func race() async throws {
        let path = scratch.path
        let locks = await withTaskGroup(of: MailingLock?.self) { group in
            for _ in 0..<50 { group.addTask { try? MailingLock(database: path, mailing: 7) } }
            return await group.reduce(into: [MailingLock]()) { if let lock = $1 { $0.append(lock) } }
        }
        #expect(locks.count == 1)
        locks.forEach { $0.release() }
    }
}
