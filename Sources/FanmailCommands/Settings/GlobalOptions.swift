import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import Foundation
import ListStore

/// What every command takes, before or after its noun.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The database (FANMAIL_DB, then fanmail.toml, then ./fanmail.db).")
    var database: String?

    @Flag(help: "One JSON document on standard output (docs/json.md).")
    var json = false

    /// Moves the options of every command behind its words: the parser knows them on the last word only.
    static func moved(_ arguments: [String]) -> [String] {
        var front: [String] = []
        var rest = arguments[...]
        while let next = rest.first, next.hasPrefix("-"), next != "-" {
            if next == "--db" {
                guard rest.count > 1 else { return arguments }
                front += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if next.hasPrefix("--db=") || next == "--json" {
                front.append(next)
                rest = rest.dropFirst()
            } else {
                return arguments
            }
        }
        guard !rest.isEmpty else { return arguments }
        // Also between noun and verb; in front of the first argument that ends the options.
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        var between: [String] = []
        var words: [String] = []
        var at = rest.startIndex
        var sawVerb = 0
        while at < end {
            let word = rest[at]
            if sawVerb == 1, word == "--db", at + 1 < end {
                between += [word, rest[at + 1]]
                at += 2
                continue
            }
            if sawVerb == 1, word == "--json" || word.hasPrefix("--db=") {
                between.append(word)
                at += 1
                continue
            }
            if !word.hasPrefix("-") { sawVerb += 1 }
            words.append(word)
            at += 1
        }
        return words + between + front + rest[end...]
    }

    func configuration(_ flags: [SettingName: String] = [:]) throws -> Configuration {
        var flags = flags
        if let database { flags[.database] = database }
        return try Configuration.load(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            directory: FileManager.default.currentDirectoryPath)
    }

    /// The database, which has to be there unless it may be made.
    func store(create: Bool = false, connections: Store.Connections = .several) throws -> Store {
        try Store.open(
            path: configuration().database.value, create: create, connections: connections,
            patience: .said)
    }
}

extension Patience {
    /// Of a command: whoever waits at the terminal is told on standard error.
    static var said: Patience { Patience { Terminal.say("fanmail: \($0.escapedForTerminal)") } }
}
