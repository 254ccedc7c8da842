import Foundation
import Testing

/// Somebody at a terminal with README beside them: what they type comes from there, and what they read is what stands on
/// the screen then.
final class Newcomer {
    let bench: Workbench
    let screen: Screen
    private let readme: String
    private var count = 0

    init(columns: Int = 100, rows: Int = 50) throws {
        bench = try Workbench()
        screen = try Screen(bench, columns: columns, rows: rows)
        readme = try Repository.text("README.md")
    }

    deinit { screen.close() }

    /// A command as README shows it, with what is their own in the place of what is README's.
    func copied(
        _ command: String, _ own: KeyValuePairs<String, String> = [:], at location: SourceLocation = #_sourceLocation
    ) -> String {
        #expect(readme.contains("\n    \(command)"), "README shows it no more: \(command)", sourceLocation: location)
        return own.reduce(command) { $0.replacing($1.key, with: $1.value) }
    }

    /// Types a line, gives the answer where it asks, and waits for its end.
    ///
    /// - Parameter status: its exit status.
    /// - Returns: what the screen shows of it.
    @discardableResult
    func type(
        _ line: String, answer: String? = nil, status: Int = 0, at location: SourceLocation = #_sourceLocation
    ) throws -> String {
        try begin(line)
        if let answer {
            try screen.wait(at: location) { $0.hasSuffix("[y/N]") }
            try screen.type(answer, "Enter")
        }
        return try end(status: status, at: location)
    }

    /// Types a line that goes on.
    func begin(_ line: String) throws {
        count += 1
        try screen.type("clear; \(line); echo \"[\(count):$?]\"", "Enter")
    }

    /// Waits for the end of what goes on.
    @discardableResult
    func end(status: Int, at location: SourceLocation = #_sourceLocation) throws -> String {
        let mark = "[\(count):"
        let shown = try screen.wait(at: location) { text in
            text.hasSuffix("]\n$") && text.split(separator: "\n").contains { $0.hasPrefix(mark) }
        }
        let lines = shown.components(separatedBy: "\n")
        let last = lines.lastIndex { $0.hasPrefix(mark) } ?? lines.startIndex
        #expect(lines[last] == "\(mark)\(status)]", "\(shown)", sourceLocation: location)
        return lines[..<last].joined(separator: "\n")
    }
}
