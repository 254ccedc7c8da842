package import ArgumentParser
import Fanmail
import FanmailBasics
package import FanmailSettings
import Foundation
package import ListStore
import Synchronization

/// What every command takes, before or after its noun.
package struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The database (FANMAIL_DB, then fanmail.toml, then ./fanmail.db).")
    package var database: String?

    @Flag(help: "One JSON document on standard output (docs/json.md).")
    package var json = false

    @OptionGroup package var log: LogOptions

    package init() {}

    /// Those that take a value.
    private static let valued = ["--db", "--log-level", "--log-format"]

    /// How many words the option takes that these begin with; nil where that is none of every command's, or not whole.
    private static func length(_ words: ArraySlice<String>) -> Int? {
        guard let word = words.first else { return nil }
        if word == "--json" || valued.contains(where: { word.hasPrefix($0 + "=") }) { return 1 }
        return valued.contains(word) && words.count > 1 ? 2 : nil
    }

    /// Moves the options of every command behind its words: the parser knows them on the last word only.
    package static func moved(_ arguments: [String]) -> [String] {
        var front: [String] = []
        var rest = arguments[...]
        while let next = rest.first, next.hasPrefix("-"), next != "-" {
            guard let length = length(rest) else { return arguments }
            front += rest.prefix(length)
            rest = rest.dropFirst(length)
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
            if sawVerb == 1, let length = length(rest[at..<end]) {
                between += rest[at..<at + length]
                at += length
                continue
            }
            if !word.hasPrefix("-") { sawVerb += 1 }
            words.append(word)
            at += 1
        }
        return words + between + front + rest[end...]
    }

    /// - Parameter directory: whose settings they are, without those of folders above; nil for where the command runs.
    package func configuration(_ flags: [SettingName: String] = [:], in directory: String? = nil) throws
        -> Configuration
    {
        var flags = flags
        if let database { flags[.database] = database }
        let configuration = try Configuration.load(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            directory: directory ?? FileManager.default.currentDirectoryPath, upwards: directory == nil)
        Self.tell(configuration.folder.passedOver)
        return configuration
    }

    private static let hasTold = Mutex(false)

    /// Once, however often a command asks for its settings.
    private static func tell(_ passedOver: [SettingsFolder.PassedOver]) {
        let isFirst = hasTold.withLock { hasTold in
            defer { hasTold = hasTold || !passedOver.isEmpty }
            return !hasTold
        }
        guard isFirst else { return }
        for one in passedOver {
            Terminal.say("warning: \(one.file) is not read, for \(one.why)".escapedForTerminal)
        }
    }

    /// The database, which has to be there unless it may be made.
    package func store(create: Bool = false, connections: Store.Connections = .several) throws -> Store {
        let path = try configuration().database.value
        return try Store.open(
            path: path, create: create, connections: connections, patience: .said, logger: log.logger
        ) {
            TaughtRules.judge(ofDatabase: path) { Terminal.say("warning: \($0.line)") }
        }
    }
}

extension Patience {
    /// Of a command: whoever waits at the terminal is told on standard error.
    package static var said: Patience { Patience { Terminal.say("fanmail: \($0.escapedForTerminal)") } }
}
