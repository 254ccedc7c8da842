import FanmailDelivery
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import Testing

@testable import Fanmail

/// What a server offers is known of one connection only, and nobody is refused for good on the strength of one.
@Suite("Connections to one relay that differ", .timeLimit(.minutes(10)))
struct DifferingConnectionTests {
    private func with(
        _ server: SimpleServer, _ addresses: String..., body: (PostOffice, PreparedMailing) async throws -> Void
    ) async throws {
        defer { server.stop() }
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try Store.open(path: directory.appending(path: "fanmail.db").path, create: true)
        let list = "name = \"announce\"\naddress = \"announce@lists.example\"\nowner = \"ada@lists.example\"\n"
        try store.apply(ListDefinition.parse(list, file: "announce.toml"))
        let record = try store.list(named: "announce")
        for address in addresses {
            _ = try store.subscribe(Mailbox(parsing: address), name: nil, list: record, source: "test")
        }
        let office = PostOffice(
            store: store,
            settings: MailingSettings(
                relay: try Relay("smtp://127.0.0.1:\(server.port)"),
                smtp: SMTPConfiguration(hostname: "client.example"), connections: 1, retry: .none, guardLimits: .off))
        let letter = """
            From: ada@lists.example
            To: announce@lists.example
            Subject: A letter to all

            \(String(repeating: "Words that make it longer than some take.\n", count: 30))
            """
        try await body(office, office.prepare(Array(letter.utf8), named: "letter.eml"))
    }

    @Test("Who needs SMTPUTF8 goes over another connection, and is refused only where none offers it")
    func smtpUTF8() async throws {
        let some = try SimpleServer(offers: { $0 == 1 ? ["PIPELINING"] : ["PIPELINING", "SMTPUTF8"] })
        try await with(some, "ada@a.example", "jörg@a.example", "mei@b.example") { office, prepared in
            let report = try await office.send(prepared).report()
            #expect(report.totals.accepted == 3 && report.totals.refused == 0)
            #expect(some.copies == ["ada@a.example": 1, "jörg@a.example": 1, "mei@b.example": 1])
        }
        let none = try SimpleServer(offers: { _ in ["PIPELINING"] })
        try await with(none, "ada@a.example", "jörg@a.example") { office, prepared in
            let report = try await office.send(prepared).report()
            #expect(report.totals.accepted == 1 && report.totals.refused == 1)
            #expect(none.connections == 2)
        }
    }

    @Test("A message over the SIZE of one connection goes over another")
    func size() async throws {
        let server = try SimpleServer(offers: { $0 == 1 ? ["SIZE 1000"] : ["SIZE 10000"] })
        try await with(server, "ada@a.example", "ken@a.example") { office, prepared in
            let report = try await office.send(prepared).report()
            #expect(report.totals.accepted == 2)
            #expect(server.copies == ["ada@a.example": 1, "ken@a.example": 1])
        }
    }

    @Test("A message over the SIZE of every connection is said before anything is written down or offered")
    func sizeEverywhere() async throws {
        let server = try SimpleServer(offers: { _ in ["SIZE 1000"] })
        try await with(server, "ada@a.example") { office, prepared in
            let failure = await #expect(throws: FanmailFailure.self) { try await office.send(prepared) }
            #expect(failure?.kind == .unusableInput)
            #expect(failure?.message.contains("octets and 127.0.0.1:\(server.port) takes 1000") == true)
            #expect(failure?.message.contains("nothing was sent") == true)
            let previous = try office.previous(prepared)
            #expect(previous == nil)
            #expect(server.copies.isEmpty)
        }
    }

    @Test("A SIZE that shrinks while the mailing is under way pauses it, and refuses nobody")
    func sizeShrinks() async throws {
        // The first connection takes one message and then closes.
        let server = try SimpleServer(
            offers: { $0 == 1 ? ["LIMITS MAILMAX=1 RCPTMAX=1"] : ["SIZE 1000"] })
        try await with(server, "ada@a.example", "ken@a.example", "mei@a.example") { office, prepared in
            let report = try await office.send(prepared).report()
            #expect(report.totals.refused == 0 && report.totals.accepted == 1)
            #expect(report.end.state == .paused)
            #expect(report.end.reason?.contains("takes 1000") == true)
        }
    }

    @Test("503 to DATA on one connection is that connection's, and nobody's refusal")
    func lostDialogue() async throws {
        let server = try SimpleServer(
            offers: { _ in ["PIPELINING"] },
            answer: { connection, line in connection == 1 && line == "DATA" ? "503 5.5.1 RCPT first" : nil })
        try await with(server, "ada@a.example", "ken@a.example") { office, prepared in
            let report = try await office.send(prepared).report()
            #expect(report.totals.accepted == 2 && report.totals.refused == 0)
            #expect(server.copies == ["ada@a.example": 1, "ken@a.example": 1])
        }
    }
}
