import FanmailDelivery
import ListStore
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail

/// What a demo plays with: people who are nobody, and the count of their copies afterwards.
struct DemoTests {
    @Test("Made-up subscribers are as many as asked for, each once, at reserved domains, and can be imported")
    func madeUp() throws {
        let folder = try StoreFolder()
        let text = MadeUpSubscribers.csv(600)
        #expect(text == MadeUpSubscribers.csv(600))
        let file = SubscriberFile(path: try folder.write(text, to: "more.csv"))
        let report = try SubscriberFileImport(file).run(into: "announce", of: folder.store)
        #expect(report.counts.added == 600 && report.rejected == 0)
        let domains = Set(text.matches(of: /@([^,]+),/).map { String($0.1) })
        #expect(domains.count == 6)
        #expect(domains.allSatisfy { $0.contains(/(^|\.)(example(\.(com|net|org))?|test|invalid)$/) }, "\(domains)")
        #expect(MadeUpSubscribers.csv(0) == "email,name\n")
    }

    @Test("What was accepted and is not there is lost, what is there twice is doubled; others are counted apart")
    func census() async throws {
        let folder = try StoreFolder()
        try folder.subscribe("ada@a.example", "ken@a.example", "mei@b.example", "zoe@b.example")
        let transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            for index in 0..<transaction.recipients.count
            where transaction.recipients.address(at: index) == "zoe@b.example" {
                let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "who?")
                result.exceptions.append(.init(index: index, reply: reply))
            }
            return result
        }
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"), retry: .none, guardLimits: .off)
        settings.transport = transport
        let office = PostOffice(store: folder.store, settings: settings)
        let message = Array("From: ada@lists.example\r\nTo: announce@lists.example\r\n\r\nHello\r\n".utf8)
        let report = try await office.send(office.prepare(message, named: "hello.eml")).report()
        let sound = try CopyCensus(
            of: report.mailing, in: folder.store,
            copies: ["ada@a.example": 1, "ken@a.example": 1, "mei@b.example": 1])
        #expect(sound.accepted == 3 && sound.others == 1 && sound.unknown == 0)
        #expect(sound.lost == 0 && sound.doubled == 0)
        let bad = try CopyCensus(
            of: report.mailing, in: folder.store, copies: ["ada@a.example": 2, "mei@b.example": 1])
        #expect(bad.accepted == 3 && bad.lost == 1 && bad.doubled == 1)
    }

    @Test("A mailing that is not there has no census")
    func none() throws {
        let folder = try StoreFolder()
        let census = try CopyCensus(of: 1, in: folder.store, copies: [:])
        #expect(census.accepted == 0 && census.lost == 0)
    }
}
