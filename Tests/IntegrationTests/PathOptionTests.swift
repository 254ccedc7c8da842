import Foundation
import Testing

/// Every option that takes a path, with what is no such file: one clear line, no hang, nothing done.
@Suite("Options that take a path", .timeLimit(.minutes(10)))
struct PathOptionTests {
    private static let relay = ["--relay", "smtp://127.0.0.1:1", "--no-retry", "--yes"]
    private static let login = ["--relay", "smtp://a@127.0.0.1:1", "--no-retry", "--yes"]
    private static let sink = ["sink", "--listen", "127.0.0.1:0", "--for", "1s"]

    /// What is read; PATH is the path.
    private static let inputs: [[String]] = [
        ["plan", "PATH"], ["send", "PATH"] + relay, ["letter", "lint", "PATH.md"], ["letter", "preview", "PATH.md"],
        ["bench", "compose", "PATH.md", "--for", "1ms"], ["send", "letter.eml", "--tls-ca", "PATH"] + relay,
        ["send", "letter.eml", "--tls-cert", "PATH"] + relay, ["send", "letter.eml", "--tls-key", "PATH"] + relay,
        ["ehlo", "smtp://127.0.0.1:1", "--tls-ca", "PATH"], ["send", "letter.eml", "--password-file", "PATH"] + login,
        ["send", "letter.eml", "--oauth-token-file", "PATH"] + login, ["list", "apply", "PATH"],
        ["subscriber", "import", "PATH", "--list", "announce"], ["subscriber", "sync", "PATH", "--list", "announce"],
        ["suppression", "import", "PATH"], ["inbox", "process", "PATH"], ["bounce", "process", "PATH"],
        ["dkim", "record", "--domain", "a.example", "--selector", "s", "--rsa-key", "PATH"],
        ["list", "ls", "--db", "PATH"], ["bench", "compare", "PATH", "people.csv"],
        ["bench", "verify", "people.csv", "--sent", "PATH"], sink + ["--faults", "PATH"],
        sink + ["--tls", "offer", "--tls-certificate", "PATH"],
        sink + ["--tls", "offer", "--tls-certificate", "cert.pem", "--tls-key", "PATH"],
    ]

    /// What is written.
    private static let outputs: [[String]] = [
        ["letter", "preview", "n.md", "--output", "PATH"], ["send", "letter.eml", "--transcript", "PATH"] + relay,
        ["subscriber", "import", "people.csv", "--list", "announce", "--rejects", "PATH"], ["db", "backup", "PATH"],
        ["bench", "smtp://127.0.0.1:1", "--for", "1s", "--sent", "PATH"],
        ["bench", "smtp://127.0.0.1:1", "--for", "1s", "--html", "PATH"],
        sink + ["--record", "PATH"], sink + ["--mbox", "PATH"],
    ]

    /// Directories that are made.
    private static let directories: [[String]] = [
        ["init", "PATH"], ["dkim", "keygen", "--domain", "a.example", "--directory", "PATH"],
        sink + ["--maildir", "PATH"],
    ]

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(1)
        try bench.write("email\nnew@example.org\n", to: "people.csv")
        try bench.write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", to: "cert.pem")
        try bench.write(
            "---\nsubject: Hi\nfrom: ada@lists.example\nlist: announce@lists.example\n---\nHi\n", to: "n.md")
        return bench
    }

    private func expectRefused(_ command: [String], _ kinds: [String]) throws {
        let bench = try bench()
        let counts = "SELECT (SELECT count(*) FROM mailing), (SELECT count(*) FROM subscriber)"
        let before = try bench.sqlite(counts)
        for kind in kinds {
            let name = "no-\(kind)"
            for path in [name, name + ".md"].map({ bench.path($0) }) {
                switch kind {
                case "directory": mkdir(path, 0o700)
                case "fifo": #expect(mkfifo(path, 0o600) == 0)
                case "zero": symlink("/dev/zero", path)
                case "empty": try Data().write(to: URL(fileURLWithPath: path))
                case "sparse":
                    try Data().write(to: URL(fileURLWithPath: path))
                    #expect(truncate(path, 1 << 30) == 0)
                default: break
                }
            }
            let arguments = command.map { $0.replacing("PATH", with: name) }
            let result = try bench.run(bench.process(arguments))
            #expect(result.status > 0 && result.status < 128, "\(kind): \(result.status)")
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count == 1 && lines[0].contains(name), "\(kind): \(result.errors)")
            #expect(!result.errors.contains("Error Domain") && !result.errors.contains("operation could"))
            #expect(try bench.sqlite(counts) == before)
        }
    }

    @Test("To be read", arguments: inputs) func read(command: [String]) throws {
        try expectRefused(command, ["missing", "directory", "fifo", "zero", "sparse"])
    }

    @Test("To be written", arguments: outputs) func written(command: [String]) throws {
        try expectRefused(command, ["directory", "fifo", "zero"])
    }

    @Test("To be made", arguments: directories) func made(command: [String]) throws {
        try expectRefused(command, ["empty", "fifo", "zero"])
    }

    @Test(
        "Standard streams that are closed are nobody else's",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")),
        arguments: ["<&-", "2>&-", "<&- >&- 2>&-"])
    func closedStreams(closing: String) throws {
        let bench = try bench()
        let process = bench.process(
            ["-c", "exec \"$0\" \"$@\" \(closing)", Workbench.program.path, "sink", "--listen", "127.0.0.1:0"]
                + ["--record", "copies.jsonl"])
        process.program = "/bin/sh"
        process.output = bench.path("out")
        process.errors = bench.path("err")
        try process.start()
        // Opened when the streams are.
        while process.isRunning, !FileManager.default.fileExists(atPath: bench.path("copies.jsonl")) { usleep(10_000) }
        let numbers = closing.contains(">&- 2") ? [0, 1, 2] : [closing.first == "2" ? 2 : 0]
        for number in numbers {
            let place = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process.id)/fd/\(number)")
            #expect(place == "/dev/null", "\(number)")
        }
        process.signal(SIGKILL)
        process.wait()
    }

    @Test("What is empty is no certificate, no key, and no password") func empty() throws {
        let bench = try bench()
        try Data().write(to: URL(fileURLWithPath: bench.path("empty")))
        for (flag, says) in [("--tls-ca", "no PEM file"), ("--tls-cert", "no PEM file"), ("--tls-key", "no PEM file")] {
            let result = try bench.run(bench.process(["send", "letter.eml", flag, "empty"] + Self.relay))
            #expect(result.status == 65 && result.errors.contains("empty: this is \(says)"), "\(result.errors)")
        }
        let result = try bench.run(bench.process(["send", "letter.eml", "--password-file", "empty"] + Self.login))
        #expect(result.status == 78 && result.errors.contains("first line is to be the password"), "\(result.errors)")
    }
}
