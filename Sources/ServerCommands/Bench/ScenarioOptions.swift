import ArgumentParser
import Fanmail
import FanmailBasics
import SMTPClient
import SMTPLoad

/// Which scenario, and what is changed of it for once.
struct ScenarioOptions: ParsableArguments {
    @Argument(help: "The scenario, a TOML file (docs/scenarios.md).", completion: .file(extensions: ["toml"]))
    var file: String
    @Option(help: "A server in place of the scenario's, such as smtp://127.0.0.1:2525; again for its second one.")
    var target: [String] = []
    @Option(help: "So many times faster: its phases are shorter, at the same rates.") var speed: Double?
    @Option(help: "In place of the scenario's seed.") var seed: UInt64?

    func scenario() throws -> Scenario {
        var scenario = try ScenarioFile.read(file, urls: target)
        if let speed {
            guard (0.001...1_000_000).contains(speed) else {
                throw FanmailFailure(.usage, "--speed must be from 0.001 to 1000000")
            }
            scenario.hasten(by: speed)
        }
        if let seed { scenario.seed = seed }
        return scenario
    }
}
