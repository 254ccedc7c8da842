public import ArgumentParser
public import Logging

/// What a command logs, beside what it says.
package struct LogOptions: ParsableArguments {
    @Option(name: .customLong("log-level"), help: "Logs to standard error what is of this level or above.")
    package var level: Logger.Level?

    @Option(name: .customLong("log-format"), help: "A line of text for each record, or a JSON object.")
    var format = StandardErrorLog.Format.text

    package init() {}

    /// The same for another command; none without a level.
    package var arguments: [String] {
        level.map { ["--log-level", $0.rawValue, "--log-format", format.rawValue] } ?? []
    }

    /// Silent without a level.
    package var logger: Logger {
        guard let level else { return Logger(label: "fanmail") { _ in SwiftLogNoOpLogHandler() } }
        return Logger(label: "fanmail") { StandardErrorLog(label: $0, level: level, format: format) }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
