import ArgumentParser
import FanmailBasics
import FanmailSettings
import FanmailTerminal

struct RelayListCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "The relays, and whose mail each of them takes.",
        discussion: "One without a table of its own is shown as delivery.", aliases: ["list"])
    @Flag(help: "The table as CSV, with times in UTC.") var csv = false
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let relays = KnownRelay.all(try global.configuration())
        if global.json { return Terminal.print(JSONValue.array(relays.map(\.json)).text) }
        var table = TextTable("NAME", "URL", "WEIGHT", "CONNECTIONS", "RATE", "TAKES")
        for relay in relays {
            let takes = relay.takes.map(\.what).joined(separator: "; ")
            table.add(
                relay.name, relay.url, relay.settings.weight, relay.connections, RateText.format(relay.rates),
                takes.isEmpty ? "nothing" : takes)
        }
        table.print(csv: csv, orSay: "no relay is set")
    }
}
