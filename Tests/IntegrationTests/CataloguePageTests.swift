import Foundation
import Testing

/// The documentation of each library names what there is, all of it, and shows code that the tests build and run.
@Suite("DocC catalogues")
struct CataloguePageTests {
    private static let modules = ["Fanmail", "SMTPClient", "SMTPProtocol", "SMTPSink"]

    /// The public types of a module, as they are declared at the left margin.
    private func types(_ module: String) throws -> Set<String> {
        let declaration = /(?m)^public (?:final )?(?:indirect )?(?:struct|class|enum|protocol|actor) (\w+)/
        return try Repository.files(".swift", below: "Sources/\(module)").reduce(into: []) { types, path in
            for match in try Repository.text(path).matches(of: declaration) { types.insert(String(match.1)) }
        }
    }

    @Test("Every public type has its place among the topics", arguments: modules)
    func topics(module: String) throws {
        let text = try Repository.text("Sources/\(module)/\(module).docc/\(module).md")
        let topics = try #require(text.components(separatedBy: "\n## Topics\n").last)
        let listed = Set(topics.matches(of: /(?m)^- ``(\w+)``/).map { String($0.1) })
        #expect(listed == (try types(module)))
    }

    @Test("Every symbol that an article names is there", arguments: modules)
    func symbols(module: String) throws {
        let sources = try Repository.files(".swift", below: "Sources/\(module)").map(Repository.text)
        let types = try types(module)
        for path in try Repository.files(".md", below: "Sources/\(module)") {
            for match in try Repository.text(path).matches(of: /[^`]``(\w+)(?:\/(\w+))?[^`]*``/) {
                #expect(types.contains(String(match.1)) || String(match.1) == module, "\(path): \(match.1)")
                guard let member = match.2 else { continue }
                let pattern = try Regex("(func|var|let|enum|struct|case|static let) `?\(member)\\b")
                #expect(sources.contains { $0.firstMatch(of: pattern) != nil }, "\(path): \(match.1)/\(member)")
            }
        }
    }

    @Test(
        "The code of an article is that of a program that runs",
        arguments: [("Fanmail", "ListInProgram"), ("SMTPSink", "TestYourApp")])
    func code(module: String, example: String) throws {
        let program = try Repository.text("Examples/\(example)/main.swift")
        let blocks = try Page("Sources/\(module)/\(module).docc/\(module).md").blocks("swift")
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(program.contains(block), "\(module): \(block)") }
    }

    @Test("README, embedding.md and the library's page send a hello with the same lines")
    func hello() throws {
        let line =
            #"MailMessage(from: "Ada <ada@lists.example>", to: ["ken@example.org"], subject: "Hello", text: "Hello, Ken!")"#
        for path in ["README.md", "docs/embedding.md", "Sources/SMTPClient/Message/MailMessage.swift"] {
            #expect(try Repository.text(path).contains(line), "\(path)")
        }
    }
}
