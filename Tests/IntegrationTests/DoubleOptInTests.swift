import Foundation
import Testing

/// From the wish to the confirmation, the welcome, and the goodbye, by mail alone.
@Suite(.timeLimit(.minutes(10)))
struct DoubleOptInTests {
    private func mails(_ bench: Workbench) throws -> [String] {
        let folder = bench.path("mail") + "/new"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }

    /// The one with this in its header or text.
    private func mail(_ bench: Workbench, _ text: String) throws -> String {
        try #require(mails(bench).first { $0.contains(text) }, "no mail with \(text)")
    }

    private func bench(_ policy: String, templates: Bool = true) throws -> (Workbench, relay: String) {
        let bench = try Workbench()
        if templates { bench.expectSuccess(try bench.fanmail("init")) }
        let list = "name = \"announce\"\naddress = \"announce@lists.example\"\nowner = \"ada@lists.example\"\n"
        try bench.write(list + "description = \"News\"\n[policy]\n" + policy, to: "announce.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        return (bench, try bench.startSink("--maildir", bench.path("mail")))
    }

    @Test("By mail alone, with the sample letters or without", arguments: [true, false])
    func byMail(templates: Bool) throws {
        let (bench, relay) = try bench("double-opt-in = true\n", templates: templates)
        let asked = try bench.fanmail(
            "subscriber", "add", "grace@example.org", "--list", "announce", "--relay", relay)
        bench.expectSuccess(asked)
        #expect(asked.errors.contains("asked by mail: grace@example.org: accepted") && asked.output.isEmpty)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("pending") == 1)
        let request = try mail(bench, "Reply-To: ")
        #expect(request.contains("\nTo: grace@example.org") && request.contains("Return-Path: <>"))
        #expect(request.contains("Subject: Please confirm: ") && request.contains("Auto-Submitted: auto-generated"))
        let reply = try #require(request.firstMatch(of: /Reply-To: (announce-confirm-[a-z2-7]{37}@lists.example)/)).1
        // Quoted-printable breaks lines, and an equals sign ends the part.
        #expect(request.replacing(/=\r?\n/, with: "").contains("mailto:\(reply)"))

        try bench.write("From: grace@example.org\nTo: \(reply)\nSubject: Re: x\n\nyes\n", to: "yes.eml")
        bench.expectSuccess(try bench.fanmail("inbox", "process", "yes.eml", "--relay", relay))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
        let welcome = try mail(bench, "Subject: Welcome to News")
        #expect(welcome.contains("Auto-Submitted: auto-replied") && welcome.contains("Content-Type: text/html"))
        let leave = try #require(
            welcome.replacing(/=\r?\n/, with: "").firstMatch(of: /mailto:(announce-leave-[a-z2-7]{37}@lists.example)/)
        ).1
        try bench.write("From: grace@example.org\nTo: \(leave)\nSubject: x\n\nbye\n", to: "no.eml")
        bench.expectSuccess(try bench.fanmail("inbox", "process", "no.eml", "--relay", relay))
        #expect(try mail(bench, "Subject: You have left News").contains("\nTo: grace@example.org"))
        #expect(try mails(bench).count == 3)
    }

    @Test("Policies say who is asked, what is said, and where it goes") func policies() throws {
        let (bench, relay) = try bench(
            "double-opt-in = true\nwelcome = false\nconfirm-url = \"https://lists.example/yes/{token}\"\n")
        try bench.write(
            try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8) + "relay = \"\(relay)\"\n",
            to: "announce.toml")
        let change = try bench.fanmail("list", "apply", "announce.toml")
        #expect(change.output.contains("+ policy.relay = ") && !change.output.contains("double-opt-in"))
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "grace@example.org", "--list", "announce"))
        let request = try mail(bench, "Reply-To: ").replacing(/=\r?\n/, with: "")
        let token = try #require(request.firstMatch(of: /https:\/\/lists.example\/yes\/([a-z2-7]{37})/)).1
        #expect(try bench.fanmail("token", "verify", String(token)).status == 0)
        #expect(try mails(bench).count == 1)
        bench.expectSuccess(
            try bench.fanmail("subscriber", "add", "ken@example.org", "--list", "announce", "--no-confirm"))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 2)
        // The list's relay serves a mailing too.
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes"))
        #expect(try bench.copies()["ken@example.org"] == 1)
    }

    @Test("Nobody is asked more than three times a day") func notBombed() throws {
        let (bench, relay) = try bench("double-opt-in = true\n")
        for attempt in 1...4 {
            let asked = try bench.fanmail(
                "subscriber", "add", "grace@example.org", "--list", "announce", "--relay", relay)
            #expect((asked.status == 0) == (attempt <= 3), "\(asked.errors)")
        }
        #expect(try mails(bench).count == 3)
    }

    @Test(
        "A policy that cannot be is refused",
        arguments: [
            ("confirm-url = \"https://lists.example/\"", "needs {token}"),
            ("relay = \"lists.example\"", "is no relay"), ("relay = \"smtp://a:b@lists.example\"", "has a password"),
            ("welcome = 1", "must be true or false"),
        ])
    func refused(policy: String, reason: String) throws {
        let bench = try Workbench()
        let list = "name = \"a\"\naddress = \"a@lists.example\"\nowner = \"ada@lists.example\"\n[policy]\n"
        try bench.write(list + policy + "\n", to: "a.toml")
        let result = try bench.fanmail("list", "apply", "a.toml")
        #expect(result.status == 65 && result.errors.contains(reason), "\(result.errors)")
    }
}
