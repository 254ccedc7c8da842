import ArgumentParser
import FanmailBasics
import FanmailSettings
import FanmailTerminal

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings in force.", subcommands: [Show.self])

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Each setting, and where it comes from.")
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var options: DeliveryOptions
        var global: GlobalOptions { options.global }

        func run() throws {
            let configuration = try options.global.configuration(options.flags)
            let rows = configuration.rows
            if options.global.json {
                let settings = rows.map { row in
                    JSONValue.object([
                        ("key", .string(row.key)), ("value", .string(row.value)), ("origin", .string(row.origin)),
                    ])
                }
                Terminal.print(JSONValue.array(settings).text)
                return
            }
            var table = TextTable("SETTING", "VALUE", "FROM")
            for row in rows { table.add(row.key, row.value, row.origin) }
            table.print(csv: csv)
            guard !csv, Terminal.isOutputTerminal else { return }
            let file = configuration.folder.file.map { "settings file: \($0)" }
            Terminal.print("")
            Terminal.print("\(file ?? "no fanmail.toml here or in a folder above")".escapedForTerminal)
        }
    }
}
