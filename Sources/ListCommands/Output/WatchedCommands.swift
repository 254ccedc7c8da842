package import Fanmail
import FanmailBasics
import FanmailTerminal

/// Commands whose exit status a server heeds, whatever is wrong with the command line.
package enum WatchedCommands {
    /// Whether a mail server hands a message over, also where the command line cannot be read: the server would return
    /// the message to its author for an operator's slip.
    package static func takesMail(_ arguments: [String]) -> Bool {
        SendCommand.isPiped(arguments) || BounceProcessCommand.isPiped(arguments)
    }

    /// Of a command line that cannot be read: the server is to try again. Returns the exit status.
    package static func sayLater(_ failure: FanmailFailure) -> Int32 {
        let verdict = PipeVerdict.later(failure.line)
        if let line = verdict.line { Terminal.say(line.escapedForTerminal) }
        return verdict.exitStatus
    }

    /// Whether a web server asks who a token is of: what shows help then has verified nothing.
    package static func verifiesToken(_ arguments: [String]) -> Bool {
        arguments.filter { !$0.hasPrefix("-") }.starts(with: ["token", "verify"])
    }
}
