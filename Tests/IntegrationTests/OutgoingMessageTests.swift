import Foundation
import Testing

/// What goes out of what authors write, and what is said of it.
@Suite("Outgoing messages", .timeLimit(.minutes(10)))
struct OutgoingMessageTests {
    private static let head = "From: Ada <ada@lists.example>\nTo: announce@lists.example\n"

    private func mails(_ bench: Workbench) throws -> [String] {
        let folder = bench.path("mail/new")
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }

    @Test("A server without SMTPUTF8 takes a header beyond ASCII, and the plan says what was encoded")
    func headerBeyondASCII() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let relay = try bench.startSink("--hide", "SMTPUTF8", "--strict", "--maildir", bench.path("mail"))
        try bench.write("\(Self.head)Subject: Zo\u{EB}\nX-Town: M\u{FC}nchen\n\nHello\n", to: "letter.eml")
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.json["encodedFields"] as? [String] == ["Subject", "X-Town"])
        #expect(plan.json["subject"] as? String == "Zo\u{EB}")
        #expect(try bench.fanmail("plan", "letter.eml").output.contains("fields encoded: Subject, X-Town\n"))
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        bench.expectSuccess(sent)
        #expect(sent.count("accepted") == 3)
        #expect(try mails(bench).allSatisfy { $0.contains("\nSubject: =?UTF-8?Q?Zo=C3=AB?=\n") })
    }

    @Test func octetsThatAreNoUTF8AreRefusedWithTheirLine() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let url = URL(fileURLWithPath: bench.path("letter.eml"))
        try Data(Array("\(Self.head)Subject: Zo".utf8) + [0xEB] + Array("\n\nx\n".utf8)).write(to: url)
        for command in [["plan", "letter.eml"], ["send", "letter.eml", "--relay", "smtp://127.0.0.1:1"]] {
            let result = try bench.run(bench.process(command))
            #expect(
                result.status == 65 && result.errors.contains("letter.eml:3: the Subject field"), "\(result.errors)")
            #expect(result.errors.contains("save the message as UTF-8"))
        }
    }

    @Test("A newsletter out of the inbox goes out as the list's own, one-click too")
    func anothersNewsletter() throws {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(
            list + "\n[policy]\nunsubscribe-url = \"https://lists.example/{token}\"\none-click = \"always\"\n",
            to: "announce.toml")
        try bench.subscribe(2)
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        let fields = """
            Received: from esp.example by mx.home.example; Mon, 23 Nov 2026 08:00:01 +0000
            DKIM-Signature: v=1; d=esp.example; b=AAAA
            List-Unsubscribe: <https://esp.example/u/me>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            List-Id: <17.esp.example>
            Resent-Bcc: secret@home.example

            """
        try bench.write("\(fields)\(Self.head)Subject: x\n\nHello\n", to: "letter.eml")
        let plan = try bench.fanmail("plan", "letter.eml")
        #expect(
            plan.output.contains(
                "fields removed: Received, DKIM-Signature, List-Unsubscribe-Post, Resent-Bcc; "
                    + "replaced by the list's own: List-Unsubscribe, List-Id\n"), "\(plan.output)")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let mails = try mails(bench)
        #expect(mails.count == 2)
        for mail in mails {
            #expect(!mail.contains("esp.example") && !mail.contains("home.example"), "\(mail)")
            #expect(mail.contains("\nList-Unsubscribe: <https://lists.example/"), "\(mail)")
            #expect(mail.components(separatedBy: "List-Unsubscribe-Post:").count == 2, "\(mail)")
        }
    }

    @Test("A Date or Message-ID that is none is replaced, and told on both ways")
    func oddFields() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        try bench.write("\(Self.head)Date: yesterday\nMessage-ID: <x@y> <z@w>\n\nx\n", to: "letter.eml")
        let warnings = try bench.fanmail("plan", "letter.eml", "--json").json["warnings"] as? [String]
        #expect(warnings?.count == 2 && warnings?[0].hasPrefix("line 3: Date: yesterday is no date") == true)
        let sent = bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        #expect(sent.errors.contains("warning: letter.eml:3: Date: yesterday is no date"), "\(sent.errors)")
        #expect(sent.errors.contains("warning: letter.eml:4: Message-ID: <x@y> <z@w> is none"))
        let mail = try #require(try mails(bench).first)
        #expect(!mail.contains("yesterday") && !mail.contains("<z@w>") && mail.contains("\nMessage-ID: <"))
    }

    @Test("A Message-ID that another text had is not used once more")
    func anothersMessageID() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let relay = try bench.startSink()
        try bench.write("\(Self.head)Message-ID: <1@lists.example>\n\none\n", to: "one.eml")
        try bench.write("\(Self.head)Message-ID: <1@lists.example>\n\ntwo\n", to: "two.eml")
        bench.expectSuccess(try bench.fanmail("send", "one.eml", "--relay", relay))
        let plan = try bench.fanmail("plan", "two.eml")
        #expect(plan.output.contains("mailing 1 had this Message-ID with another text"), "\(plan.output)")
        #expect(!plan.output.contains("--again"))
        for flags in [[], ["--again"]] {
            let sent = try bench.run(bench.process(["send", "two.eml", "--relay", relay] + flags))
            #expect(sent.status == 65 && sent.errors.contains("remove the Message-ID field"), "\(sent.errors)")
            #expect(!sent.errors.contains("--again"))
        }
        #expect(try bench.copies().values.allSatisfy { $0 == 1 })
        try bench.write("\(Self.head)\ntwo\n", to: "two.eml")
        bench.expectSuccess(try bench.fanmail("send", "two.eml", "--relay", relay))
        // The same text once more is another matter.
        let again = try bench.fanmail("send", "one.eml", "--relay", relay)
        #expect(again.status == 65 && again.errors.contains("--again"), "\(again.errors)")
        bench.expectSuccess(try bench.fanmail("send", "one.eml", "--relay", relay, "--again"))
    }

    @Test("A list in Bcc alone, folded and twice, stays out of sight", arguments: [true, false])
    func blindCopies(addsHeaders: Bool) throws {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\nheaders = \(addsHeaders)\n", to: "announce.toml")
        try bench.subscribe(2)
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        try bench.write(
            "From: ada@lists.example\nbCC :\n announce@lists.example\nBcc: x@home.example,\n\ty@home.example\n\nx\n",
            to: "letter.eml")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let mails = try mails(bench)
        #expect(!mails.isEmpty)
        for mail in mails {
            #expect(mail.contains("\nTo: undisclosed-recipients:;\n") && !mail.contains("home.example"), "\(mail)")
            #expect(!mail.lowercased().contains("bcc") && mail.contains("List-Id") == addsHeaders)
        }
    }

    @Test func longLinesPassAStrictServer() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let relay = try bench.startSink("--strict")
        let to = (0..<80).map { "user\($0)@home.example" }.joined(separator: ",")
        try bench.write(
            "\(Self.head)Cc: \(to)\n\n\(String(repeating: "word ", count: 1_000))\n", to: "letter.eml")
        let sent = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        bench.expectSuccess(sent)
        #expect(sent.count("accepted") == 1)
    }

    @Test func anAttachedCalendarSaysItsCharset() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        try bench.write("BEGIN:VCALENDAR\nSUMMARY:Caf\u{E9}\nEND:VCALENDAR\n", to: "party.ics")
        try bench.write(
            "---\nsubject: x\nfrom: ada@lists.example\nlist: announce\nattachments: [party.ics]\n---\nHello\n",
            to: "letter.md")
        bench.expectSuccess(try bench.fanmail("send", "letter.md", "--relay", relay))
        #expect(
            try mails(bench).first?.contains("\nContent-Type: text/calendar; charset=utf-8; name=party.ics\n") == true)
    }

    @Test func whatAListSaysByItselfIsASCIIInItsHeaderToo() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let relay = try bench.startSink("--hide", "SMTPUTF8", "--maildir", bench.path("mail"))
        try FileManager.default.createDirectory(atPath: bench.path("templates"), withIntermediateDirectories: true)
        try bench.write("Subject: Best\u{E4}tigen Sie {{list}}\n\n{{url}}\n", to: "templates/confirm.eml")
        bench.expectSuccess(
            try bench.fanmail(
                "subscriber", "add", "zoe@example.org", "--list", "announce", "--confirm", "--relay", relay))
        #expect(try mails(bench).first?.contains("\nSubject: =?UTF-8?Q?Best=C3=A4tigen?= Sie announce\n") == true)
    }
}
