import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailSettings
import FanmailTerminal
import ListStore

struct BudgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "What may be sent in a time, by all processes together: used, left, when more comes.",
        discussion: """
            A limit for a second, a minute or an hour is used evenly. One for a day holds for any 24 hours, so that no \
            midnight makes two days' worth of one.
            """,
        subcommands: [Ls.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The limits that were ever used, by what they are for.", aliases: ["list"])
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let budgets = try global.store(connections: .one).budgets()
            if global.json { return Terminal.print(JSONValue.array(budgets.map(\.json)).text) }
            var rows = RowListing("FOR", "LIMIT", "USED", "LEFT", "MORE")
            for budget in budgets {
                rows.add(
                    budget.name, RateText.format(budget.limit.rate), budget.used.map(String.init) ?? "evenly",
                    budget.left.map(String.init) ?? "", budget.more?.said ?? "")
            }
            rows.finish(orSay: "no limit was ever used")
        }
    }
}

extension BudgetRecord {
    var json: JSONValue {
        .object([
            ("for", .string(name)), ("unit", .string(limit.rate.unit.rawValue)),
            ("count", JSONValue(Int(limit.rate.count.rounded()))), ("period", .string(limit.rate.period.rawValue)),
            ("used", JSONValue(used)), ("left", JSONValue(left)), ("more", JSONValue(more?.rfc3339)),
            ("firstUsed", .string(firstUsed.rfc3339)),
        ])
    }
}
