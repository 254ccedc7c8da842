import Fanmail
import FanmailBasics
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
