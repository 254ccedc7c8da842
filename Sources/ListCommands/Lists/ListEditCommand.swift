import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore
import MailingLists

struct ListEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Opens a list's definition in an editor, and applies what was saved.",
        discussion: """
            Example: EDITOR=nano fanmail list edit announce
            The editor is $VISUAL, then $EDITOR, then vi. What cannot be applied changes nothing, and is kept in a file \
            that the message names. A list's name stays: it is part of List-Id.
            """)

    @Argument(help: "Its name.", completion: .lists) var name: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: name)
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("fanmail-\(list.name)-\(UUID().uuidString).toml")
        do {
            try PersonalFile.write(Array(list.definition.toml.utf8), to: file.path)
        } catch {
            throw FanmailFailure(.disk, "\(file.path): cannot be written: \(error.reason)")
        }
        try Self.edit(file)
        let definition = try ListDefinition.load(file.path)
        guard definition.name == list.name else {
            throw FanmailFailure(
                .unusableInput,
                "\(file.path): the name became \(definition.name); a list keeps its name, \(list.name). Nothing was changed"
            )
        }
        try ListCommand.apply(definition, global)
        try? FileManager.default.removeItem(at: file)
    }

    /// Runs the editor on this terminal, as the shell would: it may be a command with arguments.
    private static func edit(_ file: URL) throws {
        let environment = ProcessInfo.processInfo.environment
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        // system(3) leaves the child in our process group, so that the terminal is its own.
        setenv("FANMAIL_EDITED", file.path, 1)
        defer { unsetenv("FANMAIL_EDITED") }
        guard system("\(editor) \"$FANMAIL_EDITED\"") == 0 else {
            try? FileManager.default.removeItem(at: file)
            throw FanmailFailure(.configuration, "the editor \(editor) failed; nothing was changed; set EDITOR to one")
        }
    }
}
