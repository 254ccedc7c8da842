import ArgumentParser
import FanmailBasics
import FanmailSettings
import FanmailTerminal

struct RelayShowCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One relay: its settings, and whose mail it takes.",
        discussion: "Example: fanmail relay show main. Without a name it is the one that takes what no route does.")
    @Argument(help: "Its name in fanmail.toml; delivery for the one of [delivery].") var name: String?
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let configuration = try global.configuration()
        let relay = try KnownRelay.named(name, configuration)
        if global.json { return Terminal.print(relay.json.text) }
        Terminal.print("\(relay.name)  \(relay.url)".escapedForTerminal)
        for (what, origin) in relay.takes { Terminal.print("  takes  \(what) (\(origin))".escapedForTerminal) }
        if relay.takes.isEmpty { Terminal.print("  takes  nothing: no route leads there") }
        var table = TextTable("SETTING", "VALUE", "FROM")
        let own = "relay.\(relay.settings.name)."
        for row in configuration.rows(of: relay.settings) where row.origin != "default" {
            table.add(row.key.hasPrefix(own) ? String(row.key.dropFirst(own.count)) : row.key, row.value, row.origin)
        }
        table.print()
    }
}
