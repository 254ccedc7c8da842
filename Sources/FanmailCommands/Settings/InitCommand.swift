import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import ListStore

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Lays out fanmail.toml, lists/, templates/ and an empty database.",
        discussion: "Example: fanmail init newsletter. Files that are there stay as they are.")

    @Argument(help: "The directory.") var directory = "."
    @OptionGroup var global: GlobalOptions

    func run() throws {
        for (path, text) in SampleFiles.all {
            let file = URL(fileURLWithPath: directory).appendingPathComponent(path)
            guard !FileManager.default.fileExists(atPath: file.path) else {
                Terminal.say("kept \(file.relativePath)")
                continue
            }
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            } catch {
                throw FanmailFailure(
                    .disk,
                    "\(directory.escapedForTerminal): the directory cannot be made; name another, or a new one")
            }
            do {
                try Data(text.utf8).write(to: file)
            } catch {
                throw FanmailFailure(.disk, "\(file.path): cannot be written: \(error.localizedDescription)")
            }
            Terminal.say("made \(directory)/\(path)")
        }
        let configured = global.database ?? ProcessInfo.processInfo.environment["FANMAIL_DB"]
        let path = configured ?? "\(directory)/fanmail.db"
        _ = try Store.open(path: path, create: true, patience: .said)
        Terminal.say("made \(path)")
        Terminal.say("next: fanmail list apply lists/announce.toml")
    }
}
