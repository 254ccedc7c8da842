import Bounces
import FanmailBasics
import FanmailMIME
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail

@Suite("What incoming mail means", .timeLimit(.minutes(10)))
struct InboxTests {
    private let folder: StoreFolder
    private let transport = RecordingTransport()

    init() throws {
        folder = try StoreFolder()
        try folder.subscribe("ken@a.example", "mei@b.example")
    }

    /// Its notices go to the transport, or wait.
    private func inbox(sends: Bool = false) throws -> Inbox {
        Inbox(store: folder.store, notices: folder.post(transport: sends ? transport : nil))
    }

    private func take(_ fields: String, recipients: [String] = [], sends: Bool = false) async throws -> Inbox.Outcome {
        try await inbox(sends: sends).take(Array("\(fields)\n\nbye\n".utf8), recipients: recipients)
    }

    /// The address by which one person leaves.
    private func leaveAddress(of address: String) throws -> String {
        let list = try folder.list
        let token = try folder.store.token(
            .unsubscribe, for: Mailbox(parsing: address), list: list, lasting: .seconds(3600))
        return try #require(TokenAddress.address(of: list.address, .unsubscribe, token: token))
    }

    private func listAddress() throws -> String { try #require(try folder.store.leaveAddress(of: folder.list)) }

    @Test func whoWritesToTheirAddressHasLeftAndIsTold() async throws {
        let address = try leaveAddress(of: "ken@a.example")
        guard case .redeemed(let effect, let notice?) = try await take("From: x@x.example\nTo: \(address)", sends: true)
        else { return #expect(Bool(false), "not redeemed") }
        #expect(effect.result == .unsubscribed && effect.address == "ken@a.example" && effect.list == "announce")
        #expect(notice.sent?.outcome == .accepted && notice.sent?.notice.kind == .goodbye)
        #expect(transport.sent.map(\.recipients) == [["ken@a.example"]])
        #expect(transport.sent.first?.reversePath == "")
        #expect(try folder.counts[.active] == 1)
        // It works once.
        guard case .redeemed(let again, nil) = try await take("From: x@x.example\nTo: \(address)", sends: true) else {
            return #expect(Bool(false), "not redeemed")
        }
        #expect(again.result == .unchanged && transport.sent.count == 1)
    }

    @Test func withoutARelayTheNoticeWaits() async throws {
        let address = try leaveAddress(of: "ken@a.example")
        guard case .redeemed(_, let notice?) = try await take("From: x@x.example\nCc: \(address)") else {
            return #expect(Bool(false), "not redeemed")
        }
        #expect(notice.sent == nil)
        #expect(try folder.store.waitingNotices() == 1)
    }

    @Test func theEnvelopeNamesTheAddressToo() async throws {
        let address = try leaveAddress(of: "ken@a.example")
        let outcome = try await take("From: x@x.example\nTo: someone@lists.example", recipients: [address])
        guard case .redeemed(let effect, _) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(effect.result == .unsubscribed)
    }

    @Test func ofTheListsAddressWhoeverWritesLeaves() async throws {
        let outcome = try await take("From: Ken <KEN@a.example>\nTo: \(listAddress())")
        guard case .redeemed(let effect, _) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(effect.address == "ken@a.example" && effect.result == .unsubscribed)
    }

    @Test func aStrangerIsToldOnceADay() async throws {
        let address = try listAddress()
        for isFirst in [true, false] {
            let outcome = try await take("From: who@x.example\nTo: \(address)", sends: true)
            guard case .stranger(let sender, let list, let notice) = outcome else {
                return #expect(Bool(false), "\(outcome)")
            }
            #expect(sender.address == "who@x.example" && list.name == "announce")
            #expect((notice?.sent?.notice.kind == .stranger) == isFirst)
        }
        #expect(transport.sent.map(\.recipients) == [["who@x.example"]])
        #expect(try folder.counts[.active] == 2 && folder.store.strangers(of: folder.list) == 2)
    }

    @Test(
        "Nobody reads there, so that nothing is said",
        arguments: [
            "mailer-daemon@x.example", "Postmaster@x.example", "no-reply@x.example", "owner-news@x.example",
            "news-bounces@x.example", "announce@lists.example",
        ])
    func unansweredStrangers(sender: String) async throws {
        let outcome = try await take("From: \(sender)\nTo: \(listAddress())", sends: true)
        guard case .stranger(_, _, nil) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(transport.sent.isEmpty)
    }

    @Test(
        "What a machine wrote asks for nothing",
        arguments: [
            ("Auto-Submitted: auto-replied", .machine(.autoSubmitted("auto-replied"))),
            ("Auto-Submitted: none", .machine(.autoSubmitted("none"))),
            ("Auto-Submitted: no\nAuto-Submitted: auto-generated", .machine(.autoSubmitted("auto-generated"))),
            ("Precedence: bulk", .machine(.precedence("bulk"))), ("List-Id: <x.example>", .machine(.list)),
            ("Return-Path: <>", .report(.delivery)), ("X-Failed-Recipients: a@b.example", .report(.delivery)),
            ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", .report(.complaint)),
        ] as [(String, InboxReason)])
    func machines(field: String, reason: InboxReason) async throws {
        let outcome = try await take("From: x@x.example\nTo: \(leaveAddress(of: "ken@a.example"))\n\(field)")
        guard case .ignored(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(why == reason && !why.text.isEmpty)
        #expect(try folder.counts[.active] == 2)
    }

    @Test func forgedTokensAndOtherAddressesDoNothing() async throws {
        _ = try leaveAddress(of: "ken@a.example")
        let forged = "announce-leave-\(String(repeating: "a", count: 37))@lists.example"
        for (to, reason) in [
            (forged, .token(.forged)), ("announce@lists.example", .noSignedAddress),
        ] as [(String, InboxReason)] {
            let outcome = try await take("From: ken@a.example\nTo: \(to)")
            guard case .ignored(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(why == reason)
        }
        #expect(try folder.counts[.active] == 2)
    }

    @Test func whatIsNoMessageOrFromTwoIsForSomebodyToSee() async throws {
        let two = try await take("From: ken@a.example, mei@b.example\nTo: \(listAddress())")
        guard case .notUnderstood(.unknownSender) = two else { return #expect(Bool(false), "\(two)") }
        let none = try await inbox().take(Array("no header\n\nx\n".utf8))
        guard case .notUnderstood(.noMessage) = none else { return #expect(Bool(false), "\(none)") }
        #expect(!two.isUnderstood && !none.isUnderstood)
    }

    @Test func aMaildirIsGoneThroughAndCounted() async throws {
        let box = Maildir(folder.path("box"))
        try box.make()
        try folder.write("From: x@x.example\nTo: \(leaveAddress(of: "ken@a.example"))\n\nx\n", to: "box/new/1")
        try folder.write("From: x@x.example\nTo: y@x.example\n\nx\n", to: "box/new/2")
        try folder.write("no header\n\nx\n", to: "box/new/3")
        var told: [String] = []
        let counts = try await inbox().take(IncomingMail(.file(box.path))) { name, outcome in
            told.append("\(name) \(outcome.isUnderstood)")
        }
        #expect(told == ["1 true", "2 true", "3 false"])
        #expect(counts == IncomingMail.Counts(understood: 2, notUnderstood: 1) && box.arrivals() == ["3"])
        #expect(try folder.counts[.active] == 1)
    }
}
