import Foundation

/// Python's interpreter, whose standard library has an SMTP client that nobody here wrote.
enum Python {
    /// False when it is missing; in CI the test runs all the same, and fails.
    static let isUsable = ProcessInfo.processInfo.environment["CI"] != nil || run("pass").status == 0

    /// Runs a program; what it says on both outputs.
    static func run(_ program: String) -> (status: Int32, output: String) {
        let quoted = "'" + program.replacingOccurrences(of: "'", with: "'\\''") + "'"
        guard let pipe = popen("python3 -I -c \(quoted) 2>&1", "r") else { return (-1, "no pipe") }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&piece, 1, piece.count, pipe), count > 0 { output += piece[..<count] }
        return (pclose(pipe), String(decoding: output, as: UTF8.self))
    }
}
