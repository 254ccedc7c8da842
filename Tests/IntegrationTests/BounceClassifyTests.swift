import Foundation
import Testing

/// A message that came back is explained, whatever it is in.
@Suite("Explaining bounces", .timeLimit(.minutes(10)))
struct BounceClassifyTests {
    private static func report(_ address: String, _ code: String, _ words: String) -> String {
        """
        From: MAILER-DAEMON@mx.example
        To: announce-bounces@lists.example
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; \(address)
        Original-Recipient: rfc822; was-\(address)
        Action: failed
        Status: \(code)
        Remote-MTA: dns; in.example.org
        Diagnostic-Code: smtp; 550 \(code) \(words)

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <one@lists.example>
        Subject: News

        --b--

        """
    }

    @Test func aMessageIsExplainedStepByStep() throws {
        let bench = try Workbench()
        try bench.write(Self.report("gone@example.org", "5.1.1", "No such user"), to: "bounce.eml")
        let shown = try bench.fanmail("bounce", "classify", "bounce.eml")
        bench.expectSuccess(shown)
        for part in [
            "bounce.eml: delivery", "gone@example.org failed: address-unknown, hard, 5.1.1", "was-gone@example.org",
            "in.example.org", "No such user", "how it was read", "<one@lists.example>",
        ] { #expect(shown.output.contains(part), "\(part) is not in \(shown.output)") }
        // No database was there, and none was made.
        #expect(!FileManager.default.fileExists(atPath: bench.path("fanmail.db")))
    }

    @Test func programsGetOneObjectAMessage() throws {
        let bench = try Workbench()
        let mbox = [("a@example.org", "5.1.1", "No such user"), ("b@example.org", "5.2.2", "Mailbox full")].map {
            "From MAILER-DAEMON Mon Nov 23 08:00:00 2026\n" + Self.report($0, $1, $2) + "\n"
        }
        try bench.write(mbox.joined(), to: "bounces.mbox")
        try bench.write("From: ada@example.org\nSubject: Hello\n\nHow are you?\n", to: "letter.eml")
        let result = try bench.fanmail("bounce", "classify", "bounces.mbox", "letter.eml", "--jsonl")
        bench.expectSuccess(result)
        let objects = try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(
            objects.map { $0["file"] as? String } == [
                "bounces.mbox, message 1", "bounces.mbox, message 2", "letter.eml",
            ])
        let recipients = objects.map { $0["recipients"] as? [[String: Any]] ?? [] }
        #expect(recipients.map(\.count) == [1, 1, 0])
        #expect(recipients[0].first?["class"] as? String == "address-unknown")
        #expect(recipients[0].first?["hard"] as? Bool == true)
        #expect(recipients[1].first?["class"] as? String == "full")
        #expect(recipients[1].first?["hard"] as? Bool == false)
        #expect(objects[2]["nature"] as? String == "other")
        let array = try bench.fanmail("bounce", "classify", "bounces.mbox", "--json")
        #expect(try JSONSerialization.jsonObject(with: Data(array.output.utf8)) as? [Any] != nil)
    }

    @Test func whatCannotBeReadIsToldAndTheRestIsReadAllTheSame() throws {
        let bench = try Workbench()
        try bench.write(Self.report("gone@example.org", "5.1.1", "No such user"), to: "bounce.eml")
        let result = try bench.fanmail("bounce", "classify", "nothing.eml", "bounce.eml")
        #expect(result.status == 66 && result.errors.contains("nothing.eml"), "\(result.errors)")
        #expect(result.output.contains("gone@example.org"))
    }

    @Test func aMaildirIsReadAndStaysAsItIs() throws {
        let bench = try Workbench()
        for name in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: bench.path("mail/\(name)"), withIntermediateDirectories: true)
        }
        try bench.write(Self.report("a@example.org", "5.1.1", "No such user"), to: "mail/new/1")
        try bench.write(Self.report("b@example.org", "5.7.1", "Spam"), to: "mail/cur/2:2,S")
        let result = try bench.fanmail("bounce", "classify", "mail")
        bench.expectSuccess(result)
        #expect(result.output.contains("a@example.org") && result.output.contains("b@example.org"))
        #expect(result.errors.contains("2 messages"), "\(result.errors)")
        #expect(FileManager.default.fileExists(atPath: bench.path("mail/new/1")))
    }
}
