import FanmailBasics
import Foundation
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

struct TokenStoreTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let ada: Mailbox

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        ada = try Mailbox(parsing: "ada@x.example")
    }

    private func ask(at now: Timestamp = .now) throws -> Int? {
        try store.askToConfirm(ada, name: nil, list: list, source: "form", by: "me", now: now)
    }

    private var state: [String] { get throws { try store.subscriptions(of: ada).map(\.state.rawValue) } }

    @Test("A confirmation works once, is told in the history, and only then the subscriber is in an audience")
    func confirm() throws {
        #expect(try ask() == 1)
        let token = try store.token(.confirm, for: ada, list: list, lasting: .seconds(60))
        #expect(try store.survey([list], envelopeSize: 10).recipients == 0)
        #expect(try store.redeem(token, source: "web", isDryRun: true).result == .confirmed)
        #expect(try state == ["pending"])
        let effect = try store.redeem(token.uppercased(), source: "web")
        #expect(effect.result == .confirmed && effect.address == "ada@x.example" && effect.list == "announce")
        #expect(try store.redeem(token, source: "web").result == .unchanged)
        #expect(try store.survey([list], envelopeSize: 10).recipients == 1)
        #expect(try store.consent(of: ada).map(\.event) == [.asked, .confirmed])
        #expect(try ask() == nil)
        #expect(throws: StoreFailure.self) { try store.token(.confirm, for: ada, list: list, lasting: .seconds(60)) }
    }

    @Test("A confirmation does not bring back somebody who left meanwhile")
    func leftMeanwhile() throws {
        _ = try ask()
        let confirm = try store.token(.confirm, for: ada, list: list, lasting: .seconds(60))
        let leave = try store.token(.unsubscribe, for: ada, list: list, lasting: .seconds(60))
        #expect(try store.redeem(leave, source: "mail").result == .unsubscribed)
        #expect(try store.redeem(leave, source: "mail").result == .unchanged)
        #expect(try store.redeem(confirm, source: "mail").result == .unchanged)
        #expect(try state == ["unsubscribed"])
        #expect(throws: StoreFailure.self) { try store.token(.unsubscribe, for: ada, list: list, lasting: .seconds(1)) }
    }

    @Test("Nobody is asked more than three times a day, on whatever list")
    func limit() throws {
        let day: Int64 = 86_400_000
        let start = Timestamp.now.milliseconds
        for count in 1...3 { #expect(try ask(at: Timestamp(milliseconds: start + Int64(count))) == count) }
        let other = try store.makeList("other")
        for list in [list, other] {
            #expect(throws: StoreFailure.self) {
                try store.askToConfirm(
                    ada, name: nil, list: list, source: "", by: nil, now: Timestamp(milliseconds: start + day - 1))
            }
        }
        #expect(try store.subscriptions(of: ada).count == 1)
        #expect(try ask(at: Timestamp(milliseconds: start + day + 3)) == 1)
    }

    @Test("Forged and expired tokens, and those of a key that is gone, change nothing")
    func refused() throws {
        _ = try ask()
        let token = try store.token(.confirm, for: ada, list: list, lasting: .seconds(60))
        #expect(throws: TokenFailure.self) { try store.redeem(token, source: "", now: .now + .seconds(180)) }
        let foreign = Token(.confirm, of: 1, expires: .now + .seconds(60)).sealed(with: TokenKey(id: 0))
        #expect(throws: TokenFailure.forged) { try store.redeem(foreign, source: "") }
        for _ in 0..<TokenKeyFile.limit - 1 { try store.tokenKeys.rotate() }
        #expect(try store.redeem(token, source: "", isDryRun: true).result == .confirmed)
        try store.tokenKeys.rotate()
        #expect(throws: TokenFailure.unknownKey(0)) { try store.redeem(token, source: "") }
        #expect(try state == ["pending"])
    }

    @Test("Keys are for their owner only, never lost by two at once, and in no copy of the database")
    func keys() throws {
        let file = store.tokenKeys
        #expect(try file.keys().isEmpty)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in _ = try? file.rotate() }
        #expect(try file.keys().map(\.id) == [7, 6, 5, 4, 3, 2, 1, 0])
        #expect(try Scratch.mode(of: file.path) == 0o600)
        #expect(try file.current().id == 7)
        let copy = scratch.directory + "/copy.db"
        try store.backUp(to: copy)
        #expect(!FileManager.default.fileExists(atPath: copy + ".keys"))
        try Data("7 nonsense\n".utf8).write(to: URL(fileURLWithPath: file.path))
        #expect(throws: StoreFailure.self) { try file.keys() }
    }
}
