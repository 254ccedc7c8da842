import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import SMTPClient
import SMTPLoad
import SMTPProtocol
import Testing

@testable import ServerCommands

@Suite("Scenarios as files")
struct ScenarioFileTests {
    private func read(_ text: String, in folder: String = "/nowhere", urls: [String] = []) throws -> Scenario {
        var file = ScenarioFile(file: "s.toml", folder: folder)
        return try file.scenario(text, urls: urls)
    }

    private func line(_ text: String, in folder: String = "/nowhere") -> String {
        do {
            _ = try read(text, in: folder)
            return "nothing"
        } catch {
            return (error as? InputFailure)?.explanation.description ?? "\(error)"
        }
    }

    private static let target = "[[target]]\nurl = \"smtp://127.0.0.1:2525\"\n"
    private static let whole = """
        seed = 7
        connections = 20
        threads = 2
        fail-if = ["p99 > 50ms", "refused > 1%"]
        [[target]]
        name = "one"
        url = "smtp://127.0.0.1:2525"
        weight = 3
        [[target]]
        name = "two"
        url = "smtps://[::1]:465"
        [[sender]]
        name = "news"
        weight = 70
        target = "one"
        size = "exp:20000"
        recipients = "1-100"
        domains = ["a.example", "b.example"]
        from = "news{n}@a.example"
        tls = "required"
        tls-share = 50
        user = "ada"
        password-file = "ada.secret"
        chunking = true
        pipelining = false
        messages-per-connection = 20
        quit = false
        think = "exp:50ms"
        [[sender]]
        to = "user{n}@x.example"
        octets-per-second = 500
        read-octets-per-second = 100
        command-pause = "200ms"
        [[sender]]
        weight = 0.5
        target = "one"
        faults = ["reset", "long-line"]
        [[phase]]
        name = "warm"
        rate = "10-100"
        for = "10s"
        measured = false
        [[phase]]
        rate = 100
        poisson = true
        for = "1m"
        [[phase]]
        kind = "pause"
        for = "5s"
        [[phase]]
        rate = 50
        peak = 500
        for = "30s"
        connections = 100
        [[phase]]
        transactions = 1000
        senders = ["sender 3", "news"]
        """

    @Test("Everything that it can say is read") func whole() throws {
        let scenario = try read(Self.whole)
        #expect(
            scenario.seed == 7 && scenario.threads == 2
                && scenario.thresholds.map(\.description) == ["p99 > 50ms", "refused > 1%"])
        #expect(scenario.targets.map(\.name) == ["one", "two"] && scenario.targets[1].relay.isImplicitTLS)
        let news = scenario.senders[0]
        #expect(news.target == 0 && news.weight == 70 && news.size == .exponential(mean: 20000))
        #expect(news.recipients == .uniform(1...100) && news.domains == ["a.example", "b.example"])
        #expect(news.from == "news{n}@a.example" && news.security == .required && news.encryptedShare == 0.5)
        #expect(news.user == .init(name: "ada", passwordFile: "/nowhere/ada.secret") && news.chunking)
        #expect(!news.pipelining && news.messagesPerConnection == 20 && !news.quits)
        #expect(news.think == .exponential(mean: .milliseconds(50)) && !news.isSlow && !news.isBad)
        let slow = scenario.senders[1]
        #expect(
            slow.name == "sender 2" && slow.isSlow && slow.octetsPerSecond == 500
                && slow.readOctetsPerSecond == 100)
        #expect(slow.commandPause == .milliseconds(200) && slow.to == "user{n}@x.example")
        #expect(scenario.senders[2].faults == [.reset, .longLine])
        #expect(scenario.phases.map(\.kind) == [.ramp, .steady, .pause, .spike, .closed])
        #expect(scenario.phases.map(\.name) == ["warm", "steady 2", "pause 3", "spike 4", "closed 5"])
        #expect(scenario.phases.map(\.connections) == [20, 20, 20, 100, 20] && scenario.connections == 100)
        #expect(!scenario.phases[0].isMeasured && scenario.phases[1].isPoisson)
        #expect(scenario.phases[3].steps.map(\.from) == [50, 500, 50] && scenario.phases[4].transactions == 1000)
        #expect(scenario.phases[0].senders == nil && scenario.phases[4].senders == [0, 2])
    }

    @Test("Servers of the command line take the place of the file's") func targets() throws {
        #expect(
            try read(Self.whole, urls: ["smtp://h:1"]).targets.map(\.relay.description) == ["smtp://h:1", "smtp://h:1"])
        #expect(try read("[[phase]]\nrate = 1\nfor = \"1s\"", urls: ["smtp://h:1"]).targets.count == 1)
    }

    @Test(
        "A server of the command line that would be passed over, or a user in it, is a mistake",
        arguments: [
            (["smtp://h:1", "smtp://i:1", "smtp://j:1"], "--target is given 3 times, and s.toml has 2 [[target]]"),
            (["smtp://ada@h:1"], "names a user; write `user` in a [[sender]]"),
        ]) func excess(urls: [String], text: String) throws
    {
        let failure = try #require(throws: FanmailFailure.self) { try read(Self.whole, urls: urls) }
        #expect(failure.kind == .usage && failure.message.contains(text))
        #expect(try read(Self.whole, urls: ["smtp://h:1", "smtp://i:1"]).targets.map(\.relay.description).count == 2)
    }

    @Test("A part of its connections cannot be in the clear where all are encrypted from the beginning on") func share()
        async throws
    {
        let command = try BenchRunCommand.parse(["smtps://127.0.0.1", "--tls-share", "50"])
        let failure = await #expect(throws: FanmailFailure.self) { try await command.loadPlan() }
        #expect(failure?.message.contains("--tls-share: smtps://127.0.0.1") == true)
    }

    @Test(
        "What is wrong is one line, with its own line in the file and what to do",
        arguments: [
            ("sed = 1\n", "s.toml:1: unknown key `sed`; did you mean `seed`?"),
            ("seed = -1\n[[phase]]\nrate = 1\nfor = \"1s\"\n", "s.toml:1: `seed` must be an integer from 0"),
            ("", "s.toml: it has no phase in which anything is sent"),
            (
                "fail-if = [\"p98 > 5ms\"]\n[[phase]]\nrate = 1\nfor = \"1s\"\n",
                "s.toml:1: `fail-if` has \"p98 > 5ms\": p98 is no metric"
            ),
            (
                "fail-if = [\"RCPT p99 > 5ms\"]\n[[phase]]\nrate = 1\nfor = \"1s\"\n",
                "measures transactions, not each command"
            ),
            ("[[phase]]\nfor = \"5s\"\n", "s.toml:3: [[phase]] does not say what happens in it"),
            ("[[phase]]\nrate = 5\n", "s.toml:3: [[phase]] does not say how long it is"),
            ("[[phase]]\nrate = 5\nfor = \"5\"\n", "s.toml:5: `for` in [[phase]] is no time"),
            ("[[phase]]\nrate = \"x\"\nfor = \"5s\"\n", "s.toml:4: `rate` in [[phase]] is \"x\"; write"),
            ("[[phase]]\nrate = 0\nfor = \"5s\"\n", "s.toml:4: `rate`"),
            ("[[phase]]\nkind = \"steddy\"\nrate = 5\nfor = \"5s\"\n", "did you mean \"steady\"?"),
            (
                "[[phase]]\nkind = \"steady\"\nrate = \"1-5\"\nfor = \"5s\"\n",
                "s.toml:5: `rate` in [[phase]] is a range"
            ),
            ("[[phase]]\nkind = \"spike\"\nrate = 5\nfor = \"5s\"\n", "without a `peak`"),
            (
                "[[phase]]\nkind = \"closed\"\nrate = 5\nfor = \"5s\"\n",
                "`rate` in [[phase]] is for \"ramp\", \"steady\""
            ),
            (
                "[[phase]]\nrate = 5\nfor = \"1s\"\nsenders = [\"sende 1\"]\n",
                "name of no [[sender]]; did you mean \"sender 1\"?"
            ),
            ("[[phase]]\nrate = 5\nfor = \"90d\"\n", "is longer than 30 days"),
            ("[[phase]]\nrate = 5\nforr = \"9d\"\n", "s.toml:5: unknown key `forr` in [[phase]]; did you mean `for`?"),
            ("[[sender]]\nsize = 0\n", "s.toml:4: `size` in [[sender]] is \"0\""),
            ("[[sender]]\nweight = 0\n", "s.toml:4: `weight`"),
            ("[[sender]]\ntarget = \"x\"\n", "which is the name of no [[target]]; there are target 1"),
            ("[[sender]]\nto = \"x\"\n", "s.toml:4: `to` in [[sender]] is \"x\""),
            ("[[sender]]\nfrom = \"a@\"\n", "s.toml:4: `from`"),
            ("[[sender]]\nto = \"a@b.example\"\ndomains = [\"x.example\"]\n", "exclude each other"),
            ("[[sender]]\nto = \"a{i}@b.example\"\n", "counts with {n} alone"),
            ("[[sender]]\nfrom = \"a{i}@b.example\"\n", "counts with {n} alone"),
            ("[[sender]]\ndomains = [\"-\"]\n", "s.toml:4: `domains`"),
            ("[[sender]]\nthink = \"long\"\n", "write \"50ms\", \"10ms-90ms\" or \"exp:50ms\""),
            ("[[sender]]\nfaults = [\"rset\"]\n", "did you mean \"reset\"?"),
            ("[[sender]]\nfaults = []\n", "has none; write some of disconnect-in-data"),
            (
                "[[sender]]\nfaults = [\"reset\"]\nuser = \"a\"\n",
                "s.toml:5: `user` in [[sender]] is for those who send mail"
            ),
            ("[[sender]]\npassword-file = \"a\"\n", "needs a `user`"),
            ("[[sender]]\ntls = \"none\"\ntls-share = 5\n", "has no meaning with tls"),
            (
                "[[sender]]\nname = \"a\"\n[[sender]]\nname = \"a\"\n",
                "s.toml:6: `name` in [[sender]] is \"a\" for the second time"
            ),
            (
                "[[sender]]\naddresses = \"no.csv\"\n",
                "s.toml:4: `addresses` in [[sender]] cannot be used: /nowhere/no.csv"
            ),
            ("[[sender]]\nmessages = \"no.mbox\"\n", "there is no such file"),
            ("[[phase]]\nkind = \"replay\"\n", "is a replay without `messages`"),
            ("[[target]]\nurl = \"http://x\"\n", "s.toml:4: `url` in [[target]] is no server"),
            ("[[target]]\nurl = \"smtp://ada@x\"\n", "names a user"),
            ("[[target]]\n", "s.toml:3: [[target]] has no `url`"),
            (
                "[[target]]\nname = \"t\"\nurl = \"smtps://x\"\n[[sender]]\nfaults = [\"reset\"]\ntls = \"none\"\n",
                "s.toml:8: `tls` in [[sender]] sends in the clear, and t is encrypted"
            ),
            ("[[sender]]\nread-octets-per-second = 0\n", "s.toml:4: `read-octets-per-second`"),
            (
                "[[target]]\nname = \"t\"\nurl = \"smtps://x\"\n[[sender]]\ntls = \"none\"\n",
                "s.toml:7: `tls` in [[sender]] sends in the clear, and t is encrypted"
            ),
            (
                "[[target]]\nname = \"t\"\nurl = \"smtps://x\"\n[[sender]]\ntls-share = 5\n",
                "s.toml:7: `tls-share` in [[sender]] sends in the clear, and t is encrypted"
            ),
        ])
    func wrong(text: String, part: String) {
        let isRoot = !text.hasPrefix("[[")
        let told = line(isRoot ? text + Self.target : Self.target + text)
        #expect(told.contains(part), "\(told)")
        #expect(!told.contains("\n") && told.hasPrefix("s.toml"))
    }

    @Test("Without a server there is nobody to load") func nobody() {
        #expect(line("[[phase]]\nrate = 1\nfor = \"1s\"\n").contains("it names no server; write [[target]]"))
    }

    // MARK: - Files that it names

    private func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-\(UUID().uuidString)")
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return folder.path
    }

    private static let phase = "[[phase]]\nrate = 1\nfor = \"1s\"\n"

    @Test("Addresses come from a column of a file, and a row without one is told") func addresses() throws {
        let folder = try folder([
            "a.csv": "id,work,home\n1,a@x.example,b@x.example\n2,c@x.example,d@x.example\n",
            "bad.csv": "email\na@x.example\nnobody\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func text(_ file: String, _ more: String = "") -> String {
            "\(Self.target)\(Self.phase)[[sender]]\naddresses = \"\(file)\"\n\(more)"
        }
        let scenario = try read(text("a.csv", "column = \"home\"\n"), in: folder)
        #expect(scenario.senders[0].addresses == ["b@x.example", "d@x.example"])
        #expect(line(text("a.csv", "column = \"hom\"\n"), in: folder).hasPrefix("s.toml:7: `addresses`"))
        #expect(line(text("bad.csv"), in: folder).contains("bad.csv:3: "))
    }

    private static let mbox = """
        From ada@x.example Thu Nov 26 08:00:10 2026
        Subject: second

        >From here on
        .dot

        From bob@x.example Thu Nov 26 08:00:00 2026
        Subject: first

        text

        """

    @Test("Messages come from an mbox, a Maildir or a file, as they go over the wire") func messages() throws {
        let folder = try folder([
            "all.mbox": Self.mbox, "one.eml": "Subject: one\n\nx", "dir/cur/2:2,S": "Subject: b\n\n",
            "dir/new/1": "Subject: aa\r\n\r\n", "dir/tmp/3": "Subject: no\n\n", "none/x": "",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func contents(_ name: String) throws -> [String] {
            let text = "\(Self.target)\(Self.phase)[[sender]]\nmessages = \"\(name)\"\n"
            let messages = try read(text, in: folder).senders[0].messages
            return messages?.contents.map { String(decoding: $0.bytes, as: UTF8.self) } ?? []
        }
        #expect(
            try contents("all.mbox") == [
                "Subject: second\r\n\r\nFrom here on\r\n.dot\r\n", "Subject: first\r\n\r\ntext\r\n",
            ])
        #expect(try contents("dir") == ["Subject: aa\r\n\r\n", "Subject: b\r\n\r\n"])
        #expect(try contents("one.eml") == ["Subject: one\r\n\r\nx\r\n"])
        #expect(throws: InputFailure.self) { try contents("none") }
    }

    @Test("A replay has the times of From lines, Received or Date, and goes faster where it is to") func replay() throws
    {
        let received =
            "Received: from a by b;\n Thu, 26 Nov 2026 09:00:00 +0100\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\n"
        let folder = try folder([
            "all.mbox": Self.mbox, "dir/cur/1": received, "dir/cur/2": "Date: Thu, 26 Nov 2026 08:01:00 +0000\n\n",
            "bad/cur/1": "Subject: x\n\n", "late/cur/1": "Date: Thu, 26 Nov 2026 08:01:00 +0000\n\n",
            "late/cur/2": "Date: Tue, 1 Jan 2999 00:00:00 +0000\n\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func phase(_ name: String, _ more: String = "") throws -> ScenarioPhase {
            try read("\(Self.target)[[phase]]\nmessages = \"\(name)\"\n\(more)", in: folder).phases[0]
        }
        let whole = try phase("all.mbox")
        #expect(whole.kind == .replay && whole.messages?.moments == [0, 10] && whole.duration == .milliseconds(10_001))
        #expect(whole.messages?.contents.first?.size == "Subject: first\r\n\r\ntext\r\n".utf8.count)
        #expect(try phase("all.mbox", "speed = 10\n").messages?.moments == [0, 1])
        #expect(try phase("dir").messages?.moments == [0, 60])
        // Only what came within its time.
        let short = try phase("all.mbox", "for = \"5s\"\n")
        #expect(short.messages?.moments == [0] && short.expectedTransactions == 1 && short.duration == .seconds(5))
        #expect(try phase("late", "for = \"10m\"\nspeed = 0.001\n").messages?.moments == [0])
        let late = line("\(Self.target)[[phase]]\nmessages = \"late\"\n", in: folder)
        #expect(
            late.hasPrefix("s.toml:4: `messages`") && late.contains("days, and a phase has 30 at most; write `for`"))
        let told = line("\(Self.target)[[phase]]\nmessages = \"bad\"\n", in: folder)
        #expect(told.hasPrefix("s.toml:4: `messages`") && told.contains("does not say when it came"))
    }
}
