import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists

struct ListArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Puts a list away: no message goes to it and nobody joins it; what is known of it stays.",
        discussion: "Example: fanmail list archive announce")

    @Argument(help: "Its name.", completion: .lists) var name: String
    @Flag(help: "Brings it back.") var undo = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: name)
        try store.archive(list, undo: undo)
        if global.json {
            Terminal.print(JSONValue.object([("list", .string(list.name)), ("archived", .bool(!undo))]).text)
        } else {
            Terminal.say("\(undo ? "brought back" : "archived"): \(list.name)")
        }
    }
}

struct ListRenameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Gives a list another name; its address stays.",
        discussion: """
            Example: fanmail list rename announce news
            The name is part of the header field List-Id, by which readers sort their mail: tell them.
            """)

    @Argument(help: "Its name until now.", completion: .lists) var old: String
    @Argument(help: "Its name from now on.") var new: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        guard ListDefinition.isName(new) else {
            throw FanmailFailure(
                .usage,
                "\(new.escapedForTerminal) is not a list name; it begins with a letter a-z or a digit and goes on with "
                    + "those and . _ -")
        }
        let store = try global.store()
        let list = try store.list(named: old)
        try store.rename(list, to: new)
        if global.json {
            Terminal.print(JSONValue.object([("list", .string(new)), ("formerly", .string(old))]).text)
        } else {
            Terminal.say("\(old) is \(new) now; readers who sort by List-Id will notice")
        }
    }
}
