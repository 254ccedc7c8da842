import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import SMTPCore

struct DKIMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dkim", abstract: "The keys that sign messages, and their records in the DNS.",
        subcommands: [Keygen.self, Record.self, DKIMCheckCommand.self])

    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keygen",
            abstract: "Makes keys, RSA-2048 and Ed25519, and prints their records and settings.",
            discussion: """
                Example: fanmail dkim keygen --domain lists.example --selector fm1 --write
                Files have mode 0600, and none that is there is overwritten. With --write the settings go into \
                fanmail.toml, beside all that stands there; keys that are there already are named in it.
                """)
        @Option(help: "The domain that signs.") var domain: String
        @Option(help: "The selector; that of the Ed25519 key ends in -ed25519.") var selector = "fm1"
        @Option(help: "Where the files go (dkim, beside fanmail.toml).", completion: .directory) var directory: String?
        @Option(help: "Only rsa, or only ed25519.") var algorithm: String?
        @Flag(help: "Writes their settings into fanmail.toml.") var write = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            guard let mailbox = try? Mailbox(parsing: "a@\(domain)"), !mailbox.domain.hasPrefix("[") else {
                throw FanmailFailure(.usage, "--domain \(domain.escapedForTerminal): this is no domain")
            }
            guard DKIMSettings.isSelector(selector) else {
                throw FanmailFailure(
                    .usage, "--selector \(selector.escapedForTerminal): write letters and digits, such as fm1")
            }
            let algorithms = try algorithm.map { text in
                guard let algorithm = DKIMKey.Algorithm(rawValue: text) else {
                    throw FanmailFailure(.usage, "--algorithm \(text.escapedForTerminal): use rsa or ed25519")
                }
                return [algorithm]
            }
            let plan = DKIMKeyFiles(
                folder: try global.configuration().folder, directory: directory, domain: mailbox.domain,
                selector: selector, algorithms: algorithms ?? DKIMKey.Algorithm.allCases)
            // A file that cannot be changed is told before there are keys.
            if write { _ = try plan.settings.text() }
            let made = try plan.make(keepsThoseThere: write)
            if write { try plan.settings.write() }
            if global.json {
                Terminal.print(
                    JSONValue.array(
                        made.map { key in
                            DKIMCommand.json(key.identity, [("file", .string(key.path))])
                        }
                    ).text)
                return
            }
            for key in made {
                Terminal.print(DKIMRecord(of: key.identity.key).zoneLine(name: key.identity.recordName))
            }
            for key in made where write {
                Terminal.say("\(key.isNew ? "made" : "kept") \(key.path)".escapedForTerminal)
            }
            guard !write else {
                return Terminal.say(
                    "set in \(plan.settings.file): [dkim]; `fanmail dkim check` asks the DNS".escapedForTerminal)
            }
            Terminal.say("\nin fanmail.toml (--write puts it there):\n[dkim]")
            for (name, text) in plan.values {
                Terminal.say("\(name.key.dropFirst("dkim.".count)) = \"\(text)\"".escapedForTerminal)
            }
        }
    }

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Prints the TXT records of the keys that are set, as lines of a zone file.")
        @OptionGroup var keys: DKIMKeyOptions

        func run() throws {
            let identities = try keys.identities()
            if keys.global.json {
                Terminal.print(JSONValue.array(identities.map { DKIMCommand.json($0) }).text)
                return
            }
            for identity in identities {
                Terminal.print(DKIMRecord(of: identity.key).zoneLine(name: identity.recordName))
            }
        }
    }

    static func json(_ identity: DKIMSigner.Identity, _ more: [(String, JSONValue)] = []) -> JSONValue {
        let record = DKIMRecord(of: identity.key)
        return .object(
            [
                ("name", .string(identity.recordName)), ("algorithm", .string(identity.key.algorithm.rawValue)),
                ("bits", JSONValue(identity.key.bits)), ("record", .string(record.text)),
                ("strings", .array(record.strings.map { .string($0) })),
            ] + more)
    }
}

/// The keys a command is about: those of fanmail.toml, or others.
struct DKIMKeyOptions: ParsableArguments {
    @Option(help: "The domain that signs ([dkim] domain).") var domain: String?
    @Option(help: "The RSA key's selector ([dkim] selector).") var selector: String?
    @Option(help: "The RSA key's file ([dkim] rsa-key).", completion: .file()) var rsaKey: String?
    @Option(help: "The Ed25519 key's selector ([dkim] ed25519-selector).") var ed25519Selector: String?
    @Option(help: "The Ed25519 key's file ([dkim] ed25519-key).", completion: .file()) var ed25519Key: String?
    @OptionGroup var global: GlobalOptions

    func identities() throws -> [DKIMSigner.Identity] {
        var flags: [SettingName: String] = [:]
        flags[.dkimDomain] = domain
        flags[.dkimSelector] = selector
        flags[.dkimKey] = rsaKey
        flags[.dkimEd25519Selector] = ed25519Selector
        flags[.dkimEd25519Key] = ed25519Key
        guard let signer = try DKIMSigner(global.configuration(flags).dkim) else {
            throw FanmailFailure(
                .configuration, "no DKIM key is set: make one with `fanmail dkim keygen`, and name it in fanmail.toml")
        }
        return signer.identities
    }
}
