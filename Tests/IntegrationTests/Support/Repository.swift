import Foundation

/// The sources that these tests were built from: what documents say is held against them.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).appending(path: "../../../..").standardized

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The paths of files with these endings below some folders.
    static func files(_ endings: String..., below folders: String...) throws -> [String] {
        try folders.flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
                .filter { path in endings.contains { path.hasSuffix($0) } }.map { "\(folder)/\($0)" }
        }
    }
}

/// A page of Markdown.
struct Page {
    let text: String

    init(_ path: String) throws { text = try Repository.text(path) }

    /// What stands between the fences, of this language.
    func blocks(_ language: String) -> [String] {
        text.components(separatedBy: "\n```\(language)\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    }

    /// Without what stands between fences.
    private var prose: String {
        text.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined()
    }

    /// What is set as code within its sentences.
    var code: [String] { prose.matches(of: /`([^`\n]+)`/).map { String($0.1) } }

    /// The blocks of indented lines, line by line, without their comments.
    var commands: [String] {
        prose.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
            $0.split(separator: "  #")[0].trimmingCharacters(in: .whitespaces)
        }
    }

    /// The addresses of its links that lead to files, without what stands behind a `#`.
    var links: [String] {
        text.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map { String($0.1) }.filter { !$0.contains("://") }
    }

    /// The cells of the table with these headings, row by row.
    func table(_ headings: String...) -> [[String]] {
        let head = "| \(headings.joined(separator: " | ")) |\n"
        guard let rest = text.components(separatedBy: head).dropFirst().first else { return [] }
        return rest.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix { $0.hasPrefix("|") }
            .map { line in
                line.dropFirst().dropLast().components(separatedBy: "|").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
            }
    }
}
