import Foundation
import Testing

/// The files that a forge and editors read, and those that tell people of a project, hold together.
@Suite("The files of the project")
struct ProjectFilesTests {
    @Test("Every line of SECURITY.md names a test that there is")
    func security() throws {
        let page = try Page("SECURITY.md")
        let tests = try Repository.files(".swift", below: "Tests")
        let rows = page.text.split(separator: "\n").filter { $0.hasSuffix("` |") }
        #expect(rows.count > 40)
        for row in rows {
            let name = try #require(row.split(separator: "`").dropLast().last).split(separator: ".")
            try #require(name.count == 2, "\(row)")
            let file = try #require(tests.first { $0.hasSuffix("/\(name[0]).swift") }, "\(row)")
            #expect(try Repository.text(file).contains("func \(name[1])("), "\(row)")
        }
        for path in page.links { #expect(Repository.has(path), "\(path)") }
    }

    @Test("CHANGELOG.md has the form of Keep a Changelog, and begins with what is not released")
    func changelog() throws {
        let text = try Repository.text("CHANGELOG.md")
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(headings.first == "# Changelog" && headings.dropFirst().first == "## [Unreleased]")
        let kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
        for heading in headings.dropFirst() {
            let isVersion = heading.wholeMatch(of: /## \[(?:Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d\d-\d\d)?/) != nil
            #expect(isVersion || kinds.contains { heading == "### \($0)" }, "\(heading)")
        }
        for part in text.components(separatedBy: "\n## ").dropFirst() {
            let found = part.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
            #expect(found == kinds.filter(found.contains), "each kind once, in the usual order: \(found)")
        }
    }

    @Test("README.md, CHANGELOG.md, SECURITY.md and CONTRIBUTING.md name no option that no command has")
    func options() throws {
        let help = try Repository.text("Tests/FanmailCommandsTests/Goldens/help.txt")
        let known = Set(help.matches(of: /--[a-z][a-z-]*/).map(\.0))
        // Of the tools that build and measure.
        let others: Set<Substring> = [
            "--update", "--only", "--version", "--skip", "--filter", "--skip-build", "--build-tests", "--product",
            "--static-swift-stdlib", "--generate-completion-script",
            // Of those that fetch mail.
            "--getmaildir", "--rcfile", "--fetchmailrc", "--daemon",
        ]
        for name in ["README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md"] where Repository.has(name) {
            for match in try Repository.text(name).matches(of: /(?:^|[ `(])(--[a-z][a-z-]*)/) {
                #expect(known.contains(match.1) || others.contains(match.1), "\(name): \(match.1)")
            }
        }
    }

    @Test("The forge runs .ci/run with the Swift that Package.swift asks for")
    func workflow() throws {
        let workflow = try Repository.text(".github/workflows/ci.yml")
        let package = try Repository.text("Package.swift")
        let version = try #require(package.firstMatch(of: /swift-tools-version: (\d+\.\d+)/)).1
        #expect(workflow.contains("image: swift:\(version)-bookworm\n") && workflow.contains("run: .ci/run\n"))
        #expect(workflow.contains("hashFiles('Package.swift'") && workflow.contains("path: .build\n"))
        #expect(FileManager.default.isExecutableFile(atPath: Repository.root.appending(path: ".ci/run").path))
    }

    @Test(".editorconfig is as .swift-format has it")
    func editors() throws {
        let format = try Repository.text(".swift-format")
        let editor = try Repository.text(".editorconfig")
        let swift =
            try #require(editor.components(separatedBy: "[*.swift]\n").dropFirst().first)
            .components(separatedBy: "\n[")[0] + "\n"
        let width = try #require(format.firstMatch(of: /"lineLength": (\d+)/)).1
        let indent = try #require(format.firstMatch(of: /"spaces": (\d+)/)).1
        #expect(swift.contains("max_line_length = \(width)\n"))
        #expect(swift.contains("indent_size = \(indent)\n") && swift.contains("indent_style = space\n"))
    }

    @Test("Files end as .editorconfig says: in one line feed, without blanks at a line's end")
    func ends() throws {
        var paths = try Repository.files(".swift", below: "Sources", "Tests")
        paths += try Repository.files(".md", ".yml", below: "docs", ".github", "Sources")
        paths += ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
        paths += ["Makefile", "Package.swift", ".editorconfig"]
        for path in paths where Repository.has(path) && !path.contains("/Goldens/") {
            let text = try Repository.text(path)
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
            #expect(![" \n", "\t\n", "\r\n"].contains { text.contains($0) }, "\(path)")
        }
    }
}
