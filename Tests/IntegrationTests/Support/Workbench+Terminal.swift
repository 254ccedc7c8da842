import Foundation

extension Workbench {
    /// Runs the program on a pseudo-terminal.
    ///
    /// - Parameters:
    ///   - types: what is typed, as printf(1) understands it.
    ///   - rows: lines of the terminal; 0: it does not say.
    func onTerminal(
        _ arguments: [String], types: String = "", columns: Int = 100, rows: Int = 0,
        environment: [String: String] = [:]
    ) throws -> Result {
        let command =
            "stty cols \(columns) rows \(rows); exec " + ([Self.program.path] + arguments).joined(separator: " ")
        let line = "printf '\(types)' | script -qec '\(command)' /dev/null"
        let process = process(["-c", line], environment: ["TERM": "xterm"].merging(environment) { $1 })
        process.program = "/bin/sh"
        return try run(process)
    }
}
