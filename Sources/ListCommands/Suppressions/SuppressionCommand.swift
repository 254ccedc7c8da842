import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPCore
import SubscriberFiles

struct SuppressionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppression",
        abstract: "Who is never mailed, whatever list they are on: addresses, domains, hashed addresses.",
        discussion: """
            An entry is an address, @domain (not its subdomains), or sha256: and the hash of an address in its normalised \
            form (local-part in lower case, composed; domain in lower case, as A-labels). Entries are looked at when an \
            envelope is cut; whoever meets one is skipped, with its reason.
            """,
        subcommands: [
            Add.self, SuppressionImportCommand.self, SuppressionExportCommand.self, Check.self, Ls.self, Rm.self,
        ])

    static func form(_ text: String) throws -> SuppressedForm {
        do {
            return try SuppressedForm(parsing: text)
        } catch {
            throw FanmailFailure(.unusableInput, error.reason.escapedForTerminal)
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Puts entries on the list, or gives them a new reason and expiry.",
            discussion: """
                Example: fanmail suppression add ada@example.org @example.net --reason "asked by telephone"
                Whoever moved (`subscriber move`) is suppressed with every address that they had.
                """)
        @Argument(help: "Addresses, @domains or sha256:… hashes.") var entries: [String]
        @Option(help: "Why; shown with every copy that is skipped.") var reason = "asked"
        @Option(help: "When it ends: 2027-01-31, or 90d from now.") var expires: String?
        @Flag(help: "Keeps the hash of each address instead of the address.") var hashed = false
        @Flag(help: "Leaves alone the other addresses of people who moved.") var addressOnly = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            var work = try suppression()
            work.sparesOtherAddresses = addressOnly
            let report = try work.run(in: global.store())
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("entries", JSONValue(work.entries.count)), ("added", JSONValue(report.added)),
                        ("changed", JSONValue(report.changed)),
                        ("otherAddresses", .array(report.otherAddresses.map { .string($0) })),
                    ]).text)
                return
            }
            for entry in work.entries { Terminal.say("suppressed: \(entry.form.text)".escapedForTerminal) }
            for other in report.otherAddresses {
                Terminal.say("suppressed, of the same person: \(other)".escapedForTerminal)
            }
        }

        private func suppression() throws -> ManualSuppression {
            let (why, end): (String, Timestamp?)
            do throws(SettingSyntaxError) {
                why = try SuppressionReader.reason(reason) ?? "asked"
                end = try expires.map { text throws(SettingSyntaxError) in try ExpiryText.parse(text) }
            } catch {
                throw FanmailFailure(.usage, error.reason.escapedForTerminal)
            }
            do throws(SettingSyntaxError) {
                return try ManualSuppression(
                    entries, reason: why, expiresAt: end, keepsHashes: hashed, source: "command line")
            } catch {
                throw FanmailFailure(.unusableInput, error.reason.escapedForTerminal)
            }
        }
    }

    struct Rm: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Takes entries off the list; for an address its hash as well.",
            discussion: "Example: fanmail suppression rm ada@example.org", aliases: ["delete", "remove"])
        @Argument(help: "Addresses, @domains or sha256:… hashes.") var entries: [String] = []
        @Flag(help: "Everything that has expired.") var expired = false
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard expired != !entries.isEmpty else {
                throw ValidationError("name entries to be removed, or say --expired")
            }
        }

        func run() throws {
            var forms: [SuppressedForm] = []
            for text in entries {
                let form = try SuppressionCommand.form(text)
                forms.append(form)
                if case .address = form { forms.append(AddressHash.form(of: try SubscriberCommand.mailbox(text))) }
            }
            let store = try global.store()
            let removed = try expired ? store.removeExpiredSuppressions() : store.unsuppress(forms)
            if global.json {
                Terminal.print(JSONValue.object([("removed", JSONValue(removed))]).text)
                return
            }
            guard removed > 0 || expired else {
                throw FanmailFailure(.noInput, "no such entry is on the suppression list; see `fanmail suppression ls`")
            }
            Terminal.say("\(counted(removed, "suppression")) removed")
        }
    }

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The entries, the oldest first.", aliases: ["list"])
        @Option(help: "Only those of this kind: address, domain or hash.") var kind: String?
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard kind == nil || kind.flatMap(SuppressedForm.Kind.init) != nil else {
                throw ValidationError("--kind: use address, domain or hash")
            }
        }

        func run() throws {
            var listing = JSONListing(perLine: jsonl)
            var rows = RowListing("ENTRY", "REASON", "EXPIRY", csv: csv)
            try global.store().suppressions(kind: kind.flatMap(SuppressedForm.Kind.init), limit: limit) { record in
                if global.json || jsonl {
                    listing.add(record.json)
                } else {
                    rows.add(
                        record.form.text, record.reason,
                        csv ? record.expiresAt?.rfc3339 : SuppressionCommand.expiry(record))
                }
            }
            if global.json || jsonl { listing.finish() } else { rows.finish(orSay: "nobody is suppressed") }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Whether addresses are suppressed, and by which entry.",
            discussion: "Example: fanmail suppression check ada@example.org")
        @Argument(help: "The addresses.") var addresses: [String]
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailboxes = try addresses.map(SubscriberCommand.mailbox)
            let store = try global.store()
            var answers: [JSONValue] = []
            for mailbox in mailboxes {
                let entries = try store.suppressions(of: mailbox)
                let inForce = entries.filter { $0.isInForce() }
                answers.append(
                    .object([
                        ("address", .string(mailbox.address)), ("suppressed", .bool(!inForce.isEmpty)),
                        ("entries", .array(entries.map(\.json))),
                    ]))
                guard !global.json else { continue }
                if inForce.isEmpty { Terminal.print("\(mailbox.address) is not suppressed") }
                for entry in inForce {
                    Terminal.print("\(mailbox.address) is suppressed by \(SuppressionCommand.line(entry))")
                }
            }
            if global.json { Terminal.print(JSONValue.array(answers).text) }
        }
    }

    static func line(_ record: SuppressionRecord) -> String {
        [record.form.text, record.reason, expiry(record)].compactMap { $0 }.joined(separator: "  ").escapedForTerminal
    }

    private static func expiry(_ record: SuppressionRecord) -> String? {
        record.expiresAt.map { record.isInForce() ? "until \($0.shown)" : "expired \($0.shown)" }
    }
}
