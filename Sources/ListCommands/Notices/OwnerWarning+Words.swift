import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

extension OwnerWarning {
    /// What the owner can give: to see what came back and, where something waits for it, to decide.
    static func commands(_ warning: OwnerWarning, _ list: ListRecord) -> [String] {
        var lines = [
            "fanmail bounce report --mailing \(warning.mailing) --list \(list.name)",
            "fanmail bounce ls --mailing \(warning.mailing) --list \(list.name)",
            "fanmail bounce forgive --mailing \(warning.mailing) --dry-run",
        ]
        if !warning.held.isEmpty { lines.append("fanmail bounce release --mailing \(warning.mailing) --dry-run") }
        return lines
    }
}

extension WrittenWarning {
    /// For a person: `30 of 100 recipients of announce bounced in mailing 3 (30 %): see ...`.
    var line: String {
        "\(warning.bounces) of \(counted(warning.recipients, "recipient")) of \(list.name) bounced in mailing "
            + "\(warning.mailing) (\(warning.percent) %): see `fanmail bounce report --mailing \(warning.mailing)`"
    }
}

extension NoticePost {
    /// That addresses are asked whether they are there.
    static func tell(probes: Int) {
        guard probes > 0 else { return }
        Terminal.say(
            "\(counted(probes, "letter")) to addresses that bounced, before that ends their subscription: "
                + Posted.waits)
    }

    /// Writes down what addresses that bounced in a run are asked. What goes wrong with it is said, and changes nothing
    /// about how the run ended; the next round of `inbox send` does it.
    func writeProbes() async {
        do { Self.tell(probes: try await probe()) } catch {
            Terminal.say("warning: addresses that bounced could not be asked: \(error)".escapedForTerminal)
        }
    }

    /// Tells owners after a run. What goes wrong with it is said, and changes nothing about how the run ended.
    func warnOwners(after mailing: Int64) async {
        do {
            for (written, posted) in try await warnOwners(of: mailing, commands: OwnerWarning.commands) {
                posted.givenUp.tell()
                Terminal.say("warning: \(written.line); to the list's owner, \(posted.text)".escapedForTerminal)
            }
        } catch {
            Terminal.say("warning: owners of lists could not be told what came back: \(error)".escapedForTerminal)
        }
    }
}
