package import ArgumentParser
import FanmailSettings
import Foundation
import ListStore

extension CompletionKind {
    /// The names of the lists in the database that the command line, the environment or fanmail.toml names.
    package static var lists: CompletionKind {
        .custom { words, _, _ in
            ((try? store(words)?.lists()) ?? []).map(\.name)
        }
    }

    /// The names of segments.
    package static var segments: CompletionKind {
        .custom { words, _, _ in
            Set(((try? store(words)?.segments(of: nil)) ?? []).map(\.name)).sorted()
        }
    }

    private static func store(_ words: [String]) throws -> Store? {
        var flags: [SettingName: String] = [:]
        for (index, word) in words.enumerated() {
            if word == "--db", index + 1 < words.count { flags[.database] = words[index + 1] }
            if word.hasPrefix("--db=") { flags[.database] = String(word.dropFirst(5)) }
        }
        let configuration = try Configuration.load(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            directory: FileManager.default.currentDirectoryPath)
        return try Store.open(path: configuration.database.value, create: false)
    }
}
