import Foundation
import Testing

/// A program that a test runs against. Where it is missing the test is skipped with a message; in CI that is a failure.
enum Requirement {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static func find(_ name: String) -> String? {
        ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/bin", "/sbin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func program(_ name: String) throws -> String {
        guard let path = find(name) else { throw Missing(description: "\(name) is not installed") }
        return path
    }

    static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    /// Whether a test can run here; under CI it always does, and fails where something is missing.
    static func has(_ names: String..., root: Bool = false) -> Bool {
        if isCI { return true }
        let missing = names.filter { find($0) == nil }
        if !missing.isEmpty { print("skipped: \(missing.joined(separator: ", ")) not installed") }
        if root, getuid() != 0 { print("skipped: needs root") }
        return missing.isEmpty && (!root || getuid() == 0)
    }
}
