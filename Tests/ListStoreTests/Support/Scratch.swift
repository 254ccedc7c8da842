import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore

@testable import ListStore

/// A directory of its own for each test, with a database in it; gone when the test is.
final class Scratch {
    let directory: String
    var path: String { directory + "/lists.db" }

    init() throws {
        var template = Array("\(NSTemporaryDirectory())/fanmail-store-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        directory = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open(create: Bool = true) throws -> Store { try Store.open(path: path, create: create) }

    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
    }

    static func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

extension BouncePolicy {
    /// By points alone.
    static var scored: BouncePolicy {
        var policy = BouncePolicy()
        policy.hard = .score
        return policy
    }
}

extension Store {
    /// Makes a list at `<name>@lists.example`.
    func makeList(
        _ name: String = "announce", bounce: BouncePolicy = BouncePolicy()
    ) throws -> ListRecord {
        let address = Mailbox(trustedLocalPart: name, domain: "lists.example")
        try apply(
            ListDefinition(
                name: name, address: address, owner: Mailbox(trustedLocalPart: "owner", domain: "lists.example"),
                reversePath: .mailbox(Mailbox(trustedLocalPart: "\(name)-bounces", domain: "lists.example")),
                bounce: bounce))
        return try list(named: name)
    }

    func subscribe(_ addresses: [String], to list: ListRecord) throws {
        for address in addresses {
            _ = try subscribe(Mailbox(parsing: address), name: nil, list: list, source: "test")
        }
    }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
    }

    func numbers(_ sql: String, _ arguments: StatementArguments = []) throws -> [Int64] {
        try pool.read { try Int64.fetchAll($0, sql: sql, arguments: arguments) }
    }

    func texts(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
        try pool.read { try String.fetchAll($0, sql: sql, arguments: arguments) }
    }

    /// Rows as lines of what is not NULL in them, with spaces between.
    func lines(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
        try pool.read { db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
                row.databaseValues.filter { !$0.isNull }
                    .map { String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0).map(String.init) ?? "\($0)" }
                    .joined(separator: " ")
            }
        }
    }
}
