import Foundation
import Testing

@Suite(
    "fanmail sink, as tests of applications use it", .timeLimit(.minutes(10)), .enabled(if: Requirement.has("python3")))
struct SinkCommandTests {
    @Test("It tells where it listens, by a file that goes again and by a line of JSON") func ready() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(bench, "--web", "127.0.0.1:0", "--jsonl")
        #expect(sink.ready["pid"] as? Int == Int(sink.process.id))
        let web = try #require(sink.ready["web"] as? [String: Any])
        #expect(web["url"] as? String == "http://127.0.0.1:\(sink.webPort ?? 0)/")
        try bench.mail([("ken@x.example", "Hello")], port: sink.smtpPort)
        #expect(FileManager.default.fileExists(atPath: sink.readyFile))
        #expect(sink.interrupt() == 0)
        #expect(!FileManager.default.fileExists(atPath: sink.readyFile))
        let lines = try sink.text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.count == 2)
        #expect((lines[0]["smtp"] as? [String: Any])?["port"] as? Int == sink.smtpPort)
        #expect(lines[1]["messages"] as? Int == 1)
    }

    @Test("What is expected ends it as soon as it is there") func met() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(
            bench, "--expect", "3", "--expect-to", "ken@*=2", "--expect-from", "app@x.example", "--expect-subject",
            "/^gr.+e$/",
            "--expect-within", "5m", "--junit", bench.path("report.xml"), "--json")
        try bench.mail(
            [("ken@x.example", "Grüße"), ("ken@y.example", "two"), ("mei@x.example", "three")], port: sink.smtpPort)
        sink.process.wait()
        #expect(sink.process.status == 0)
        let counts = try #require(try JSONSerialization.jsonObject(with: Data(sink.text.utf8)) as? [String: Any])
        let expectations = try #require(counts["expectations"] as? [[String: Any]])
        #expect(counts["expected"] as? Int == 3 && expectations.map { $0["met"] as? Bool } == [true, true, true])
        #expect(expectations.map { $0["found"] as? Int } == [2, 3, 1])
        #expect(try cases(bench) == "4 0\n")
    }

    @Test("That none comes is known at the end, or as soon as one came", arguments: [true, false])
    func none(comes: Bool) throws {
        let bench = try Workbench()
        let sink = try SinkProcess(
            bench, "--expect-to", "gone@*=0", comes ? "--expect-within" : "--max-messages", comes ? "10m" : "2")
        let others = [("ken@x.example", "one"), ("mei@x.example", "two")]
        try bench.mail(comes ? [("gone@x.example", "one")] : others, port: sink.smtpPort)
        sink.process.wait()
        #expect(sink.process.status == (comes ? 65 : 0) && sink.text.contains("1 too many") == comes)
    }

    @Test("A signal right behind the ready file ends it in order") func early() throws {
        let bench = try Workbench()
        let result = try bench.python(
            """
            import json, os, select, signal, subprocess, time
            read, write = os.pipe()
            os.set_blocking(write, False)
            try:
                while True:
                    os.write(write, b"x" * 4096)
            except BlockingIOError:
                pass
            os.set_blocking(write, True)
            # It says where it listens behind the file, and nobody reads that yet.
            sink = subprocess.Popen(["\(Workbench.program.path)", "sink", "--listen", "127.0.0.1:0", "--json",
                "--ready-file", "\(bench.path("ready.json"))"], stderr=write, stdout=subprocess.PIPE)
            while not os.path.exists("\(bench.path("ready.json"))"):
                time.sleep(0.01)
            sink.send_signal(signal.SIGINT)
            os.close(write)
            while os.read(read, 65536):
                pass
            print(sink.wait(), json.load(sink.stdout)["messages"], os.path.exists("\(bench.path("ready.json"))"))
            """)
        #expect(result.output == "0 0 False\n", "\(result.errors)")
    }

    @Test("Where it listens is told through a pipe as soon as it does") func piped() throws {
        let bench = try Workbench()
        let result = try bench.python(
            """
            import json, signal, subprocess
            sink = subprocess.Popen(["\(Workbench.program.path)", "sink", "--listen", "127.0.0.1:0", "--jsonl",
                                     "--expect-within", "10m", "--expect", "1"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            # Were the line kept back, this would be the counts of the end.
            first = json.loads(sink.stdout.readline())
            print(sink.poll(), first["smtp"]["port"] > 0)
            sink.send_signal(signal.SIGINT)
            print("messages" in json.loads(sink.stdout.readline()), sink.stdout.readline())
            sink.wait()
            """)
        #expect(result.output == "None True\nTrue b''\n", "\(result.errors)")
    }

    @Test("Messages go on over verified TLS, with a login; what is not trusted gets none") func released() throws {
        let bench = try Workbench()
        let authority = try TestAuthority()
        let identity = try authority.identity(["localhost"], days: -1...1)
        try bench.write(authority.pem, to: "ca.pem")
        try bench.write(identity.keyPEM + "\n" + identity.certificatePEM, to: "server.pem")
        try bench.write("open sesame\n", to: "password")
        let real = try SinkProcess(
            bench, "--web", "127.0.0.1:0", "--tls", "require", "--tls-certificate", bench.path("server.pem"), "--auth",
            "ada:open sesame", "--require-auth")
        func release(_ arguments: String..., to host: String = "ada@localhost") throws -> String {
            let desk = try SinkProcess(
                bench,
                ["--web", "127.0.0.1:0", "--release-to", "smtp://\(host):\(real.smtpPort)"] + arguments)
            try bench.mail([("ken@x.example", "on")], port: desk.smtpPort)
            let result = try bench.python(
                """
                import json, urllib.request
                request = urllib.request.Request(
                    "http://127.0.0.1:\(desk.webPort ?? 0)/api/v1/message/1/release", method="POST")
                print(json.load(urllib.request.urlopen(request, timeout=300))["Results"][0])
                """)
            bench.expectSuccess(result)
            return result.output
        }
        let trusted = ["--release-tls-ca", bench.path("ca.pem"), "--release-password-file", bench.path("password")]
        let gone = try release(trusted[0], trusted[1], trusted[2], trusted[3], "--release-hostname", "desk.example")
        #expect(gone.contains("'accepted'"), "\(gone)")
        let stranger = try release("--release-password-file", bench.path("password"))
        #expect(!stranger.contains("'accepted'") && stranger.contains("certificate"), "\(stranger)")
        let wrong = try release(
            trusted[0], trusted[1], "--release-password-file", bench.path("ca.pem"), "--release-tls", "required")
        #expect(!wrong.contains("'accepted'"), "\(wrong)")
        let result = try bench.python(
            """
            import json, urllib.request
            url = "http://127.0.0.1:\(real.webPort ?? 0)/api/v1/"
            print(json.load(urllib.request.urlopen(url + "messages", timeout=300))["total"])
            session = json.load(urllib.request.urlopen(url + "message/latest", timeout=300))["Session"]
            print(session["User"], session["Protocol"], session["Hello"])
            """)
        #expect(result.output == "1\nada ESMTPSA desk.example\n", "\(result.errors)")
    }

    @Test(
        "What releasing and verifying want is told before anything listens",
        arguments: [
            (["--release-tls", "required"], 64, "need --release-to"),
            (["--release-to", "smtp://127.0.0.1:1"], 64, "--release-to needs --web"),
            (
                ["--web", "127.0.0.1:0", "--release-to", "smtp://127.0.0.1:1", "--release-tls", "odd"], 64,
                "--release-tls"
            ),
            (
                ["--web", "127.0.0.1:0", "--release-to", "smtp://127.0.0.1:1", "--release-tls-ca", "/nowhere"], 66,
                "--release-tls-ca"
            ),
            (["--web", "127.0.0.1:0", "--release-to", "smtp://ada@127.0.0.1:1"], 78, "FANMAIL_RELAY_PASSWORD"),
            (["--dkim-dns"], 64, "need --web"), (["--web", "127.0.0.1:0", "--dkim-key", "k=x"], 64, "_domainkey"),
            (["--web", "127.0.0.1:0", "--dkim-key", "k._domainkey.x.example=/nowhere"], 66, "/nowhere"),
            (["--web", "127.0.0.1:0", "--dkim-key", "k._domainkey.x.example=/dev/null"], 65, "no key"),
            (["--web", "127.0.0.1:0", "--dkim-dns-server", "dns.example"], 64, "an IP address"),
        ] as [([String], Int, String)])
    func refusedOptions(_ arguments: [String], _ status: Int, _ text: String) throws {
        let bench = try Workbench()
        let run = try bench.run(bench.process(["sink", "--listen", "127.0.0.1:0", "--for", "1s"] + arguments))
        #expect(Int(run.status) == status && run.errors.contains(text), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }

    @Test("A ready file is its sink's own") func readyFiles() throws {
        let bench = try Workbench()
        let first = try SinkProcess(bench)
        let told = bench.path("told.json")
        // Of a run that was killed: it is replaced.
        try FileManager.default.copyItem(atPath: first.readyFile, toPath: told)
        let second = bench.process(["sink", "--listen", "127.0.0.1:0", "--ready-file", told, "--for", "10ms"])
        #expect(try bench.run(second).status == 0 && !FileManager.default.fileExists(atPath: told))
        // Of somebody who has written there since: it stays.
        try Data("{\"pid\": 1, \"smtp\": {\"port\": 1}}".utf8).write(to: URL(fileURLWithPath: first.readyFile))
        #expect(first.interrupt() == 0 && FileManager.default.fileExists(atPath: first.readyFile))
    }

    @Test("Limits of a file go with its faults") func limits() throws {
        let bench = try Workbench()
        try bench.write("[limits]\nrecipients = 1\n", to: "faults.toml")
        let sink = try SinkProcess(bench, "--web", "127.0.0.1:0", "--faults", bench.path("faults.toml"))
        let result = try bench.python(
            """
            import smtplib, urllib.request
            url = "http://127.0.0.1:\(sink.webPort ?? 0)/api/v1/faults"
            def refused():
                with smtplib.SMTP("127.0.0.1", \(sink.smtpPort), timeout=60) as client:
                    return list(client.sendmail("a@x.example", ["b@x.example", "c@x.example"], "Subject: x\\n\\nx\\n"))
            first = refused()
            urllib.request.urlopen(urllib.request.Request(url, method="DELETE"))
            print(first, refused())
            """)
        #expect(result.output == "['c@x.example'] []\n", "\(result.errors)")
    }

    @Test("What is missing, and what is too much, is told in a line each, and to JUnit") func missed() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(
            bench, "--expect", "3", "--expect-to", "ken@x.example=1", "--expect-to", "bounces+ada=x.example@*",
            "--expect-subject", "<&\"'>", "--max-messages", "2", "--junit", bench.path("report.xml"))
        try bench.mail([("ken@x.example", "one"), ("ken@x.example", "two")], port: sink.smtpPort)
        sink.process.wait()
        #expect(sink.process.status == 65)
        let lines = sink.text.split(separator: "\n").filter { $0.hasPrefix("expected ") }
        #expect(lines.contains("expected 3 copies: 1 missing"))
        #expect(lines.contains("expected 1 copy to ken@x.example: 1 too many"))
        #expect(lines.contains("expected a copy to bounces+ada=x.example@*: none came"))
        #expect(lines.contains("expected a message with the subject <&\"'>: none came"))
        #expect(try cases(bench) == "4 4\n")
    }

    /// Tests and failures, as a parser of XML finds them.
    private func cases(_ bench: Workbench) throws -> String {
        let result = try bench.python(
            """
            import xml.etree.ElementTree as tree
            suites = tree.parse("\(bench.path("report.xml"))").getroot()
            cases = suites.findall("testsuite/testcase")
            failed = [case for case in cases if case.find("failure") is not None]
            assert suites.tag == "testsuites" and suites.get("tests") == str(len(cases))
            assert suites.find("testsuite").get("failures") == str(len(failed))
            assert all(case.get("name") and case.get("classname") for case in cases)
            print(len(cases), len(failed))
            """)
        return bench.expectSuccess(result).output
    }

    @Test("A file has the messages of the run before, also behind a kill") func store() throws {
        let bench = try Workbench()
        let store = ["--store", bench.path("sink.db"), "--keep", "2"]
        let first = try SinkProcess(bench, store[0], store[1], store[2], store[3], "--web", "127.0.0.1:0")
        try bench.mail(
            [("a@x.example", "one"), ("b@x.example", "two"), ("c@x.example", "three")], port: first.smtpPort)
        let busy = try bench.run(bench.process(["sink", "--listen", "127.0.0.1:0", "--for", "1s"] + store))
        #expect(busy.status == 74 && busy.errors.contains("another sink"), "\(busy.errors)")
        first.process.signal(SIGKILL)
        first.process.wait()
        let second = try SinkProcess(bench, store[0], store[1], "--web", "127.0.0.1:0")
        try bench.mail([("d@x.example", "four")], port: second.smtpPort)
        let result = try bench.python(
            """
            import json, urllib.request
            url = "http://127.0.0.1:\(second.webPort ?? 0)/api/v1/messages"
            found = json.load(urllib.request.urlopen(url))
            print([(m["ID"], m["Subject"]) for m in found["messages"]])
            """)
        #expect(result.output == "[('4', 'four'), ('3', 'three'), ('2', 'two')]\n", "\(result.errors)")
    }

    @Test("The record tells subjects, and the fields and links that are asked for") func record() throws {
        let bench = try Workbench()
        let sink = try SinkProcess(
            bench, "--record", bench.path("copies.jsonl"), "--record-header", "x-campaign", "--record-links")
        try bench.mail([("ken@x.example", "Grüße")], port: sink.smtpPort, header: "message['X-Campaign'] = 'autumn'")
        let line = try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8)
        let copy = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(copy["subject"] as? String == "Grüße" && copy["links"] as? [String] == ["https://x.example/c?t=1"])
        #expect(copy["header"] as? [[String: String]] == [["name": "X-Campaign", "value": "autumn"]])
    }

    @Test(
        "Mistakes are told in a line, before anything begins",
        arguments: [
            (["--web", "0.0.0.0:0"], "--web-token"), (["--web", "nowhere"], "HOST:PORT"),
            (["--web-anyone"], "--web HOST:PORT"),
            (["--expect-to", "=3"], "PATTERN"), (["--expect-subject", "/(/"], "regular expression"),
            (["--junit", "x.xml"], "--expect"), (["--expect", "1", "--for", "1s", "--expect-within", "1s"], "exclude"),
            (["--record-header", "X-A"], "--record FILE"), (["--keep-octets", "many", "--store", "x.db"], "100MB"),
            (["--web", "127.0.0.1:0", "--web-token", "short"], "8 characters"),
            (["--keep", "5"], "--store FILE"), (["--keep-octets", "5MB"], "--store FILE"),
            (["--expect-to", "gone@*=0"], "--expect-within"), (["--expect", "0"], "--expect-within"),
            (["--ready-file", "/dev/null", "--for", "1s"], "something else"),
            (["--ready-file", "/etc/passwd", "--for", "1s"], "something else"),
        ])
    func mistakes(_ arguments: [String], _ part: String) throws {
        let bench = try Workbench()
        let result = try bench.run(bench.process(["sink", "--listen", "127.0.0.1:0"] + arguments))
        #expect(
            result.status == 64 && result.errors.contains(part) && result.errors.split(separator: "\n").count == 1,
            "\(result.errors)")
    }
}
