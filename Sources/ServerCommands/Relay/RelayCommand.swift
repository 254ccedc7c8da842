import ArgumentParser

struct RelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "The relays that the settings name: what they are, and whether they work.",
        subcommands: [RelayListCommand.self, RelayShowCommand.self, RelayTestCommand.self])
}
