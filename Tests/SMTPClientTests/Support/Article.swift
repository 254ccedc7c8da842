import Foundation

/// A page of the library's documentation, as it stands in the sources.
struct Article {
    let text: String

    static let root = URL(fileURLWithPath: #filePath).appending(path: "../../../..").standardized

    init(_ name: String) throws {
        let file = Self.root.appending(path: "Sources/SMTPClient/SMTPClient.docc/\(name).md")
        text = try String(contentsOf: file, encoding: .utf8)
    }

    /// What stands between the fences, of this language.
    func blocks(_ language: String) -> [String] {
        let parts = text.components(separatedBy: "\n```")
        return parts.indices.filter { $0 % 2 == 1 }.compactMap { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return lines.count == 2 && lines[0] == language ? String(lines[1]) : nil
        }
    }
}
