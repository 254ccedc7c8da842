import Foundation
import Testing

/// A settings file that somebody else may have written runs nothing, and sends no secret anywhere.
@Suite("Trust in fanmail.toml", .timeLimit(.minutes(10)))
struct SettingsTrustTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(1)
        chmod(bench.directory.path, 0o755)
        try bench.write(
            """
            [delivery]
            relay = "smtp://ada@127.0.0.1:1"
            tls = "none"
            allow-clear-auth = true
            oauth-token-command = "touch ran; echo token"
            """, to: "fanmail.toml")
        chmod(bench.path("fanmail.toml"), 0o644)
        return bench
    }

    private func run(_ bench: Workbench) throws -> (ran: Bool, status: Int32, errors: String) {
        let result = try bench.fanmail("send", "letter.eml", "--yes", "--no-retry")
        return (FileManager.default.fileExists(atPath: bench.path("ran")), result.status, result.errors)
    }

    @Test func oursRunsItsCommand() throws {
        let result = try run(bench())
        #expect(result.ran && result.status != 78, "\(result.errors)")
    }

    @Test(arguments: ["file 666", "file 664", "folder 777", "folder 775", "owner", "link"])
    func whatOthersMayHaveWrittenRunsNothing(kind: String) throws {
        let bench = try bench()
        switch kind {
        case "file 666": chmod(bench.path("fanmail.toml"), 0o666)
        case "file 664": chmod(bench.path("fanmail.toml"), 0o664)
        case "folder 777": chmod(bench.directory.path, 0o777)
        case "folder 775": chmod(bench.directory.path, 0o775)
        case "owner":
            guard geteuid() == 0 else { return }
            #expect(chown(bench.path("fanmail.toml"), 4711, 4711) == 0)
        default:
            mkdir(bench.path("shared"), 0o777)
            chmod(bench.path("shared"), 0o777)
            rename(bench.path("fanmail.toml"), bench.path("shared/fanmail.toml"))
            symlink("shared/fanmail.toml", bench.path("fanmail.toml"))
        }
        let result = try run(bench)
        #expect(!result.ran && result.status == 78 && result.errors.contains("is not run"), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
        // The rest of it is read as ever.
        bench.expectSuccess(try bench.fanmail("plan", "letter.eml"))
        bench.expectSuccess(try bench.fanmail("list", "ls"))
    }

    /// What stands above is believed as what stands here, and runs where it stands; what a stranger put there is not read.
    @Test(arguments: ["ours", "group", "others"])
    func oneAboveRunsNothingEitherUnlessItIsOurs(kind: String) throws {
        let bench = try bench()
        mkdir(bench.path("below"), 0o755)
        for name in ["letter.eml", "announce.toml"] { symlink("../\(name)", bench.path("below/\(name)")) }
        if kind == "group" { chmod(bench.path("fanmail.toml"), 0o664) }
        if kind == "others" { chmod(bench.path("fanmail.toml"), 0o666) }
        let process = ChildProcess(
            Workbench.program.path, ["send", "letter.eml", "--yes", "--no-retry", "--db", bench.path("fanmail.db")],
            environment: ["PATH": "/usr/bin:/bin", "FANMAIL_HOSTNAME": "client.example"],
            directory: bench.path("below"))
        let result = try bench.run(process)
        #expect(FileManager.default.fileExists(atPath: bench.path("ran")) == (kind == "ours"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: bench.path("below/ran")))
        switch kind {
        case "ours": #expect(result.status != 78, "\(result.errors)")
        case "group": #expect(result.status == 78 && result.errors.contains("is not run"), "\(result.errors)")
        default:
            #expect(result.errors.contains("is not read, for others can write"), "\(result.errors)")
            #expect(result.errors.contains("no relay"), "\(result.errors)")
        }
    }

    @Test func aPasswordGoesNowhereThatSomebodyElseNamed() throws {
        let bench = try bench()
        try bench.write(
            "[delivery]\nrelay = \"smtp://ada@127.0.0.1:1\"\ntls = \"none\"\nallow-clear-auth = true\n",
            to: "fanmail.toml")
        chmod(bench.path("fanmail.toml"), 0o666)
        let environment = ["FANMAIL_RELAY_PASSWORD": "secret"]
        let result = try bench.fanmail("send", "letter.eml", "--no-retry", environment: environment)
        #expect(result.status == 78 && result.errors.contains("no secret is sent"), "\(result.errors)")
        chmod(bench.path("fanmail.toml"), 0o644)
        let trusted = try bench.fanmail("send", "letter.eml", "--no-retry", environment: environment)
        #expect(trusted.status != 78, "\(trusted.errors)")
    }

    @Test func aVerifierIsNotFooledByOptionsAndReadsStandardInput() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let token = bench.expectSuccess(
            try bench.fanmail("token", "make", "unsubscribe", "user0@example.org", "--list", "announce")
        ).output.trimmingCharacters(in: .whitespacesAndNewlines)
        for text in [
            "--help", "-h", "--version", "--help-hidden", "--json", "--dry-run", "--generate-completion-script", "-",
            "--",
        ] {
            #expect(try bench.fanmail("token", "verify", text).status != 0, "\(text)")
            #expect(try bench.fanmail("token", "verify", "--", text).status != 0, "\(text)")
        }
        #expect(try bench.fanmail("token", "verify", "--db=other.db").status != 0)
        #expect(try bench.fanmail("help", "token", "verify").status == 0)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
        try bench.write("  \(token)\r\n", to: "token")
        for arguments in [["--dry-run"], ["--dry-run", "-"], []] {
            let process = ChildProcess(
                "/bin/sh", ["-c", "exec \"$0\" token verify \"$@\" < token", Workbench.program.path] + arguments,
                environment: ["PATH": "/usr/bin:/bin"], directory: bench.directory.path)
            let result = bench.expectSuccess(try bench.run(process))
            #expect(result.output.contains("user0@example.org unsubscribed"), "\(result.output)")
        }
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 0)
    }
}
