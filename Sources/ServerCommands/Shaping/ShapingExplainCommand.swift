import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import SMTPCore
import Shaping

struct ShapingExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says which rule takes a reply, and what it leads to.",
        discussion: """
            Example: fanmail shaping explain '421 4.7.0 [TSS04] Messages temporarily deferred' --provider yahoo
            """)

    @Argument(help: "The reply: its code, its enhanced status code if it has one, and its words.") var reply: [String]
    @Option(help: "Whose it is; whoever runs the hosts or the domain without this.") var provider: String?
    @Option(help: "The recipient's domain, or address.") var domain: String?
    @OptionGroup var place: ShapingPlaceOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let line = reply.joined(separator: " ")
        guard let reply = ShapingRule.reply(line) else {
            throw FanmailFailure(
                .usage, at: line,
                "is no reply that puts off or refuses; write it with its code, from 400 to 599: '421 4.7.0 Try later'")
        }
        let place = try place.place(provider: provider, domain: domain)
        let found = try ShapingTable.inForce(global.configuration()).rule(for: reply, at: place)
        guard !global.json else {
            let members = found.map { ShapingPage.members($0.rule, of: $0.key) } ?? []
            Terminal.print(
                JSONValue.object([
                    ("reply", .string(reply.summary)), ("domain", JSONValue(place.domain)),
                    ("hosts", JSONValue(place.hosts)), ("provider", JSONValue(place.provider)),
                    ("reaction", found == nil ? .null : .object(members)),
                ]).text)
            return
        }
        Terminal.print(reply.summary)
        func add(_ label: String, _ text: String) {
            Terminal.print("  \(label.padding(to: 10))\(text.escapedForTerminal)")
        }
        if let provider = place.provider { add("provider", provider) }
        guard let (rule, key) = found else {
            add("rule", "none; the pace of its destination follows replies as ever")
            return
        }
        add("rule", "\(rule.name), of \(key) (\(rule.origin))")
        add("leads to", rule.reaction?.text ?? "nothing")
    }
}
