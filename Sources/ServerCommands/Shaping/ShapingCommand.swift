import ArgumentParser

struct ShapingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shaping",
        abstract: "What receivers are given at most, and what their replies lead to (docs/shaping.md).",
        subcommands: [ShapingShowCommand.self, ShapingExplainCommand.self, ShapingCheckCommand.self])
}
