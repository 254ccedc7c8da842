import ArgumentParser
import Fanmail
import Foundation
import ListStore

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Lays out fanmail.toml, lists/, templates/ and an empty database.",
        discussion: "Example: fanmail init newsletter. Files that are there stay as they are.")

    @Argument(help: "The directory.") var directory = "."
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let folder = URL(fileURLWithPath: directory)
        try SampleFiles.lay(in: folder) { path, isMade in
            Terminal.say(
                isMade ? "made \(directory)/\(path)" : "kept \(folder.appendingPathComponent(path).relativePath)")
        }
        let configured = global.database ?? ProcessInfo.processInfo.environment["FANMAIL_DB"]
        let path = configured ?? "\(directory)/fanmail.db"
        _ = try Store.open(path: path, create: true, patience: .said, logger: global.log.logger)
        Terminal.say("made \(path)")
        Terminal.say("next: fanmail list apply lists/announce.toml")
    }
}
