import ArgumentParser
import Fanmail
import Foundation
import ListStore
import MailCore
import Roster

struct SubscriberImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Adds subscribers from CSV, TSV or one address a line. Nobody who left is brought back.",
        discussion: "Example: fanmail subscriber import people.csv --list announce")

    /// Rejected lines that are shown one by one.
    private static let shown = 20

    @Argument(help: "The file; - for standard input.") var file: String
    @Option(help: "The list's name.") var list: String
    @Flag(help: "Refuses the whole file when a line of it cannot be used.") var strict = false
    @Option(help: "Writes every rejected line's number and reason to this file.") var rejects: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store()
        let list = try store.list(named: list)
        try list.expectLive()
        var reader = try SubscriberReader(path: file)
        if let headings = reader.headings {
            let name = reader.mapping.name.map { ", name from \"\(headings[$0])\"" } ?? ""
            Terminal.say("address from \"\(headings[reader.mapping.address])\"\(name)".escapedForTerminal)
        }
        let source = file == "-" ? "standard input" : file
        var rejected = 0
        var rejectLines = ""
        let counts = try store.importSubscribers(into: list, source: source) { batch in
            var scanner = AddressScanner()
            while let row = try reader.next() {
                let reason: String?
                if let problem = row.problem {
                    reason = problem.reason
                } else if let error = scanner.scan(row.address) {
                    let text = String(decoding: row.address.prefix(80), as: UTF8.self)
                    reason = "\(text): \(error.reason)"
                } else {
                    reason = nil
                }
                if let reason {
                    rejected += 1
                    let line = "\(source):\(row.line): \(reason)".escapedForTerminal
                    if rejected <= Self.shown { Terminal.say(line) }
                    if rejects != nil { rejectLines += line + "\n" }
                    continue
                }
                try batch.add(address: scanner.address, key: scanner.key, domain: scanner.domain, name: row.name)
            }
            if rejected > Self.shown { Terminal.say("and \(rejected - Self.shown) more") }
            if strict, rejected > 0 {
                throw FanmailFailure(
                    .unusableInput,
                    "\(source): \(counted(rejected, "line")) cannot be used; nothing was imported, because of --strict")
            }
        }
        if let rejects {
            do {
                try rejectLines.write(toFile: rejects, atomically: true, encoding: .utf8)
            } catch {
                throw FanmailFailure(.disk, "\(rejects): cannot be written: \(error.localizedDescription)")
            }
        }
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("list", .string(list.name)), ("added", JSONValue(counts.added)),
                    ("alreadySubscribed", JSONValue(counts.alreadySubscribed)),
                    ("leftEarlier", JSONValue(counts.leftEarlier)), ("suppressed", JSONValue(counts.suppressed)),
                    ("rejected", JSONValue(rejected)),
                ]).text)
            return
        }
        var parts = ["\(counts.added) added to \(list.name)"]
        if counts.alreadySubscribed > 0 { parts.append("\(counts.alreadySubscribed) were subscribed already") }
        if counts.leftEarlier > 0 { parts.append("\(counts.leftEarlier) had left and stay away") }
        if counts.suppressed > 0 { parts.append("\(counts.suppressed) are suppressed") }
        if rejected > 0 { parts.append("\(counted(rejected, "line")) could not be used") }
        Terminal.say(parts.joined(separator: ", "))
    }
}
