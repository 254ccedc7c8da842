import FanmailBasics

/// What to do instead of a flag that people look for, and that there is not.
enum FlagMeanings {
    /// Which commands an advice is for.
    enum Scope {
        case any
        case commands([String])
        /// Those that have this flag.
        case having(String)
        /// Those that take this argument.
        case taking(String)
    }

    static let all: [(flags: [String], scope: Scope, advice: String)] = [
        (
            ["to", "list", "lists", "audience", "l"], .commands(["send", "plan"]),
            "the letter names its list: in To, or as `list` in its front matter; --segment takes a part of it"
        ),
        (
            ["cc", "bcc"], .commands(["send", "plan"]),
            "the letter names its lists itself, in To, Cc and Bcc of its header"
        ),
        (
            ["from", "subject", "sender", "reply-to", "body", "html", "text", "attach", "attachment", "preheader"],
            .commands(["send", "plan"]), "the letter says it: in its front matter, or in the header of a message"
        ),
        (
            ["dry-run", "n", "simulate", "check", "preview", "noop"], .commands(["send"]),
            "`fanmail plan` shows what sending would do, and sends nothing"
        ),
        (["test", "test-mail", "try"], .commands(["send"]), "--test-to ADDRESS sends one copy there"),
        (
            ["schedule", "at", "later", "when", "delay"], .commands(["send"]),
            "it sends at once; `at` or cron run it later"
        ),
        (["resume", "continue"], .commands(["send"]), "`fanmail mailing resume last` goes on with the latest mailing"),
        (["throttle", "speed", "limit", "per-second"], .having("rate"), "--rate 600/m limits the pace"),
        (
            ["threads", "jobs", "concurrency", "parallel", "workers", "j"], .having("connections"),
            "--connections says how many there are at most"
        ),
        (
            ["batch", "batch-size", "chunk", "chunk-size", "rcpt"], .having("max-rcpt"),
            "--max-rcpt says how many recipients an envelope has at most"
        ),
        (
            ["host", "server", "smtp", "port", "smtp-host", "smtp-server", "smtp-port", "user", "username", "login"],
            .having("relay"), "--relay smtp://user@host:port names server and login"
        ),
        (
            ["password", "pass", "smtp-password", "p"], .having("password-file"),
            "a password stands on no command line: --password-file, FANMAIL_RELAY_PASSWORD, or a prompt"
        ),
        (
            ["config", "config-file", "settings", "c"], .any,
            "fanmail.toml is looked for here and in the folders above; `fanmail config show` says what is in force"
        ),
        (["database", "sqlite", "d", "file"], .any, "--db names the database"),
        (["force", "f", "y", "no-confirm", "assume-yes"], .having("yes"), "--yes does not ask"),
        (
            ["format", "output-format", "o", "table", "pretty"], .having("csv"),
            "--json, --csv, or the table without either"
        ),
        (["format", "output-format", "csv", "jsonl"], .having("json"), "--json writes one document"),
        (
            ["quiet", "q", "silent"], .any,
            "what is said beside the result goes to standard error: 2>/dev/null leaves it out"
        ),
        (["debug", "trace", "verbose", "v", "vv"], .any, "--log-level debug tells more"),
        (["count", "max", "top", "head", "n", "first"], .having("limit"), "--limit says how many"),
        (["where", "query", "search", "match", "find"], .having("filter"), "--filter takes a condition"),
        (["all"], .having("state"), "--state says which; without it those that are usual"),
        (["email", "address", "mail", "e"], .taking("address"), "the address stands alone, without a flag"),
        (["id", "mailing", "batch"], .taking("id"), "the id stands alone, without a flag; `last` is the latest"),
        (["name", "list", "list-name"], .taking("name"), "the name stands alone, without a flag"),
        (["file", "input", "path", "letter", "i"], .taking("file"), "the file stands alone, without a flag"),
        (["tz", "timezone", "time-zone", "utc", "local"], .any, "TZ names the zone of times: TZ=UTC fanmail …"),
        (["color", "colour", "no-color", "no-colour"], .any, "NO_COLOR=1 leaves colours out"),
        (["pager"], .any, "PAGER names the pager; --no-pager does without where listings are long"),
    ]

    /// - Parameters:
    ///   - flag: without dashes.
    ///   - usage: the command's usage, which names its arguments.
    static func advice(for flag: String, of node: CommandTree, flags: [String], usage: String) -> String? {
        all.first {
            $0.flags.contains(flag.lowercased()) && isMeant(for: node, $0.scope, flags: flags, usage: usage)
        }?.advice
    }

    /// The advice for the flag that is nearest to one that is misspelt, too.
    static func near(_ flag: String, of node: CommandTree, flags: [String], usage: String) -> String? {
        guard flag.utf8.count > 2 else { return nil }
        let known = all.filter { isMeant(for: node, $0.scope, flags: flags, usage: usage) }.flatMap(\.flags)
        return NearestKey.nearest(to: flag, among: known.filter { $0.utf8.count > 2 }).flatMap {
            advice(for: $0, of: node, flags: flags, usage: usage)
        }
    }

    private static func isMeant(for node: CommandTree, _ scope: Scope, flags: [String], usage: String) -> Bool {
        switch scope {
        case .any: true
        case .commands(let commands): commands.contains(node.path.joined(separator: " "))
        case .having(let flag): flags.contains(flag)
        case .taking(let argument): usage.contains("<\(argument)>")
        }
    }
}
