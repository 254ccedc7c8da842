import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore
import MailingLists
import SMTPCore

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Signed tokens for links: confirm a subscription, end one. For the owner's own web server.",
        subcommands: [Make.self, Verify.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make",
            abstract: "Signs a token for one subscription.",
            discussion: "Example: fanmail token make unsubscribe ada@example.org --list announce --lasting 30d")
        @Argument(help: "confirm or unsubscribe.") var purpose: String
        @Argument(help: "The address.") var address: String
        @Option(help: "The list's name.", completion: .lists) var list: String
        @Option(help: "How long it is good for, at most 365d.") var lasting = "7d"
        @OptionGroup var global: GlobalOptions

        func run() throws {
            guard let purpose = Token.Purpose(name: purpose) else {
                throw FanmailFailure(.usage, "\(purpose.escapedForTerminal): a token is for confirm or unsubscribe")
            }
            let lifetime: Duration
            do { lifetime = try DurationText.parse(lasting) } catch {
                throw FanmailFailure(.usage, "--lasting: \(error.reason)".escapedForTerminal)
            }
            let mailbox = try SubscriberCommand.mailbox(address)
            let store = try global.store()
            let list = try store.list(named: list)
            let token = try store.token(purpose, for: mailbox, list: list, lasting: lifetime)
            let address = TokenAddress.address(of: list.address, purpose, token: token)
            Terminal.print(
                global.json
                    ? JSONValue.object([
                        ("address", .string(mailbox.address)), ("list", .string(list.name)),
                        ("purpose", .string(purpose.name)), ("token", .string(token)), ("mailto", JSONValue(address)),
                    ]).text : token)
            if !global.json, let address { Terminal.say("by mail: \(address)") }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Verifies a token and does what it says, once: confirms or ends a subscription.",
            discussion: """
                Example: fanmail token verify 4mzk… --from https://example.org/confirm --json
                A web server gives the token on standard input (`-`, or no token), where no other user of the machine sees it; \
                as an argument it goes behind `--`: fanmail token verify --from URL -- TOKEN. Exit status 65 for a token that \
                is forged, expired or none; nothing is changed then, and whatever begins with - verifies nothing, --help \
                included: 64. A token that was used changes nothing either, and says so. The list's welcome or goodbye waits for `fanmail inbox send`: a web page \
                does not wait for a relay.
                """)
        @Argument(help: "The token; - for standard input.") var token = "-"
        @Option(help: "Where it came back; kept in the history.") var from = "token verify"
        @Flag(help: "Only tells what it would do.") var dryRun = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let effect: TokenEffect
            do {
                let writer = NoticeWriter(store: try global.store(), letters: LetterReader(try global.configuration()))
                effect = try writer.redeem(Self.text(token), source: from, isDryRun: dryRun)
            } catch let failure as TokenFailure {
                if global.json {
                    Terminal.print(
                        JSONValue.object([("valid", .bool(false)), ("reason", .string(failure.reason))]).text)
                    throw ExitCode(65)
                }
                throw FanmailFailure(.unusableInput, failure.reason)
            }
            if global.json {
                Terminal.print(
                    JSONValue.object([
                        ("valid", .bool(true)), ("purpose", .string(effect.purpose.name)),
                        ("address", .string(effect.address)), ("list", .string(effect.list)),
                        ("result", .string(effect.result.rawValue)), ("expires", JSONValue(effect.expires)),
                        ("dryRun", .bool(dryRun)),
                    ]).text)
            } else {
                Terminal.print("\(effect.address) \(effect.result.rawValue): \(effect.list)".escapedForTerminal)
            }
        }

        /// So many octets of standard input are looked at.
        private static let longest = 4096

        /// Without the blanks and line ends around it.
        private static func text(_ argument: String) throws -> String {
            guard argument == "-" else { return argument }
            let bytes: [UInt8]
            do {
                bytes = try InputFile.standardInput().read(upTo: longest)
            } catch {
                throw FanmailFailure(.noInput, "standard input: \(error.reason); give the token there")
            }
            return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}

extension Token.Purpose {
    var name: String {
        switch self {
        case .confirm: "confirm"
        case .unsubscribe: "unsubscribe"
        case .leave: "leave"
        case .bounce: "bounce"
        case .probe: "probe"
        }
    }

    init?(name: String) {
        guard let purpose = [Self.confirm, .unsubscribe].first(where: { $0.name == name }) else {
            return nil
        }
        self = purpose
    }
}

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that sign tokens; they lie beside the database, in no copy of it.",
        subcommands: [Ls.self, Rotate.self])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The keys' ids and ages, the one that signs first.", aliases: ["list"])
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let keys = try global.store().tokenKeys.keys()
            if global.json {
                Terminal.print(
                    JSONValue.array(
                        keys.enumerated().map { index, key in
                            .object([
                                ("key", .int(Int64(key.id))), ("createdAt", JSONValue(key.createdAt)),
                                ("signs", .bool(index == 0)),
                            ])
                        }
                    ).text)
                return
            }
            var table = TextTable("KEY", "MADE", "USE")
            for (index, key) in keys.enumerated() {
                table.add(Int(key.id), key.createdAt, index == 0 ? "signs" : "verifies")
            }
            table.print(csv: csv, orSay: "no key yet; the first token makes one")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Makes a new key that signs from now on; tokens of the 15 before it stay good.")
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let key = try global.store().tokenKeys.rotate()
            if global.json {
                Terminal.print(
                    JSONValue.object([("key", .int(Int64(key.id))), ("createdAt", JSONValue(key.createdAt))]).text)
            } else {
                Terminal.say("key \(key.id) signs from now on")
            }
        }
    }
}
