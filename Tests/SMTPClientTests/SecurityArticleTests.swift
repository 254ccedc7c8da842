import Foundation
import Testing

@Suite("What the documentation says of security is so")
struct SecurityArticleTests {
    private func sources(_ folder: String) throws -> [URL] {
        let root = Article.root.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        return names.filter { $0.hasSuffix(".swift") }.map { root.appending(path: $0) }
    }

    @Test("Every defect names a test that there is")
    func namesTests() throws {
        let files = try sources("Tests")
        let rows = try Article("Security").text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
        #expect(rows.count > 30)
        for row in rows {
            let name = try #require(row.split(separator: "`").dropLast().last).split(separator: ".").map(String.init)
            try #require(name.count == 2, "\(row)")
            let file = try #require(files.first { $0.lastPathComponent == "\(name[0]).swift" }, "\(row)")
            #expect(try String(contentsOf: file, encoding: .utf8).contains("func \(name[1])("), "\(row)")
        }
    }

    @Test("The library starts no program")
    func startsNoProgram() throws {
        for file in try sources("Sources/SMTPClient") + sources("Sources/SMTPProtocol") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in ["Process(", "posix_spawn", "execv", "popen(", "system("] {
                #expect(!text.contains(word), "\(file.lastPathComponent): \(word)")
            }
        }
    }

    @Test("Every public declaration is documented", arguments: ["SMTPClient", "SMTPProtocol"])
    func documented(module: String) throws {
        for file in try sources("Sources/\(module)") {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false
            ).map { $0.trimmingCharacters(in: .whitespaces) }
            for (place, line) in lines.enumerated()
            where line.hasPrefix("public ") && !line.hasPrefix("public import") && !line.hasPrefix("public extension") {
                let before = lines[..<place].last { !$0.hasPrefix("@") }
                #expect(before?.hasPrefix("///") == true, "\(file.lastPathComponent): \(line)")
            }
        }
    }
}
