import SMTPLoad
import Testing

@testable import ServerCommands

@Suite("What a scenario will do, on a page")
struct ScenarioPageTests {
    private func lines(_ text: String, width: Int = 80) throws -> [String] {
        var file = ScenarioFile(file: "s.toml", folder: "/nowhere")
        let scenario = try file.scenario(text, urls: ["smtp://127.0.0.1:2525"])
        return ScenarioPage(file: "s.toml", scenario).lines(width: width, colour: false)
    }

    @Test("Rates are drawn over time, a pause is a gap, and what the server decides is dotted") func drawn() throws {
        let page = try lines(
            """
            [[phase]]
            rate = "0-100"
            for = "16s"
            [[phase]]
            kind = "pause"
            for = "16s"
            [[phase]]
            rate = 50
            for = "16s"
            [[phase]]
            kind = "closed"
            for = "16s"
            """)
        #expect(page[0] == "s.toml: 1m4s, seed 1")
        let drawing = page[3...6].map { Array($0.dropFirst(11)) }
        #expect(drawing[3].dropFirst(16).prefix(16).allSatisfy { $0 == " " })
        #expect(
            drawing[3].suffix(16).allSatisfy { $0 == "·" }
                && drawing[2].dropFirst(32).prefix(16).allSatisfy { $0 == "█" })
        #expect(drawing[0].dropFirst(32).prefix(16).allSatisfy { $0 == " " })
        #expect(page[3].hasPrefix("96.9/s") && page[6].hasPrefix("0 ") && page[7].hasSuffix("1m4s"))
    }

    @Test("However much there is of it, it fits 80 columns and 24 lines", arguments: [1, 4, 7, 40], [1, 3, 9])
    func fits(count: Int, others: Int) throws {
        let phases = (0..<count).map {
            "[[phase]]\nname = \"a phase that has a rather long name \($0)\"\nrate = \($0 + 1)\nfor = \"10s\"\n"
        }
        let senders = (0..<others).map {
            "[[sender]]\nname = \"sender \($0)\"\nthink = \"exp:50ms\"\nquit = false\nchunking = true\npipelining = false\nrecipients = \"1-9\"\n"
        }
        let page = try lines((phases + senders).joined())
        #expect(page.count <= 24 && page.allSatisfy { $0.count <= 80 }, "\(page.joined(separator: "\n"))")
        #expect(page.contains { $0.hasPrefix("and ") } == (count > 6 || others > 6))
        #expect(try lines((phases + senders).joined(), width: 60).allSatisfy { $0.count <= 60 })
    }

    @Test("Octets are told as people say them")
    func octets() {
        #expect(
            [1, 999, 1000, 1_250_000, 3_000_000_000, 5_000_000_000_000].map { ScenarioPage.octets($0) } == [
                "1 octet", "999 octets", "1.0 kB", "1.3 MB", "3.0 GB", "5.0 TB",
            ])
    }
}
