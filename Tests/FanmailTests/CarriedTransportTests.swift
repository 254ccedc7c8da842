import Fanmail
import FanmailDelivery
import Foundation
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("A list over a transport of one's own", .timeLimit(.minutes(10)))
struct CarriedTransportTests {
    /// An office with a list and three subscribers, made by what every program can call.
    private func with(_ transport: any Transport, _ body: (PostOffice, URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        // Nobody listens there, and nobody is asked.
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
        settings.transport = transport
        let office = try PostOffice(
            database: directory.appending(path: "fanmail.db").path, settings: settings, create: true)
        try office.apply(
            list: """
                name = "announce"
                address = "announce@lists.example"
                owner = "ada@lists.example"
                """)
        for name in ["ada", "ken", "mei"] { #expect(try office.subscribe("\(name)@a.example", to: "announce")) }
        #expect(try !office.subscribe("mei@a.example", to: "announce"))
        try await body(office, directory)
    }

    private func send(_ office: PostOffice) async throws -> MailingReport {
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: "News", text: "Hello!")
        return await (try await office.send(try office.prepare(letter.encoded(), named: "news"))).report()
    }

    @Test("Each subscriber has an outcome, and the header names the list alone") func recorded() async throws {
        let transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            for index in 0..<transaction.recipients.count
            where transaction.recipients.address(at: index) == "ken@a.example" {
                let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "who?")
                result.exceptions.append(.init(index: index, reply: reply))
            }
            return result
        }
        try await with(transport) { office, _ in
            let report = try await send(office)
            #expect(report.totals.accepted == 2 && report.totals.refused == 1 && report.relay == "memory")
            #expect(
                transport.sent.map { $0.recipients.sorted() } == [["ada@a.example", "ken@a.example", "mei@a.example"]])
            let text = try #require(transport.sent.first?.text)
            #expect(text.contains("To: announce@lists.example") && !text.contains("@a.example"))
        }
    }

    @Test("A list goes into files, the envelope in front of each header") func files() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await with(FileTransport(folder: folder.path)) { office, _ in
            let report = try await send(office)
            #expect(report.totals.accepted == 3 && report.relay == folder.path)
        }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let text = try String(contentsOf: try #require(files.first), encoding: .utf8)
        #expect(files.count == 1)
        #expect(text.hasPrefix("Return-Path: <announce-bounces@lists.example>\r\nDelivered-To: ada@a.example\r\n"))
    }

    @Test("A bad address, a list that there is not, and one that cannot be read are said")
    func unusable() async throws {
        try await with(RecordingTransport()) { office, _ in
            #expect(throws: FanmailFailure.self) { try office.subscribe("ada", to: "announce") }
            #expect(throws: FanmailFailure.self) { try office.subscribe("ada@a.example", to: "nothing") }
            #expect(throws: FanmailFailure.self) { try office.apply(list: "name = ", named: "announce.toml") }
        }
    }
}
