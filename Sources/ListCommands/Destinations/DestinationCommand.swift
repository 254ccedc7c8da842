import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Foundation
import ListStore

struct DestinationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destination",
        abstract: "Where mail goes, relays and mail hosts: how they bear it, pause, resume, flush.",
        discussion: """
            A destination is named by its name, by a domain whose mail goes there, by who runs it, or by a part of its name \
            that no other has.
            """,
        subcommands: [Ls.self, Show.self, Pause.self, Resume.self, Flush.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The destinations, and what limits each.", aliases: ["list"])
        @Option(help: "Only where this mailing goes, with its numbers alone; last is the latest.") var mailing:
            RecordID?
        @Option(help: "Only those that are paused, back-off (left alone for a while), active or idle.")
        var state: String?
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let wanted = try state.map { text in
                guard let state = DestinationRecord.State(rawValue: text) else {
                    let all = DestinationRecord.State.allCases.map(\.rawValue).joined(separator: ", ")
                    throw FanmailFailure(.usage, "--state \(text.escapedForTerminal): use one of \(all)")
                }
                return state
            }
            let store = try global.store(connections: .one)
            let now = Timestamp.now
            let destinations = try store.destinations(of: mailing.map { try store.mailing($0).id }, at: now)
                .filter { wanted == nil || $0.state(at: now) == wanted }
            if global.json {
                Terminal.print(JSONValue.array(destinations.map { $0.json(at: now) }).text)
                return
            }
            var table = TextTable(
                "DESTINATION", "STATE", "UNTIL", "WINDOW", "QUEUE", "ACCEPTED", "DEFERRED", "REFUSED", "LAST REPLY")
            for destination in destinations {
                let sum = destination.sum
                table.add(
                    destination.name, destination.state(at: now).rawValue, destination.until(at: now),
                    "\(sum.connections)/\(sum.window)", sum.readyRecipients, sum.accepted, sum.deferred, sum.refused,
                    destination.pause?.why ?? destination.lastReply ?? "")
            }
            table.print(csv: csv, orSay: "no destinations yet; mailings make them known")
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One destination: what was learned of it, and each mailing there.",
            discussion: "Example: fanmail destination show example.org")
        @Argument(help: "Its name, a domain, or who runs it.") var name: String
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let now = Timestamp.now
            let destinations = try global.store(connections: .one).destinations(meantBy: name, at: now)
            if global.json {
                Terminal.print(JSONValue.array(destinations.map { $0.json(at: now) }).text)
                return
            }
            for (place, destination) in destinations.enumerated() {
                if place > 0 { Terminal.print("") }
                for line in destination.lines(at: now) { Terminal.print(line) }
            }
        }
    }

    struct Pause: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause",
            abstract: "Nothing is offered there; a run heeds it within a second, and goes on elsewhere.",
            discussion: """
                Example: fanmail destination pause example.org --for 2h --why "they asked us to wait"
                Open transactions are finished. It holds for the mailings to come, too, until it ends or somebody resumes it.
                """)
        @Argument(help: "Its name, a domain, or who runs it.") var name: String
        @Option(name: .customLong("for"), help: "How long, such as 2h; without it, until somebody resumes it.")
        var duration: String?
        @Option(help: "The reason, for whoever looks later.") var why: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let now = Timestamp.now
            let until = try duration.map { text in
                do { return now + (try DurationText.parse(text)) } catch {
                    throw FanmailFailure(.usage, "--for \("\(error)".escapedForTerminal)")
                }
            }
            let reason = why.split(whereSeparator: \.isNewline).joined(separator: " ")
            guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= DestinationCommand.reasonLimit
            else {
                throw FanmailFailure(
                    .usage, "--why: give a reason of 1 to \(DestinationCommand.reasonLimit) octets")
            }
            let store = try global.store()
            let names = try store.destinations(meantBy: name).map(\.name)
            try store.pauseDestinations(names, until: until, why: reason, now: now)
            try DestinationCommand.report(names, store, json: global.json) {
                "paused \($0)\(until.map { " until \($0.said)" } ?? ""); end that with: fanmail destination resume \($0)"
            }
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Ends a pause by hand; what waits there goes on within a second.")
        @Argument(help: "Its name, a domain, or who runs it.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let names = try store.destinations(meantBy: name).map(\.name)
            let resumed = try store.resumeDestinations(names)
            try DestinationCommand.report(names, store, json: global.json) {
                resumed.contains($0) ? "resumed \($0)" : "\($0) was not paused by hand"
            }
        }
    }

    struct Flush: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "flush",
            abstract:
                "What waits there is tried now: deferred recipients, too, and though it is left alone for a while.",
            discussion: "Where no mailing is being sent, the next one begins there without waiting.")
        @Argument(help: "Its name, a domain, or who runs it.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let destinations = try store.destinations(meantBy: name)
            try store.flushDestinations(destinations.map(\.name))
            let paused = Set(destinations.filter { $0.pause != nil }.map(\.name))
            try DestinationCommand.report(destinations.map(\.name), store, json: global.json) {
                paused.contains($0)
                    ? "\($0) is paused by hand: what waits is tried after fanmail destination resume \($0)"
                    : "what waits for \($0) is tried now"
            }
        }
    }

    private static let reasonLimit = 500

    /// Tells what was done, of each.
    private static func report(
        _ names: [String], _ store: Store, json: Bool, _ line: (String) -> String
    ) throws {
        if json {
            let now = Timestamp.now
            let wanted = Set(names)
            Terminal.print(
                JSONValue.array(
                    try store.destinations(at: now).filter { wanted.contains($0.name) }.map { $0.json(at: now) }
                ).text)
        }
        for name in names { Terminal.say(line(name).escapedForTerminal) }
    }
}
