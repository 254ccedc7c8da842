import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Loads a server and measures it.",
        discussion: "Example: fanmail bench smtp://127.0.0.1:2525 --rate 2000 --for 10s.",
        subcommands: [
            BenchRunCommand.self, BenchPlayCommand.self, BenchPlanCommand.self, BenchLikeCommand.self,
            BenchComposeCommand.self, BenchSignCommand.self, BenchVerifyCommand.self, BenchCompareCommand.self,
            BenchJoinCommand.self,
        ],
        defaultSubcommand: BenchRunCommand.self)
}
