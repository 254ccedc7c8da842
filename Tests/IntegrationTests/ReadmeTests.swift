import Foundation
import Testing

/// What README tells a newcomer to type works as it stands, one line after the other.
@Suite(.timeLimit(.minutes(10)))
struct ReadmeTests {
    /// The commands of a section's indented blocks, without their comments.
    private static func commands(of section: String) throws -> [String] {
        let text = try Repository.text("README.md")
        let part = try #require(text.components(separatedBy: "\n## \(section)\n").dropFirst().first)
        return part.components(separatedBy: "\n## ")[0].split(separator: "\n")
            .filter { $0.hasPrefix("    fanmail ") }
            .map { $0.components(separatedBy: "  #")[0].trimmingCharacters(in: .whitespaces) }
    }

    @Test func aNewsletterIsSentFromInitOn() throws {
        let bench = try Workbench()
        let relay = try bench.startSink()
        let all = try Self.commands(of: "Send a newsletter")
        // From init to the letter that is sent: what follows is about keys, links and trouble.
        let last = try #require(all.firstIndex { $0.hasPrefix("fanmail dkim") })
        #expect(last == 13 && all[0] == "fanmail init")
        // What goes on until it is interrupted is tested elsewhere.
        for command in all[..<last] where !command.contains("letter serve") {
            let line = command.replacing("smtp://127.0.0.1:25", with: relay).replacing(" --open", with: "")
            let process = bench.process(["-c", line.replacing("fanmail", with: "\"$FANMAIL\"", maxReplacements: 1)])
            process.program = "/bin/sh"
            process.environment["FANMAIL"] = Workbench.program.path
            bench.expectSuccess(try bench.run(process))
        }
        // The announcement and the letter went to twelve each, the test to its author.
        let copies = try bench.copies()
        #expect(copies.count == 13 && copies["me@example.org"] == 1 && copies["ada@example.org"] == 2, "\(copies)")
    }

    @Test func theDemoSendsToEverybody() throws {
        let bench = try Workbench()
        let demo = try bench.fanmail("demo", "--subscribers", "2000")
        bench.expectSuccess(demo)
        #expect(demo.output.contains("mailing 1: 2012 recipients"), "\(demo.output)")
    }
}
