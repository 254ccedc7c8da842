import Foundation
import Testing

/// What CONTRIBUTING.md tells to type and to look for is there, and what there is it tells.
@Suite("CONTRIBUTING.md")
struct ContributingPageTests {
    private let page: Page
    private let sources: [String: String]

    init() throws {
        page = try Page("CONTRIBUTING.md")
        var sources: [String: String] = [:]
        for path in try Repository.files(".swift", below: "Sources", "Tests") {
            sources[path] = try Repository.text(path)
        }
        self.sources = sources
    }

    @Test("names every target of the Makefile, and no other")
    func targets() throws {
        let makefile = try Repository.text("Makefile")
        let line = try #require(makefile.firstMatch(of: /\n\.PHONY: (build .*)\n/)).1
        let told = page.commands.filter { $0.hasPrefix("make ") || $0.contains(" make ") }
            .compactMap { $0.firstMatch(of: /\bmake ([a-z-]+)/).map { String($0.1) } }
        let named = page.code.compactMap { $0.wholeMatch(of: /make ([a-z-]+)/).map { String($0.1) } }
        // The first one is what `make` alone makes.
        #expect(Set(told + named + ["build"]) == Set(line.split(separator: " ").map(String.init)))
    }

    @Test("names every variable that only tests and test aids read, and no other")
    func variables() throws {
        let forUsers = try Repository.text("README.md")
        var read: Set<String> = []
        for text in sources.values where text.contains("FANMAIL_") {
            for match in text.matches(of: /(?:environment\[|setting\()"(FANMAIL_[A-Z_]+)"/) {
                if !forUsers.contains("`\(match.1)") { read.insert(String(match.1)) }
            }
        }
        let rows = page.table("variable", "what it does", "who reads it")
        #expect(Set(rows.map { $0[0].trimmingCharacters(in: ["`"]) }) == read)
        for row in rows {
            let variable = row[0].trimmingCharacters(in: ["`"])
            for file in row[2].matches(of: /`([^`]+)`/).map(\.1) {
                let text = sources.first { $0.key.hasSuffix("/\(file)") }?.value
                #expect(text?.contains("\"\(variable)\"") == true, "\(variable) in \(file)")
            }
        }
    }

    @Test("names the settings and the commits that tests meddle with")
    func words() throws {
        let all = sources.values.joined()
        for word in page.code + page.commands {
            for match in word.matches(of: /FANMAIL_[A-Z_]+/) { #expect(all.contains("\"\(match.0)\""), "\(word)") }
        }
        // A kind of commit is written where it is made.
        let part = try #require(page.text.components(separatedBy: "\nThe commits that a crash").dropFirst().first)
        let store = sources.filter { $0.key.hasPrefix("Sources/ListStore/") }.values.joined()
        let kinds = part.components(separatedBy: "\n\n")[0].matches(of: /`([a-z-]+[a-z])`/).map(\.1)
        #expect(kinds.count > 14)
        for kind in kinds {
            let isMade = ["\"\(kind)\"", "\"before-\(kind)\""].contains { store.contains($0) }
            #expect(isMade, "\(kind)")
        }
    }

    @Test("names files, folders and suites that there are")
    func files() {
        for path in page.links { #expect(Repository.has(path), "\(path)") }
        for word in page.code + page.commands.flatMap({ $0.split(separator: " ").map(String.init) }) {
            if let path = word.wholeMatch(of: /(?:\.ci|Fuzz|Tests|Sources|docs)\/[\w.\/-]+/)?.0 {
                #expect(Repository.has(String(path)), "\(word)")
            } else if let file = word.wholeMatch(of: /\w+(?:\+\w+)?\.swift/)?.0, !file.hasPrefix("Type") {
                let isThere = Repository.has(String(file)) || sources.keys.contains { $0.hasSuffix("/\(file)") }
                #expect(isThere, "\(word)")
            }
            for match in word.matches(of: /\b([A-Z]\w*Tests)\b/) {
                let isThere = sources.keys.contains { $0.hasSuffix("/\(match.1).swift") || $0.contains("/\(match.1)/") }
                #expect(isThere, "\(match.1)")
            }
        }
    }
}
