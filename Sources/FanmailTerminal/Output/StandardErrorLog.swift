import ArgumentParser
import FanmailBasics
import Logging

/// Writes log records to standard error, each on a line of its own. Control characters are escaped: it may be a terminal.
struct StandardErrorLog: LogHandler {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let format: Format

    init(label: String, level: Logger.Level, format: Format) {
        self.label = label
        logLevel = level
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Terminal.say(line(event, at: .now)) }

    /// `2026-11-27T09:00:00Z info fanmail: mailing ended mailing=3 state=finished`, or the same as an object.
    func line(_ event: LogEvent, at now: Timestamp) -> String {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        switch format {
        case .text:
            let pairs = details.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
            return "\(now.rfc3339) \(event.level) \(label): \(event.message)\(pairs)".escapedForTerminal
        case .json:
            let fields: [(String, JSONValue)] = [
                ("time", .string(now.rfc3339)), ("level", .string("\(event.level)")), ("label", .string(label)),
                ("message", .string("\(event.message)")),
            ]
            return JSONValue.object(fields + details.map { ($0.key, .string("\($0.value)")) }).text
        }
    }

    private static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return value }
        return "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
