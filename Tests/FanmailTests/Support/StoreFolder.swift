import FanmailBasics
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

@testable import Fanmail

/// A directory of its own for each test, with a database and one list in it; gone when the test is.
final class StoreFolder {
    let directory: URL
    let store: Store

    /// - Parameter policy: lines of the list's `[policy]`.
    init(policy: String = "") throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try Store.open(path: directory.appending(path: "fanmail.db").path, create: true)
        let list = """
            name = "announce"
            address = "announce@lists.example"
            description = "News"
            owner = "ada@lists.example"
            [policy]
            \(policy)
            """
        try store.apply(ListDefinition.parse(list, file: "announce.toml"))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var list: ListRecord { get throws { try store.list(named: "announce") } }

    func path(_ name: String) -> String { directory.appending(path: name).path }

    /// Writes a file; returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    @discardableResult
    func write(_ octets: [UInt8], to name: String) throws -> String {
        try Data(octets).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func subscribe(_ addresses: String...) throws {
        for address in addresses {
            _ = try store.subscribe(Mailbox(parsing: address), name: nil, list: list, source: "test")
        }
    }

    func unsubscribe(_ address: String) throws {
        _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
    }

    /// An office whose relay is not there.
    func office() throws -> PostOffice {
        PostOffice(store: store, settings: MailingSettings(relay: try Relay("smtp://127.0.0.1:1")))
    }

    /// Subscriptions by their state.
    var counts: [SubscriptionState: Int] { get throws { try store.counts(of: list) } }
}
