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

/// Which report is about whom, and how sure that is.
@Suite("Failure reports that come back", .timeLimit(.minutes(10)))
struct BounceIntakeTests: ReportSuite {
    @Test("The token of a reverse-path says who is meant, whoever the report names, and a report counts once")
    func verp() async throws {
        let sent = try await SentMailing.send("verp = \"always\"")
        let path = try #require(sent.reversePaths["ken@a.example"])
        let bounces = logged(try sent.intake.take(report(to: path, "somebody@else.example")))
        #expect(bounces.map(\.recipient) == ["ken@a.example"] && bounces[0].found == "verp")
        #expect(bounces[0].confidence == 100 && bounces[0].effect == .ended && bounces[0].mailing == 1)
        #expect(isKnown(try sent.intake.take(report(to: path, "somebody@else.example"))))
        // The same from elsewhere says no more.
        #expect(isKnown(try sent.intake.take(report(to: path, "ken@a.example", id: "2"))))
        // Where the MTA tells the envelope's recipient, the header need not.
        #expect(isKnown(try sent.intake.take(report("x@else.example", id: "3"), recipients: [path])))
        #expect(try sent.folder.counts[.active] == 3)
    }

    @Test("ENVID says the envelope, and counts for whom of it the report names")
    func envelopeID() async throws {
        let sent = try await SentMailing.send()
        let id = try #require(sent.envelopeIDs["ada@c.example"])
        #expect(sent.envelopeIDs["zoe@c.example"] == id && sent.envelopeIDs["ken@a.example"] != id)
        // One who is of another envelope is not found by it, but by the address, which ends nothing.
        let other = logged(try sent.intake.take(report("ken@a.example", envelopeID: id)))
        #expect(other.map(\.found) == ["field"] && other[0].effect != .ended)
        // Forwarded: the original recipient is the member.
        let forwarded = logged(
            try sent.intake.take(report("gone@else.example", original: "ADA@c.example", envelopeID: id, id: "2")))
        #expect(forwarded.map(\.recipient) == ["ada@c.example"] && forwarded[0].found == "envelope-id")
        #expect(forwarded[0].confidence == 90 && forwarded[0].effect == .ended)
        #expect(try sent.folder.counts[.active] == 3)
    }

    @Test("A report of several is a row each")
    func several() async throws {
        let sent = try await SentMailing.send(most: 4)
        let id = try #require(sent.envelopeIDs["ada@c.example"])
        let outcome = try sent.intake.take(
            report("ada@c.example", "nobody@c.example", "mei@b.example", envelopeID: id))
        #expect(logged(outcome).map(\.recipient) == ["ada@c.example", "mei@b.example"])
        #expect(try sent.folder.counts[.active] == 2)
    }

    @Test(
        "What is forged, of nobody, or of somebody else's envelope ends nothing",
        arguments: ["a", "zzzz", String(repeating: "a", count: 37), "' OR 1=1 --"])
    func forged(id: String) async throws {
        let sent = try await SentMailing.send()
        let bounces = logged(try sent.intake.take(report("ada@c.example", envelopeID: id)))
        #expect(bounces.map(\.recipient) == ["ada@c.example"] && bounces[0].confidence < 50)
        #expect(bounces[0].effect == .none && bounces[0].found == "field")
        let path = "announce-bounces-\(String(repeating: "b", count: 37))@lists.example"
        let unknown = try sent.intake.take(report(to: path, "x@else.example", envelopeID: id, id: "2"))
        guard case .ignored(.token) = unknown else {
            Issue.record("\(unknown)")
            return
        }
        #expect(try sent.folder.counts[.active] == 4)
    }

    @Test("The copy that came back tells its mailing, and with a token of their own whose it was")
    func returned() async throws {
        let sent = try await SentMailing.send()
        let id = try #require(sent.message.firstMatch(of: /\nMessage-ID: (<[^>]+>)/.ignoresCase())?.1)
        let named = logged(
            try sent.intake.take(report("mei@b.example", returned: "Message-ID: \(id)\nSubject: News")))
        #expect(named.map(\.found) == ["field"] && named[0].mailing == 1 && named[0].confidence == 45)
        #expect(named[0].effect != .ended)
        let token = try sent.folder.store.token(
            .unsubscribe, for: Mailbox(parsing: "zoe@c.example"), list: sent.folder.list, lasting: .seconds(3600))
        let own = logged(
            try sent.intake.take(
                report(
                    "gone@else.example", returned: "List-Unsubscribe: <https://lists.example/leave/\(token)>", id: "2")
            ))
        #expect(own.map(\.recipient) == ["zoe@c.example"] && own[0].found == "returned-token")
        #expect(own[0].effect == .ended)
        #expect(try sent.folder.counts[.active] == 3)
    }

    @Test("A report with neither token nor mailing is logged for whoever had mail of late, and counts for nothing")
    func addressAlone() async throws {
        let sent = try await SentMailing.send("dsn = \"never\"")
        #expect(sent.envelopeIDs.isEmpty)
        try sent.folder.subscribe("new@d.example")
        let bounces = logged(try sent.intake.take(report("mei@b.example")))
        #expect(bounces.map(\.confidence) == [30] && bounces[0].mailing == 1 && bounces[0].effect == .none)
        // Whoever had none yet is nobody a report can be about.
        for address in ["new@d.example", "nobody@else.example", "no address"] {
            let outcome = try sent.intake.take(report(address, id: address))
            guard case .notUnderstood(.nobody) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test("Who moved is found by either address; who was erased is nobody")
    func movedAndErased() async throws {
        let sent = try await SentMailing.send(most: 4)
        let id = try #require(sent.envelopeIDs["ada@c.example"])
        let move = try AddressMove(
            from: Mailbox(parsing: "ada@c.example"), to: Mailbox(parsing: "ada@new.example"), in: sent.folder.store)
        _ = try move.run(by: nil)
        let bounces = logged(try sent.intake.take(report("ada@new.example", envelopeID: id)))
        // The address that was written to is no subscriber's any more: nothing ends.
        #expect(bounces.map(\.recipient) == ["ada@c.example"] && bounces[0].effect != .ended)
        _ = try sent.folder.store.erase(Mailbox(parsing: "zoe@c.example"), by: nil)
        let erased = try sent.intake.take(report("zoe@c.example", envelopeID: id, id: "2"))
        guard case .notUnderstood(.nobody) = erased else {
            Issue.record("\(erased)")
            return
        }
    }

    @Test func whatIsNoFailureIsIgnored() async throws {
        let sent = try await SentMailing.send("verp = \"always\"")
        let path = try #require(sent.reversePaths["ken@a.example"])
        func message(_ field: String) -> [UInt8] { Array("From: x@x.example\nTo: \(path)\n\(field)\n\nx\n".utf8) }
        for (octets, reason) in [
            (report(to: path, "ken@a.example", action: "delayed", status: "4.2.0"), .otherAction(.delayed)),
            (message("Auto-Submitted: auto-replied"), .machine(.autoSubmitted("auto-replied"))),
            (message("Precedence: bulk"), .machine(.precedence("bulk"))),
            (Array("From: x@x.example\nTo: announce@lists.example\n\nx\n".utf8), .noReversePath),
        ] as [([UInt8], InboxReason)] {
            let outcome = try sent.intake.take(octets)
            guard case .ignored(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(why == reason && outcome.isUnderstood)
        }
        #expect(try sent.folder.counts[.active] == 4)
    }

    @Test func whatMayBeAFailureIsForSomebodyToSee() async throws {
        let sent = try await SentMailing.send("verp = \"always\"")
        let path = try #require(sent.reversePaths["ken@a.example"])
        for (octets, reason) in [
            (report("nobody@else.example"), .nobody),
            (Array("From: x@x.example\nTo: \(path)\n\nby hand\n".utf8), .noReport),
            (Array("no header\n\n".utf8), .noMessage),
        ] as [([UInt8], InboxReason)] {
            let outcome = try sent.intake.take(octets)
            guard case .notUnderstood(let why) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(why == reason && !outcome.isUnderstood)
        }
    }

    @Test("Each store is gone through and counted, and in whatever store it lay, a report counts once")
    func stores() async throws {
        let sent = try await SentMailing.send("verp = \"always\"")
        let folder = sent.folder
        let octets = report(to: try #require(sent.reversePaths["mei@b.example"]), "mei@b.example")
        let text = String(decoding: octets, as: UTF8.self)
        try folder.write("From x\n\(text)\n\nFrom x\nno header\n", to: "box")
        let maildir = Maildir(folder.path("dir"))
        try maildir.make()
        try folder.write(text.replacing("\n", with: "\r\n"), to: "dir/new/1")
        try folder.write("no header\n", to: "dir/new/2")
        try Maildir(folder.path("files")).make()
        try folder.write(text + "\n\n", to: "files/tmp/a.eml")
        var told: [String] = []
        for place in ["box", "dir", "files/tmp"] {
            let counts = try await sent.intake.take(IncomingMail(.file(folder.path(place)))) { _, outcome in
                told.append(
                    isKnown(outcome) ? "known" : outcome.isUnderstood ? "\(logged(outcome).count)" : "not understood")
            }
            #expect(counts.understood == 1 && counts.notUnderstood == (place == "files/tmp" ? 0 : 1), "\(place)")
        }
        #expect(told == ["1", "not understood", "known", "not understood", "known"])
        #expect(maildir.arrivals() == ["2"])
        #expect(try folder.counts[.active] == 3)
    }
}
