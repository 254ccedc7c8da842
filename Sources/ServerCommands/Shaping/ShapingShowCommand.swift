import ArgumentParser
import Bounces
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Shaping

struct ShapingShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows which limits hold for a receiver, and what its replies lead to.",
        discussion: """
            Example: fanmail shaping show google
            Of a domain, who runs its hosts is known by its name alone; `route explain` asks the DNS, and --mx says it. \
            Without a receiver all of the table: that of fanmail, and the file that [shaping] file names, or \
            shaping.toml beside fanmail.toml.
            """)

    @Argument(help: "A provider, an address or a domain; everything without this.") var who: String?
    @OptionGroup var place: ShapingPlaceOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let table = try ShapingTable.inForce(global.configuration())
        let page: ShapingPage
        if who == nil, place.hosts.isEmpty {
            page = ShapingPage(of: table)
        } else {
            let isProvider = who.map { !$0.contains(".") && !$0.contains("@") } ?? false
            page = ShapingPage(
                of: table, at: try place.place(provider: isProvider ? who : nil, domain: isProvider ? nil : who))
        }
        if global.json {
            Terminal.print(page.json.text)
        } else {
            page.print()
        }
    }
}
