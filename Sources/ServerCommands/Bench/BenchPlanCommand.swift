import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Logging

struct BenchPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "What a scenario will do: its phases, how much, who sends what; nothing is sent.",
        discussion: "Example: fanmail bench plan Examples/scenarios/spike.toml")

    @OptionGroup var options: ScenarioOptions
    @Flag(help: "One JSON document.") var json = false
    @OptionGroup var log: LogOptions

    func run() throws {
        let page = ScenarioPage(file: options.file, try options.scenario())
        log.logger.info("planned", metadata: ["scenario": "\(options.file)"])
        if json { return Terminal.print(page.json.text) }
        for line in page.lines(width: Terminal.listingWidth ?? 80, colour: Terminal.hasColour) { Terminal.print(line) }
    }
}
