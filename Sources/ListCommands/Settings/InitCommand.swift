import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Lays out fanmail.toml, lists/, templates/ and an empty database.",
        discussion: "Example: fanmail init newsletter. What is there stays as it is.")

    @Argument(help: "The directory.") var directory = "."
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let folder = URL(fileURLWithPath: directory)
        var made = 0
        try SampleFiles.lay(in: folder) { path, isMade in
            if isMade { made += 1 }
            Terminal.say(
                isMade ? "made \(directory)/\(path)" : "kept \(folder.appendingPathComponent(path).relativePath)")
        }
        let path = try global.configuration(in: directory).database.value
        let isThere = FileManager.default.fileExists(atPath: path)
        _ = try Store.open(path: path, create: true, patience: .said, logger: global.log.logger)
        Terminal.say("\(isThere ? "kept" : "made") \(path)".escapedForTerminal)
        if isThere, made == 0 { Terminal.say("all of it was there already, and stays as it is") }
        let there = directory == "." ? "" : "cd \(directory) && "
        Terminal.say("next: \(there)fanmail list apply lists/".escapedForTerminal)
    }
}
