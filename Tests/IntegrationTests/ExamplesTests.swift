import Foundation
import Testing

@Suite("The programs in Examples do what their first line says", .timeLimit(.minutes(10)))
struct ExamplesTests {
    private func run(_ workbench: Workbench, _ name: String, _ arguments: String...) throws -> Workbench.Result {
        let process = workbench.process(arguments)
        process.program = Workbench.program.deletingLastPathComponent().appending(path: name).path
        return workbench.expectSuccess(try workbench.run(process))
    }

    @Test func sendOneMail() throws {
        let workbench = try Workbench()
        let result = try run(workbench, "SendOneMail", workbench.startSink())
        #expect(result.output.hasPrefix("ken@example.org: accepted: 250 "))
        #expect(try workbench.copies() == ["ken@example.org": 1])
    }

    @Test func testYourApp() throws {
        let result = try run(Workbench(), "TestYourApp")
        #expect(result.output == "ken: welcomed\ngone: not reached\ncame: ken@example.org\n")
    }

    @Test func listInProgram() throws {
        let workbench = try Workbench()
        let url = try workbench.startSink()
        let result = try run(workbench, "ListInProgram", url, "lists.db")
        #expect(result.output == "accepted 2, refused 0\n")
        #expect(try workbench.copies() == ["ken@example.org": 1, "mei@example.net": 1])
    }

    @Test func ownTransport() throws {
        let output = try run(Workbench(), "OwnTransport").output.replacing("\r\n", with: "\n")
        #expect(output.hasPrefix("> ken@example.org\nDate: ") && output.contains("\n\nHello!\n"))
        #expect(
            output.hasSuffix(
                "ken@example.org: accepted: 250 2.0.0 printed\n"
                    + "mei@example.net: refused: 550 5.7.1 nothing for this domain\n"))
    }

    @Test("Every program in the folder is one of these, and in its README")
    func complete() throws {
        let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../Examples").standardized
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.contains(".") }
        let programs: Set = ["SendOneMail", "TestYourApp", "ListInProgram", "OwnTransport"]
        #expect(Set(names) == programs.union(["Sink", "scenarios"]))
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        for name in programs { #expect(readme.contains("](\(name)/main.swift)")) }
        let tests = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "Sink").path)
        #expect(tests.count == 5 && tests.allSatisfy { readme.contains("](Sink/\($0))") })
    }
}
