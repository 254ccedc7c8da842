import Bounces
import FanmailBasics
import FanmailMIME
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import Testing

@testable import Fanmail

@Suite("Failure reports that come back", .timeLimit(.minutes(10)))
struct BounceIntakeTests {
    private let folder: StoreFolder
    private var intake: BounceIntake { BounceIntake(store: folder.store) }

    init() throws { folder = try StoreFolder(policy: "verp = \"always\"") }

    /// The reverse-paths of a mailing, by recipient.
    private func reversePaths() async throws -> [String: String] {
        try folder.subscribe("ken@a.example", "mei@b.example")
        let transport = RecordingTransport()
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
        settings.transport = transport
        let office = PostOffice(store: folder.store, settings: settings)
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: "News", text: "Hello!")
        _ = await (try await office.send(try office.prepare(letter.encoded(), named: "news"))).report()
        return Dictionary(transport.sent.map { ($0.recipients[0], $0.reversePath) }) { $1 }
    }

    private func report(to path: String, action: String = "failed", status: String = "5.1.1") -> [UInt8] {
        let text = """
            From: mailer-daemon@x.example
            To: \(path)
            Auto-Submitted: auto-replied
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; x.example

            Final-Recipient: rfc822; somebody@else.example
            Action: \(action)
            Status: \(status)
            --b--

            """
        return Array(text.utf8)
    }

    @Test func theTokenNamesWhoIsMeantAndAReportCountsOnce() async throws {
        let path = try #require(try await reversePaths()["ken@a.example"])
        guard case .logged(let bounce) = try intake.take(report(to: path)) else {
            return #expect(Bool(false), "not logged")
        }
        #expect(bounce.recipient == "ken@a.example" && bounce.kind == .hard && bounce.effect == .ended)
        #expect(try folder.counts[.active] == 1)
        guard case .known = try intake.take(report(to: path)) else { return #expect(Bool(false), "not known") }
        // Where the MTA tells the envelope's recipient, the header need not.
        let other = try intake.take(report(to: "announce@lists.example"), recipients: [path])
        guard case .known = other else { return #expect(Bool(false), "\(other)") }
    }

    @Test func whatIsNoFailureIsIgnored() async throws {
        let path = try #require(try await reversePaths()["ken@a.example"])
        let forged = "announce-bounces-\(String(repeating: "a", count: 37))@lists.example"
        func message(_ field: String) -> [UInt8] { Array("From: x@x.example\nTo: \(path)\n\(field)\n\nx\n".utf8) }
        for (octets, reason) in [
            (report(to: path, action: "delayed", status: "4.2.0"), .otherAction(.delayed)),
            (report(to: forged), .token(.forged)),
            (message("Auto-Submitted: auto-replied"), .machine(.autoSubmitted("auto-replied"))),
            (message("Precedence: bulk"), .machine(.precedence("bulk"))),
            (message("Content-Type: multipart/report; report-type=feedback-report; boundary=b"), .report(.complaint)),
            (Array("From: x@x.example\nTo: announce@lists.example\n\nx\n".utf8), .noReversePath),
        ] as [([UInt8], InboxReason)] {
            let outcome = try intake.take(octets)
            guard case .ignored(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(why == reason && outcome.isUnderstood)
        }
        #expect(try folder.counts[.active] == 2)
    }

    @Test func whatMayBeAFailureIsForSomebodyToSee() async throws {
        let path = try #require(try await reversePaths()["ken@a.example"])
        for (octets, reason) in [
            (report(to: "announce@lists.example"), .noReversePath),
            (Array("From: x@x.example\nTo: \(path)\n\nby hand\n".utf8), .noReport),
            (Array("no header\n\n".utf8), .noMessage),
        ] as [([UInt8], InboxReason)] {
            let outcome = try intake.take(octets)
            guard case .notUnderstood(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(why == reason && !outcome.isUnderstood)
        }
    }

    @Test func anMboxIsGoneThroughAndCounted() async throws {
        let path = try #require(try await reversePaths()["mei@b.example"])
        let text = String(decoding: report(to: path), as: UTF8.self)
        try folder.write("From x\n\(text)\n\nFrom x\nno header\n", to: "box")
        var told: [String] = []
        let counts = try await intake.take(IncomingMail(.file(folder.path("box")))) { name, outcome in
            told.append("\(name.suffix(1)) \(outcome.isUnderstood)")
        }
        #expect(told == ["1 true", "2 false"] && counts == IncomingMail.Counts(understood: 1, notUnderstood: 1))
        #expect(try folder.counts[.active] == 1)
    }
}
