import ArgumentParser

struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Says how mail reaches a domain.", subcommands: [RouteExplainCommand.self])
}
