import ArgumentParser
import Testing

@testable import FanmailCommands
@testable import FanmailTerminal
@testable import ListCommands

@Suite("A command line with a word or a flag that there is not")
struct CommandGuessTests {
    private func refusal(_ line: String) -> String? {
        let words = line.split(separator: " ").map(String.init)
        do {
            _ = try FanmailCommand.parseAsRoot(GlobalOptions.moved(words))
            return nil
        } catch {
            return ParseRefusal.failure(error, words)?.line
        }
    }

    @Test(
        "is answered with the command that was meant",
        arguments: [
            // A slip of the pen, a beginning, a plural.
            ("snd letter.eml", "`fanmail` has no command `snd`; did you mean `fanmail send`?"),
            ("sned", "did you mean `fanmail send`?"), ("subscr", "did you mean `fanmail subscriber`?"),
            ("subscribers ls", "did you mean `fanmail subscriber ls`?"),
            ("mailing shw 1", "`fanmail mailing` has no command `shw`; did you mean `fanmail mailing show`?"),
            ("subscriber unsub ada@example.org", "did you mean `fanmail subscriber unsubscribe`?"),
            // What it means.
            (
                "delete",
                "did you mean `fanmail subscriber unsubscribe`, `fanmail subscriber erase` or `fanmail list rm`?"
            ),
            ("subscriber delete", "did you mean `fanmail subscriber unsubscribe` or `fanmail subscriber erase`?"),
            ("unsubscribe ada@example.org", "did you mean `fanmail subscriber unsubscribe`?"),
            ("resume", "did you mean `fanmail mailing resume`?"), ("mailing status", "`fanmail mailing show`?"),
            (
                "status", "did you mean `fanmail mailing show`, `fanmail list show` or `fanmail subscriber show`?"
            ),
            ("mailing stop 3", "did you mean `fanmail mailing pause` or `fanmail mailing cancel`?"),
            ("preview letter.md", "did you mean `fanmail letter preview`?"),
            // Below another noun, or the other way round.
            ("rotate", "did you mean `fanmail key rotate`?"), ("keygen", "did you mean `fanmail dkim keygen`?"),
            ("subscriber suppress", "did you mean `fanmail suppression add`?"),
            ("delete list", "did you mean `fanmail list rm`?"),
            ("show mailing", "did you mean `fanmail mailing show`?"),
            ("mailing send", "did you mean `fanmail send`?"),
            // Options of every command stand anywhere.
            ("--db x.db snd", "did you mean `fanmail send`?"), ("list --json lst", "did you mean `fanmail list ls`?"),
            // Nothing is near.
            ("quux", "`fanmail` has no command `quux`; `fanmail --help` tells all of them"),
            ("subscriber help", "`fanmail subscriber --help` tells those that it has"),
            ("key quux", "`fanmail key` has no command `quux`; it has ls, rotate"),
        ])
    func words(line: String, answer: String) {
        #expect(refusal(line)?.hasSuffix(answer) == true, "\(refusal(line) ?? "")")
    }

    @Test(
        "is answered with what to do instead of the flag",
        arguments: [
            (
                "send letter.eml --to announce",
                "`fanmail send` has no flag --to; the letter names its list: in To, or as `list` in its front matter; "
                    + "--segment takes a part of it"
            ),
            ("plan letter.eml --lsit x", "the letter names its list"),
            ("subscriber ls --lsit x", "`fanmail subscriber ls` has no flag --lsit; did you mean --list?"),
            ("bounce ls --limt 3", "did you mean --limit?"),
            ("send letter.eml --dry-run", "`fanmail plan` shows what sending would do, and sends nothing"),
            ("send letter.eml --password x", "--password-file, FANMAIL_RELAY_PASSWORD, or a prompt"),
            ("send letter.eml --host mail.example", "--relay smtp://user@host:port names server and login"),
            ("list rm announce --force", "--yes does not ask"), ("list rm announce -f", "--yes does not ask"),
            ("mailing show --id 3", "the id stands alone, without a flag; `last` is the latest"),
            ("subscriber show --email ada@example.org", "the address stands alone, without a flag"),
            ("list --all", "`fanmail list` has no flag --all; flags stand behind a command: apply, archive, create"),
            ("list ls --resubscribe", "it belongs to `fanmail subscriber import`"),
            (
                "list ls --quux",
                "`fanmail list ls` has no flag --quux; `fanmail list ls --help` tells those that it has"
            ),
            ("bench smtp://localhost --quux", "has no flag --quux"),
        ])
    func flags(line: String, answer: String) {
        #expect(refusal(line)?.contains(answer) == true, "\(refusal(line) ?? "")")
    }

    @Test(
        "is answered with what it lacks, or what of it cannot be read",
        arguments: [
            (
                "subscriber import x.csv",
                "`fanmail subscriber import` lacks --list <list> (the list's name); "
                    + "write fanmail subscriber import <file> --list <list>"
            ),
            ("mailing resume", "lacks <id> (its id; last is the latest); write fanmail mailing resume <id>"),
            ("suppression add", "lacks <entries> ... (addresses, @domains or sha256:… hashes)"),
            ("list rename a", "lacks <new> (its name from now on); write fanmail list rename <old> <new>"),
            ("subscriber ls --limit", "--limit lacks its value (no more than so many); write --limit <limit>"),
            ("subscriber ls --limit ten", "--limit ten: this is no number (no more than so many)"),
            ("sink --threads x", "--threads x: this is no number (event loops; all cores unless given)"),
            ("mailing cancel three", "`fanmail mailing cancel`: `three` is no <id> (its id; last is the latest)"),
            ("bounce ls --mailing three", "--mailing three: use its number, or last"),
            (
                "bounce report --since yesterday",
                "--since yesterday: this is no time (only those since then: 2026-11-20, 2026-11-20T14:00, 3h, 2d)"
            ),
            ("bounce ls --provider gogle", "--provider gogle: did you mean google?"),
            ("subscriber import --left-as gone x --list y", "--left-as gone: use one of unsubscribed, ignore"),
            (
                "subscriber ls --log-level loud",
                "--log-level loud: use one of trace, debug, info, notice, warning, error, critical"
            ),
            ("subscriber ls --json=yes", "--json takes no value; write --json alone"),
            (
                "subscriber ls announce",
                "`fanmail subscriber ls` takes no argument such as `announce`; did you mean --list announce?"
            ),
            (
                "mailing resume 1 2",
                "`fanmail mailing resume` takes one argument, and `2` is one more; call it once for each"
            ),
            (
                "subscriber import a.csv b.csv c.csv --list y",
                "takes one argument, and `b.csv` is one more; call it once for each"
            ),
            (
                "send a.eml b.eml",
                "2 messages: to send each to a share of the list, say how large, with --split 10%; else send them one by one"
            ),
            ("list rename a b c", "takes no argument such as `c`; write fanmail list rename <old> <new>"),
            ("db check old.db", "takes no argument such as `old.db`; --db old.db names another database"),
            ("db stats now", "takes no argument such as `now`; write fanmail db stats"),
            ("send --pipe a.eml", "--pipe: reads standard input; write fanmail send --pipe -"),
            // The flag is wrong, not what stands behind it.
            ("mailing show --outcome refused", "`fanmail mailing show` has no flag --outcome"),
            ("subscriber add ada@example.org --lst announce", "has no flag --lst; did you mean --list?"),
        ])
    func others(line: String, answer: String) {
        let said = refusal(line)
        #expect(said?.hasSuffix(answer) == true || said?.contains(answer + ";") == true, "\(said ?? "")")
        #expect(said?.contains("\n") == false)
    }

    @Test("is none where help is asked for", arguments: ["--help", "send --help", "help send", "--version"])
    func help(line: String) {
        #expect(refusal(line) == nil)
    }

    @Test("is understood by the other name of a command")
    func aliases() throws {
        for node in CommandTree.root.all where node.name == "ls" || node.name == "rm" {
            for other in node.name == "ls" ? ["list"] : ["delete", "remove"] {
                let parent = try #require(CommandTree.root.descendant(node.path.dropLast()))
                #expect(parent.child(other)?.path == node.path)
            }
        }
    }

    /// A meaning leads to a command that there is, and none shadows a command's own name at the same place.
    @Test("is measured against commands that exist")
    func table() {
        for entry in CommandMeanings.all {
            for command in entry.commands {
                let node = CommandTree.root.descendant(command.split(separator: " ").map(String.init))
                #expect(node != nil, "\(command)")
            }
        }
        let commands = CommandTree.root.all
        for entry in FlagMeanings.all {
            switch entry.scope {
            case .any: break
            case .commands(let lines):
                #expect(lines.allSatisfy { CommandTree.root.child($0) != nil }, "\(lines)")
            case .having(let flag):
                #expect(commands.contains { $0.flags.contains(flag) }, "no command has --\(flag)")
            case .taking(let argument):
                #expect(
                    commands.contains { FanmailCommand.usageString(for: $0.command).contains("<\(argument)>") },
                    "no command takes \(argument)")
            }
        }
    }

    @Test(
        "takes ids, and a word for the latest",
        arguments: [("3", RecordID.number(3)), ("last", .last), ("LATEST", .last), ("three", nil), ("", nil)])
    func ids(text: String, id: RecordID?) {
        #expect(RecordID(argument: text) == id)
    }
}
