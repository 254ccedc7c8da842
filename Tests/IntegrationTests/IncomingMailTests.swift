import Foundation
import Testing

/// What comes back and is not understood stays and is told; who writes from another address is answered.
@Suite("Incoming mail", .timeLimit(.minutes(10)))
struct IncomingMailTests {
    private func leaveAddress(_ bench: Workbench) throws -> String {
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", bench.startSink()))
        let message = try bench.sqlite("SELECT CAST(message AS TEXT) FROM mailing")
        return String(try #require(message.firstMatch(of: /List-Unsubscribe: <mailto:([^?>]+)\?/)).1)
    }

    private func active(_ bench: Workbench) throws -> Int {
        try bench.fanmail("list", "show", "announce", "--json").count("active")
    }

    private func deliver(_ bench: Workbench, _ messages: [String: String]) throws {
        for folder in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: bench.path("box/\(folder)"), withIntermediateDirectories: true)
        }
        for (name, text) in messages { try bench.write(text, to: "box/new/\(name)") }
    }

    private func folder(_ bench: Workbench, _ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: bench.path("box/\(name)")).sorted()
    }

    @Test func whoeverWritesLeavesHoweverTheFromAndTheStartAreWritten() throws {
        let bench = try Workbench()
        let froms = [
            "user0@example.org (User)", "User user1@example.org", "<user2@example.org>",
            "=?utf-8?q?User_=3Cuser3=40example.org=3E?=", "User, Four <user4@example.org>", "user5@example.org,",
            "x@example.net <user6@example.org>", "User [7] (unclosed <user7@example.org>",
        ]
        let starts = ["\u{FEFF}", "\n", "this is no field\n", "From x@y Mon Nov 23 08:00:00 2026\n"]
        try bench.subscribe(froms.count + starts.count)
        let address = try leaveAddress(bench)
        var messages: [String: String] = [:]
        for (index, from) in froms.enumerated() { messages["f\(index)"] = "From: \(from)\nTo: \(address)\n\nbye\n" }
        for (index, start) in starts.enumerated() {
            messages["s\(index)"] = "\(start)From: user\(froms.count + index)@example.org\nTo: \(address)\n\nbye\n"
        }
        try deliver(bench, messages)
        bench.expectSuccess(try bench.fanmail("inbox", "process", "box"))
        #expect(try active(bench) == 0)
        #expect(try folder(bench, "new").isEmpty && folder(bench, "cur").count == messages.count)
    }

    @Test func whatIsNotUnderstoodStaysAndIsTold() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let address = try leaveAddress(bench)
        try deliver(
            bench,
            [
                "empty": "", "junk": "no header at all\n\nx\n",
                "elsewhere": "From: a@x.example\nTo: b@x.example\n\nx\n",
                "two": "From: user0@example.org, user1@example.org\nTo: \(address)\n\nx\n",
                "arf": """
                From: abuse@x.example
                To: \(address)
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                x
                """,
                "machine": "From: a@x.example\nTo: \(address)\nAuto-Submitted: auto-replied\n\nI am away\n",
            ])
        #expect(mkfifo(bench.path("box/new/pipe"), 0o600) == 0)
        for _ in 0..<2 {
            let result = try bench.fanmail("inbox", "process", "box")
            #expect(result.status == 65 && result.errors.contains("4 messages were not understood"), "\(result.errors)")
        }
        #expect(try folder(bench, "new") == ["empty", "junk", "pipe", "two"])
        #expect(try folder(bench, "cur") == ["arf:2,S", "elsewhere:2,S", "machine:2,S"])
        let bounces = try bench.fanmail("bounce", "process", "box", "--json")
        #expect(bounces.status == 65 && bounces.errors.contains("4 messages were not understood"))
        #expect(try folder(bench, "new") == ["empty", "junk", "pipe", "two"])
        try bench.write("From x\nno header\n\nFrom x\nFrom:\nTo: \(address)\n\n", to: "box.mbox")
        let mbox = try bench.fanmail("inbox", "process", "box.mbox")
        #expect(mbox.status == 65 && mbox.errors.contains("2 messages were not understood"), "\(mbox.errors)")
        #expect(try active(bench) == 2)
    }

    @Test func aComplaintIsOneForBothCommands() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let token = String(repeating: "a", count: 37)
        for kind in ["bounces", "leave"] {
            try bench.write(
                """
                From: abuse@x.example
                To: announce-\(kind)-\(token)@lists.example
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                --b--
                """, to: "arf.eml")
            let command = kind == "bounces" ? "bounce" : "inbox"
            let result = bench.expectSuccess(try bench.fanmail(command, "process", "arf.eml"))
            #expect(result.errors.contains("ignored: it is a complaint (RFC 5965)"), "\(result.errors)")
        }
    }

    @Test func whoLeavesFromAnAliasIsToldAndTheOwnerSeesHowMany() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let address = try leaveAddress(bench)
        let relay = try bench.startSink("--maildir", bench.path("mail"), record: "answers.jsonl")
        func process(_ sender: String, _ fields: String = "") throws -> String {
            try bench.write("From: \(sender)\nTo: \(address)\nSubject: x\n\(fields)\nbye\n", to: "m.eml")
            return bench.expectSuccess(try bench.fanmail("inbox", "process", "m.eml", "--relay", relay)).errors
        }
        #expect(try process("Alias <alias@example.org>").contains("alias@example.org wants to leave announce"))
        let mails = try FileManager.default.contentsOfDirectory(atPath: bench.path("mail/new"))
        let answer = try String(contentsOfFile: bench.path("mail/new/\(mails[0])"), encoding: .utf8)
        #expect(answer.contains("\nTo: alias@example.org\n") && answer.contains("Return-Path: <>"), "\(answer)")
        #expect(answer.contains("Auto-Submitted: auto-replied") && answer.contains("not subscribed"), "\(answer)")
        // Once a day, never a machine, a list of our own, or who asked to be left alone.
        bench.expectSuccess(try bench.fanmail("suppression", "add", "never@example.org"))
        let again = [
            ("Alias@example.org", ""), ("mailer-daemon@example.org", ""), ("announce@lists.example", ""),
            ("never@example.org", ""), ("other@example.org", "Auto-Submitted: auto-replied\n"),
            ("other@example.org", "Precedence: bulk\n"), ("other@example.org", "List-Id: <x.example>\n"),
        ]
        for (sender, fields) in again { _ = try process(sender, fields) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("mail/new")).count == 1)
        let shown = try bench.fanmail("list", "show", "announce", "--json")
        #expect(shown.count("strangers") == 5 && shown.count("active") == 2, "\(shown.output)")
        // What is known of a stranger is forgotten too.
        bench.expectSuccess(try bench.fanmail("subscriber", "erase", "alias@example.org", "--yes"))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("strangers") == 3)
    }

    @Test func anAnswerThatWaitsIsErasedWithTheStranger() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let address = try leaveAddress(bench)
        try bench.write("From: Alias@example.org\nTo: \(address)\n\nbye\n", to: "m.eml")
        bench.expectSuccess(try bench.fanmail("inbox", "process", "m.eml"))
        #expect(try bench.sqlite("SELECT count(*) FROM notice") == "1")
        bench.expectSuccess(try bench.fanmail("subscriber", "erase", "alias@example.org", "--yes"))
        #expect(try bench.sqlite("SELECT count(*) FROM notice") == "0")
        let data = try Data(contentsOf: URL(fileURLWithPath: bench.path("fanmail.db")))
        #expect(data.range(of: Data("Alias@example.org".utf8)) == nil)
    }
}
