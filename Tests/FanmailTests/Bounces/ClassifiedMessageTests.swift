import Bounces
import Foundation
import SMTPCore
import Testing

@testable import Fanmail

@Suite("A message that is explained")
struct ClassifiedMessageTests {
    private static let report = """
        From: MAILER-DAEMON@mx.example
        To: announce-bounces@lists.example
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; gone@example.org
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 No such user here

        Final-Recipient: rfc822; late@example.org
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: smtp; 451 4.4.1 Connection timed out

        --b--
        """

    @Test("names each recipient with class, kind, status and what decided") func report() throws {
        let message = ClassifiedMessage(Array(Self.report.utf8))
        #expect(message.reading.nature == .delivery)
        #expect(message.recipients.map(\.reported.address) == ["gone@example.org", "late@example.org"])
        let gone = try #require(message.recipients.first)
        #expect(gone.verdict.failureClass == .addressUnknown && gone.verdict.isHard && gone.isFailed)
        #expect(gone.verdict.status == EnhancedStatusCode(5, 1, 1) && !gone.isStatusInferred)
        #expect(!gone.verdict.rule.isEmpty && !gone.steps.isEmpty)
        let late = try #require(message.recipients.last)
        #expect(!late.verdict.isHard && !late.isFailed)
    }

    @Test("A status that nobody told is marked as inferred") func inferred() throws {
        let remark = FailureRemark(code: 550, text: "No such user here", action: .failed)
        let reading = BounceReading(
            nature: .delivery,
            recipients: [ReportedRecipient(address: "a@b.example", source: .form, action: .failed, remark: remark)])
        let recipient = try #require(ClassifiedMessage(reading).recipients.first)
        #expect(recipient.verdict.status == EnhancedStatusCode(5, 1, 1) && recipient.isStatusInferred)
    }

    @Test(
        "What did not fail is not judged by its words",
        arguments: [
            (.complaint, .complaint), (.autoReply, .autoReply), (.disposition, .notABounce), (.other, .notABounce),
        ] as [(BounceReading.Nature, FailureClass)])
    func others(nature: BounceReading.Nature, failureClass: FailureClass) throws {
        let remark = FailureRemark(code: 550, text: "No such user here", action: .delivered)
        let reading = BounceReading(
            nature: nature,
            recipients: [ReportedRecipient(address: "a@b.example", source: .field, action: .delivered, remark: remark)])
        let recipient = try #require(ClassifiedMessage(reading).recipients.first)
        #expect(recipient.verdict.failureClass == failureClass && !recipient.isFailed && !recipient.verdict.isHard)
    }

    @Test("Any octets are a message") func octets() {
        for bytes in [[], [0], [0xEF, 0xBB, 0xBF], Array(repeating: 0xFF, count: 10_000)] as [[UInt8]] {
            #expect(ClassifiedMessage(bytes).recipients.isEmpty)
        }
    }

    @Test("The surer a sign, the higher its number") func confidences() {
        let all = ReportedRecipient.Source.allCases.map(\.confidence)
        #expect(all == all.sorted(by: >) && all.allSatisfy { (0...100).contains($0) })
    }

    @Test("Of a Maildir what is new and what was seen is read, of a folder its files") func places() throws {
        let folder = try StoreFolder()
        for name in ["new", "cur", "tmp", "other/inner"] {
            try FileManager.default.createDirectory(
                at: folder.directory.appending(path: "mail/\(name)"), withIntermediateDirectories: true)
        }
        for name in ["new/1", "cur/2:2,S", "tmp/3", "new/.4", "other/b", "other/a"] {
            try folder.write("x", to: "mail/\(name)")
        }
        func names(_ path: String) -> [String] {
            MessagePlaces.places(path).map { String($0.name.dropFirst(folder.directory.path.count + 1)) }
        }
        #expect(names(folder.path("mail")) == ["mail/new/1", "mail/cur/2:2,S"])
        #expect(names(folder.path("mail/other")) == ["mail/other/a", "mail/other/b"])
        #expect(names(folder.path("nothing")) == ["nothing"])
        #expect(MessagePlaces.places("-") == [.standardInput])
    }
}
