import SMTPCore
import Testing

@testable import Composition

struct LoopGuardTests {
    private static func message(_ fields: String) -> String { "From: a@b.example\n\(fields)\nbody\n" }

    @Test(arguments: [
        ("List-Id: <announce.lists.example>\n", "List-Id"),
        ("LIST-ID: News, weekly\n <Announce.Lists.EXAMPLE>\n", "List-Id"),
        ("List-Id: < announce.lists.example >\n", "List-Id"),
        ("List-Id: announce.lists.example\n", "List-Id"),
        ("List-Id: <other.lists.example>\nList-Id: <announce.lists.example>\n", "List-Id"),
        ("Auto-Submitted: auto-replied\n", "auto-replied"),
        ("auto-submitted: Auto-Generated; x=no\n", "auto-generated"),
        ("Auto-Submitted: none\n", "none"),
        ("Auto-Submitted:\n", "Auto-Submitted"),
        ("Auto-Submitted: no\nAuto-Submitted: auto-notified\n", "auto-notified"),
        ("Return-Path: <>\n", "Return-Path"),
        ("return-path:\n\t< >\n", "Return-Path"),
        ("Return-Path: <a@b.example>\nReturn-Path: <>\n", "Return-Path"),
        (String(repeating: "Received: by x\n", count: 101), "101 Received"),
    ])
    func loopsAreRefused(fields: String, part: String) throws {
        let failure = try #require(try Sample.failure(Self.message(fields)))
        #expect(failure.kind == .loop)
        #expect(failure.reason.contains(part), "\(failure.reason)")
    }

    @Test(arguments: [
        "", "List-Id: <other.lists.example>\n", "List-Id: <announce.lists.example.org>\n",
        "List-Id: <old-announce.lists.example>\n", "Auto-Submitted: no\n", "Auto-Submitted: NO; x=y\n",
        "Auto-Submitted: No (typed)\n", "Return-Path: <a@b.example>\n", "X-Auto-Submitted: auto-replied\n",
        String(repeating: "Received: by x\n", count: 100),
    ])
    func othersPass(fields: String) throws {
        #expect(try Sample.failure(Self.message(fields)) == nil)
    }

    @Test func theSecondListIsWatchedToo() throws {
        let source = Self.message("List-Id: <dev.lists.example>\n")
        #expect(try Sample.failure(source, lists: [Sample.announce, Sample.list("dev")])?.kind == .loop)
        #expect(try Sample.failure(source, lists: [Sample.announce]) == nil)
    }

    @Test func aListThatAddsNoHeadersIsWatchedToo() throws {
        #expect(
            try Sample.failure(Self.message("List-Id: <plain.lists.example>\n"), lists: [Sample.plain])?.kind == .loop)
    }

    @Test func theReasonIsSafeToShow() throws {
        let failure = try #require(try Sample.failure(Self.message("Auto-Submitted: \u{1B}[2J\n")))
        #expect(!failure.reason.contains("\u{1B}"))
    }

    @Test(arguments: [
        "From: b@c.example\n", "Sender: x@y.example\nSENDER: x@y.example\n", "To: x@y.example\nTO: x@y.example\n",
        "Cc: x@y.example\nCc: z@y.example\n",
        "Reply-To: x@y.example\nreply-to: x@y.example\n",
        "Subject: 1\nSubject: 1\n", "Date: 1\nDate: 2\n", "Message-ID: <1@x>\nMessage-Id: <2@x>\n",
        "Message-ID:\nMessage-ID: <2@x>\n", "In-Reply-To: <1@x>\nIn-Reply-To: <1@x>\n",
        "References: <1@x>\nReferences: <1@x>\n",
    ])
    func whatMayStandOnceStandsOnce(fields: String) throws {
        let failure = try #require(try Sample.failure(Self.message(fields)))
        #expect(failure.kind == .message)
        #expect(failure.reason.contains("more than one"), "\(failure.reason)")
        #expect(failure.line == (fields.hasPrefix("From") ? 2 : 3))
    }

    @Test(arguments: [
        ("To: announce@lists.example\n\nx\n", nil, "no From"), ("\nFrom: a@b.example\n", nil, "no From"),
        ("From:\n\nx\n", 1, "nobody"), ("From: us:;\n\nx\n", 1, "nobody"), ("From: Ada\n\nx\n", 1, "no address"),
        ("X: 1\nFrom: an nounce@lists.example\n\nx\n", 2, "space"),
    ])
    func fromNamesSomebody(source: String, line: Int?, part: String) throws {
        let failure = try #require(try Sample.failure(source))
        #expect(failure.kind == .message)
        #expect(failure.line == line)
        #expect(failure.reason.contains(part), "\(failure.reason)")
    }
}
