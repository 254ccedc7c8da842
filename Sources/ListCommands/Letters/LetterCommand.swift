import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore
import MailingLists
import SMTPCore

struct LetterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter",
        abstract: "Letters: Markdown with front matter, made into mail. Begin one, look at it, look it over.",
        subcommands: [LetterNewCommand.self, Preview.self, LetterServeCommand.self, Lint.self])

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Writes a page that shows a letter as readers will see it.",
            discussion: """
                Example: fanmail letter preview newsletter.md --as ada@example.org --open
                The page needs nothing else, not even JavaScript: the line in the inbox; the letter with the list's footer, \
                at the width of a desk and of a phone, light and dark; its links and pictures, looked over and not loaded; \
                folded away the plain text, header, envelope and source. It has a switch for reader and language.
                """)

        @Argument(help: "The letter.", completion: .file()) var file: String
        @Option(
            name: .customLong("as"),
            help: ArgumentHelp("As this subscriber would read it; again for more.", valueName: "address"))
        var readers: [String] = []
        @Option(help: "Where the page is written (LETTER.preview.html).", completion: .file()) var output: String?
        @Flag(help: "Shows it in the browser.") var open = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let letter = try MessageFile.letter(file, global.configuration())
            let page = try LetterCommand.office(global).preview(
                of: letter, for: readers.map(SubscriberCommand.mailbox), named: file)
            let stem = file.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? "letter"
            let path = output ?? "\(stem).preview.html"
            do { try PersonalFile.write(Array(page.text.utf8), to: path, sparing: file) } catch {
                throw FanmailFailure(.disk, "\(path): cannot be written: \(error.reason)")
            }
            if global.json { Terminal.print(JSONValue.object([("file", .string(path))]).text) }
            for notice in page.views.compactMap(\.notice) { Terminal.say("warning: \(notice)".escapedForTerminal) }
            Terminal.say("made \(path)")
            if open { try LetterCommand.show(path) }
        }
    }

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Looks a letter over: what readers, mail programs and large receivers would stumble over.",
            discussion: """
                Example: fanmail letter lint newsletter.md
                Exit status: 0 nothing that matters; 65 the letter should not be sent like this, or any finding with --strict.
                """)

        @Argument(help: "The letter.", completion: .file()) var file: String
        @Flag(help: "Warnings count too.") var strict = false
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let settings = try global.configuration()
            let hasDatabase = FileManager.default.fileExists(atPath: settings.database.value)
            let office = hasDatabase ? try? LetterCommand.office(global) : nil
            let reading = LetterReading(file, LetterReader(settings), office: office)
            let findings = reading.findings
            if let end = reading.end, findings.isEmpty { throw end }
            if global.json {
                Terminal.print(JSONValue.array(findings.map(Self.json)).text)
            } else {
                for finding in findings {
                    Terminal.print(
                        "\(finding.file):\(finding.line): \(finding.weight.rawValue): \(finding.problem); \(finding.remedy)"
                            .escapedForTerminal)
                }
                if findings.isEmpty { Terminal.say("\(file): nothing found") }
            }
            if let end = reading.end { throw end }
            if findings.contains(where: { strict || $0.weight == .error }) { throw ExitCode(65) }
        }

        private static func json(_ finding: LetterFinding) -> JSONValue {
            .object([
                ("weight", .string(finding.weight.rawValue)), ("check", .string(finding.check)),
                ("file", .string(finding.file)), ("line", .int(Int64(finding.line))),
                ("problem", .string(finding.problem)), ("remedy", .string(finding.remedy)),
            ])
        }
    }

    /// For looking only: no relay is needed.
    static func office(_ global: GlobalOptions) throws -> PostOffice {
        let configuration = try global.configuration()
        var settings = MailingSettings(relay: try RelayOptions.relay("smtp://localhost"))
        settings.dkim = try DKIMSigner(configuration.dkim)
        return PostOffice(store: try global.store(), settings: settings)
    }

    static func show(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        #if os(macOS)
            process.arguments = ["open", path]
        #else
            process.arguments = ["xdg-open", path]
        #endif
        // What it says of browsers that there are not is no help.
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            throw FanmailFailure(.unavailable, "no browser can be started; open \(path) yourself")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw FanmailFailure(.unavailable, "no browser can be started; open \(path) yourself")
        }
    }
}
