import Foundation
import RegexBuilder
import Testing

/// The map is that of the code: modules as Package.swift has them, and no file, type or column that is gone.
@Suite("docs/architecture.md")
struct ArchitecturePageTests {
    private typealias Graph = [String: Set<String>]

    private let page: Page
    /// The modules in the order of the page's table.
    private let rows: [(name: String, imports: [String])]
    private let package: String
    private let sources: [String]

    init() throws {
        page = try Page("docs/architecture.md")
        rows = page.table("module", "imports", "what it is").map { cells in
            let names = { (cell: String) in cell.matches(of: /`(\w+)`/).map { String($0.1) } }
            return (names(cells[0]).first ?? "", names(cells[1]))
        }
        package = try Repository.text("Package.swift")
        sources = try Repository.files(".swift", ".h", below: "Sources")
    }

    private var table: Graph { Graph(uniqueKeysWithValues: rows.map { ($0.name, Set($0.imports)) }) }

    /// The modules below Sources with those of their dependencies that are modules of this package too.
    private var declared: Graph {
        let kind = /(?:module\(|\.systemLibrary\(name:|\.executableTarget\(name:)\s*/
        let target = Regex {
            kind
            /"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/
        }
        return Graph(
            uniqueKeysWithValues: package.matches(of: target).map(\.output).map { match in
                (String(match.1), Set((match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }))
            })
    }

    /// Everything that a module comes to, by whatever way.
    private static func closure(_ graph: Graph) -> Graph {
        var whole = graph
        for _ in graph {
            whole = whole.mapValues { near in near.reduce(into: near) { $0.formUnion(whole[$1] ?? []) } }
        }
        return whole
    }

    @Test("The table of modules is Package.swift's, both ways, lowest first")
    func modules() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path)
        #expect(Set(declared.keys) == Set(folders))
        #expect(Set(table.keys) == Set(declared.keys))
        for (module, imports) in declared { #expect(table[module] == imports, "\(module)") }
        for (place, row) in rows.enumerated() {
            let above = Set(rows[..<place].map(\.name))
            #expect(above.isSuperset(of: row.imports), "\(row.name) stands above what it imports")
        }
    }

    @Test("It names each folder of a module, but for the commands', which are their nouns")
    func folders() throws {
        for row in page.table("module", "folders") {
            let module = row[0].filter { $0 != "`" }
            guard !["ServerCommands", "ListCommands"].contains(module) else { continue }
            let named = row[1].replacing(/\([^)]*\)/, with: "").matches(of: /\b[A-Z]\w+/).map { String($0.0) }
            let all = sources.filter { $0.hasPrefix("Sources/\(module)/") }.map { $0.split(separator: "/") }
            #expect(Set(named) == Set(all.filter { $0.count > 3 }.map { String($0[2]) }), "\(module)")
        }
    }

    @Test("The drawing shows that and nothing else: each way there is, and no arrow beside a longer way")
    func drawing() throws {
        var drawn = Graph(uniqueKeysWithValues: table.keys.map { ($0, []) })
        for line in try #require(page.blocks("mermaid").first).split(separator: "\n").dropFirst() {
            let arrow = try #require(line.wholeMatch(of: /\s*(\w+) --> (\w+)/), "\(line)")
            let isNew = drawn[String(arrow.1), default: []].insert(String(arrow.2)).inserted
            #expect(isNew, "\(line) stands there twice")
        }
        let all = Self.closure(table)
        #expect(Self.closure(drawn) == all)
        for (module, imports) in drawn {
            for name in imports {
                let isDetour = imports.subtracting([name]).contains { all[$0]?.contains(name) == true }
                #expect(!isDetour, "\(module) --> \(name): there is a longer way")
            }
        }
    }

    @Test("A module imports what it says it does")
    func imports() throws {
        for (module, declared) in declared {
            var imported: Set<String> = []
            for path in sources where path.hasPrefix("Sources/\(module)/") {
                for line in try Repository.text(path).split(separator: "\n") where line.contains("import ") {
                    if let match = line.wholeMatch(of: /(?:\w+ )?import (\w+)/) { imported.insert(String(match.1)) }
                }
            }
            #expect(imported.intersection(table.keys) == declared, "\(module)")
        }
    }

    @Test("Every file that it names is there, once, and so is every page")
    func files() {
        var places: [String: [String]] = [:]
        for path in sources { places[String(path.split(separator: "/").last ?? ""), default: []].append(path) }
        let named = Set(page.code.filter { $0.hasSuffix(".swift") && !$0.contains(" ") })
        #expect(named.count > 100)
        for name in named where !Repository.has(name) { #expect(places[name]?.count == 1, "\(name)") }
        for link in page.links { #expect(Repository.has("docs/\(link)"), "\(link)") }
    }

    @Test("Every type, column and state that it names stands in the sources")
    func words() throws {
        let code = try sources.map { try Repository.text($0) }.joined(separator: "\n")
        for word in Set(page.code) where !word.hasSuffix(".swift") {
            let parts = word.split { $0 == "." || $0 == " " }
            #expect(parts.allSatisfy { code.contains($0) || package.contains($0) }, "\(word)")
        }
    }

    @Test("The glossary and the table of places tell each thing once, and where it is")
    func tables() {
        let words = page.table("house word", "in the field's terms", "where")
        #expect(words.count > 40 && Set(words.map { $0[0] }).count == words.count)
        #expect(words.map { $0[0] } == words.map { $0[0] }.sorted())
        let places = page.table("to change", "open")
        #expect(places.count > 25 && Set(places.map { $0[0] }).count == places.count)
        for row in words + places { #expect(row.last?.contains(".swift`") == true, "\(row)") }
        // What a fresh reader asked for.
        for (question, file) in [
            ("refusal", "FailureJudge"), ("content", "ContentGate"), ("column", "HeadedColumns"),
            ("DKIM", "DKIMSigner"),
            ("reply may take", "Timeouts"),
        ] {
            let isTold = places.contains { $0[0].contains(question) && $0[1].contains("`\(file).swift`") }
            #expect(isTold, "\(question)")
        }
    }

    @Test("Every list of sections leads to one")
    func sections() {
        let headings = page.text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map {
            $0.dropFirst(3).lowercased().filter { $0.isLetter || $0 == " " }.replacing(" ", with: "-")
        }
        let led = page.text.matches(of: /\]\(#([^)]+)\)/).map { String($0.1) }
        #expect(Set(led) == Set(headings))
    }
}
