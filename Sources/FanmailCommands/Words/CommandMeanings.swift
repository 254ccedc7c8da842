import FanmailTerminal

/// What people call a command that has another name here.
enum CommandMeanings {
    /// Words, and the commands that they may mean, the likeliest first.
    static let all: [(words: [String], commands: [String])] = [
        (
            ["delete", "remove", "rm", "del", "drop", "destroy"],
            ["subscriber unsubscribe", "subscriber erase", "list rm", "segment rm", "suppression rm"]
        ),
        (["erase", "forget", "purge", "gdpr"], ["subscriber erase"]),
        (["unsubscribe", "leave", "signoff", "optout", "opt-out"], ["subscriber unsubscribe"]),
        (["subscribe", "join", "signup", "register", "optin", "opt-in"], ["subscriber add"]),
        (["add", "insert"], ["subscriber add", "suppression add", "segment add"]),
        (
            ["new", "create", "make"],
            ["list create", "letter new", "subscriber add", "segment add", "suppression add"]
        ),
        (["resume", "continue", "restart", "unpause"], ["mailing resume"]),
        (["retry", "resend", "again"], ["mailing retry", "mailing resume"]),
        (["cancel", "abort"], ["mailing cancel"]),
        (["pick", "choose", "winner", "split", "ab", "experiment"], ["mailing pick", "send"]),
        (["stop", "halt", "hold", "suspend", "pause"], ["mailing pause", "mailing cancel"]),
        (
            ["status", "state", "progress", "results", "info", "details", "describe"],
            ["mailing show", "list show", "subscriber show", "batch show", "segment show", "config show", "db stats"]
        ),
        (["report", "plot", "chart", "graph", "analytics"], ["mailing report", "bounce report"]),
        (
            ["get", "view", "display", "cat", "see", "look"],
            ["subscriber show", "list show", "mailing show", "batch show", "segment show", "config show"]
        ),
        (["outcomes", "recipients", "deliveries", "delivered"], ["mailing outcomes"]),
        (["history", "mailings", "campaign", "campaigns", "queue", "sent"], ["mailing ls"]),
        (
            ["ls", "list", "all", "dir"],
            [
                "list ls", "subscriber ls", "mailing ls", "segment ls", "suppression ls", "batch ls", "bounce ls",
                "key ls", "config show", "db stats",
            ]
        ),
        (["find", "search", "lookup", "person"], ["subscriber show", "subscriber ls"]),
        (["undo", "revert", "rollback"], ["batch undo"]),
        (["backup", "dump", "copy", "save"], ["db backup"]),
        (["stats", "statistics", "count", "size"], ["db stats", "mailing show", "list show"]),
        (["preview", "render", "open"], ["letter preview"]),
        (["lint", "proofread"], ["letter lint"]),
        (["compose", "write", "draft"], ["letter new"]),
        (["template", "templates", "newsletter", "message"], ["letter new", "letter preview"]),
        (["check", "validate"], ["doctor", "letter lint", "db check", "dkim check", "suppression check"]),
        (["test", "try", "simulate", "dry-run"], ["plan", "letter preview"]),
        (["diagnose", "health", "diagnostics", "troubleshoot"], ["doctor"]),
        (["verify", "redeem", "confirm"], ["token verify", "dkim check", "bench verify"]),
        (["block", "ban", "blacklist", "blocklist", "suppress", "exclude"], ["suppression add"]),
        (["unblock", "unban", "unsuppress", "allow"], ["suppression rm"]),
        (["blocked", "suppressed"], ["suppression ls"]),
        (["settings", "configure", "preferences", "env"], ["config show"]),
        (["setup", "install", "initialize", "initialise"], ["init", "doctor"]),
        (["start", "begin", "run"], ["send", "init"]),
        (["mail", "post", "deliver", "publish", "blast", "broadcast", "dispatch"], ["send"]),
        (["user", "users", "member", "members", "contact", "contacts", "people", "person"], ["subscriber ls"]),
        (["keygen", "genkey", "generate"], ["dkim keygen"]),
        (["keys"], ["key ls", "dkim record"]),
        (["dns"], ["dkim record", "doctor", "route explain"]),
        (["throttle", "throttling", "shape", "limits", "backoff", "provider", "providers"], ["shaping show"]),
        (["mx", "resolve", "lookup", "dane", "mta-sts", "routes"], ["route explain"]),
        (["failures", "refused", "errors", "log", "logs"], ["bounce ls", "mailing outcomes"]),
        (["filter", "query", "group", "tag"], ["segment add", "subscriber ls", "subscriber edit"]),
        (["update", "change", "modify", "set"], ["subscriber edit", "list edit", "segment add", "config show"]),
        (["rename", "mv"], ["list rename", "subscriber move"]),
        (["import", "upload", "load"], ["subscriber import", "suppression import"]),
        (["export", "download"], ["subscriber export", "suppression export"]),
        (["why", "story", "trace", "track"], ["explain"]),
        (["process", "receive", "fetch", "incoming"], ["inbox process", "bounce process"]),
        (["server", "smtp", "smtpd", "listen", "serve"], ["sink"]),
        (["benchmark", "loadtest", "stress"], ["bench run"]),
        (["ping", "connect", "probe", "hello"], ["ehlo"]),
        (["example", "tour", "tutorial"], ["demo"]),
    ]

    private static let byWord: [String: [String]] = Dictionary(
        all.flatMap { entry in entry.words.map { ($0, entry.commands) } }, uniquingKeysWith: { $0 + $1 })

    /// The commands that a word may mean, as lists of words, below one of them.
    static func paths(_ word: String, below path: [String]) -> [[String]] {
        (byWord[word.lowercased()] ?? []).map { $0.split(separator: " ").map(String.init) }
            .filter { $0.starts(with: path) && $0.count > path.count }
    }
}
