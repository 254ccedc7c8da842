import Foundation
import Testing

@Suite("The tests in Examples/Sink", .timeLimit(.minutes(10)))
struct SinkExamplesTests {
    private static let folder = Repository.root.appending(path: "Examples/Sink")

    private func run(_ program: String, _ arguments: String...) throws -> Workbench.Result {
        let bench = try Workbench()
        let process = bench.process(arguments, environment: ["FANMAIL": Workbench.program.path])
        process.program = try Requirement.program(program)
        return try bench.run(process)
    }

    @Test("Python's pass", .enabled(if: Requirement.has("python3"))) func python() throws {
        let result = try run("python3", "-I", Self.folder.appending(path: "test_signup.py").path)
        #expect(result.status == 0 && result.errors.contains("Ran 3 tests"), "\(result.errors)")
    }

    @Test("Node's pass", .enabled(if: Requirement.find("node") != nil, "no node here")) func node() throws {
        let result = try run("node", "--test", Self.folder.appending(path: "signup.test.mjs").path)
        #expect(result.status == 0 && result.output.contains("pass 3"), "\(result.output)\(result.errors)")
    }

    @Test("Go's pass", .enabled(if: Requirement.find("go") != nil, "no go here")) func go() throws {
        let result = try run("go", "test", Self.folder.appending(path: "signup_test.go").path)
        #expect(result.status == 0 && result.output.contains("ok"), "\(result.output)\(result.errors)")
    }

    @Test("All of them name flags, calls and members that there are") func words() throws {
        let page = try Repository.text("docs/sink.md")
        let help = try Repository.text("Tests/FanmailCommandsTests/Goldens/help.txt")
        let others: Set<Substring> = ["--test", "--target", "--output", "--send-welcome"]
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
            let text = try Repository.text("Examples/Sink/\(name)")
            for flag in text.matches(of: /--[a-z][a-z-]+/).map(\.0) where !others.contains(flag) {
                #expect(help.contains(flag), "\(name): \(flag)")
            }
            for call in text.matches(of: /"(?:GET|PUT|DELETE)", "(api\/v1\/[a-z]+)"/).map({ $0.output.1 }) {
                #expect(page.contains("/\(call)"), "\(name): \(call)")
            }
            for member in ["Subject", "Links", "URL", "Envelope", "ReversePath"] where text.contains(member) {
                #expect(page.contains("`\(member)`"), "\(name): \(member)")
            }
        }
    }
}
