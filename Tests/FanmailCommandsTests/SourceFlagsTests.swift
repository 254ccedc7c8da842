import Fanmail
import SMTPClient
import Testing

@testable import FanmailCommands
@testable import FanmailTerminal
@testable import ServerCommands

@Suite("smtp-source's command line in words of bench")
struct SourceFlagsTests {
    private func same(_ line: String) throws -> String {
        let flags = try SourceFlags(line.split(separator: " ").map(String.init))
        return try flags.arguments(to: flags.relay, machine: "m.example").joined(separator: " ")
    }

    private static let common = "--no-pipelining --tls none"

    @Test(
        "Each flag has its counterpart",
        arguments: [
            (
                "127.0.0.1:2525",
                "smtp://127.0.0.1:2525 --connections 1 --transactions 1 \(common) --from foo@m.example --hostname m.example --to foo@m.example --no-reuse --size 207"
            ),
            (
                "-s 10 -m 1000 -l 4096 -f a@x.example -t b@y.example -N -d inet:[::1]:25",
                "smtp://[::1]:25 --connections 10 --transactions 1000 \(common) --from a@x.example --hostname m.example --to {n}b@y.example --size 4225"
            ),
            (
                "-ds10 -m5 -r3 -M h.example localhost:smtp",
                "smtp://localhost:25 --connections 5 --transactions 5 \(common) --from foo@h.example --hostname h.example --to {i}foo@h.example --rcpt 3 --size 207"
            ),
            (
                "-L -dv -F letter.eml -w 2 unix:/run/l.sock",
                "lmtp+unix:///run/l.sock --connections 1 --transactions 1 \(common) --from foo@m.example --hostname m.example --to foo@m.example --message letter.eml --think 2s --verbose"
            ),
            (
                "-R 3 -S hello -A -c -C 5 -L -d host",
                "lmtp://host:25 --connections 1 --transactions 1 \(common) --from foo@m.example --hostname m.example --to foo@m.example --size 223 --header Subject: hello --think 1ms-3s"
            ),
        ])
    func counterparts(line: String, same expected: String) throws {
        #expect(try same(line) == expected)
    }

    @Test("What is not quite the same is told") func notes() throws {
        let flags = try SourceFlags(["-A", "-c", "-C", "3", "-4", "host"])
        #expect(flags.notes.count == 3 && flags.family == 4 && flags.others.isEmpty)
        #expect(try SourceFlags(["-d", "host", "--json"]).others == ["--json"])
    }

    @Test(
        "What has no counterpart, or is wrong, is one line that says what",
        arguments: [
            ("-o host", "smtp-source -o: has no counterpart"), ("-T 1000 host", "smtp-source -T: has no counterpart"),
            ("-H x host", "smtp-source -H: has no counterpart"), ("-x host", "smtp-source -x: is no flag"),
            ("-m host", "-m host: is a number"), ("-m", "-m: needs a value"),
            ("-m 0 host", "-m 0: is a number from 1 to"),
            ("-s ten host", "-s ten: is a number"), ("", "wants one server"), ("a b", "wants one server"),
            ("unix:/run/s", "add -L"), ("-L unix:run/s", "the whole path"), ("host:x", "the port is a number"),
            ("host:0", "the port is a number"), (":25", "names no host"), ("-F f -S s host", "-S: and -F exclude"),
        ])
    func refused(line: String, part: String) {
        let failure = #expect(throws: FanmailFailure.self) { try same(line) }
        #expect(failure?.line.contains(part) == true && failure?.exitStatus == 64, "\(failure?.line ?? "")")
        #expect(failure?.line.contains("\n") == false)
    }

    @Test("Words are quoted for a shell") func quoted() {
        #expect(
            ["a-b.c:1", "{n}x", "it's", ""].map(BenchLikeCommand.quoted) == ["a-b.c:1", "'{n}x'", "'it'\\''s'", "''"])
    }
}

@Suite("Shorter ways to say what bench is to do")
struct BenchWordsTests {
    @Test(
        "are written out, and nothing else is",
        arguments: [
            ("bench spike.toml --json", "bench play spike.toml --json"),
            ("bench --like smtp-source -d x", "bench like smtp-source -d x"), ("bench x:25", "bench x:25"),
            ("bench play a.toml", "bench play a.toml"), ("list spike.toml", "list spike.toml"), ("bench", "bench"),
        ])
    func written(words: String, expected: String) {
        #expect(BenchWords.written(words.split(separator: " ").map(String.init)).joined(separator: " ") == expected)
    }
}
