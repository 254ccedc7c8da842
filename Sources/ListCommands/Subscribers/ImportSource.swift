import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore
import MailingLists
import SubscriberFiles

/// What an import reads, and how: shared by `subscriber import` and `subscriber sync`.
struct ImportSource: ParsableArguments {
    @Argument(
        help:
            "CSV, TSV, JSON, JSON Lines, LDIF, a dump of Sympa\'s, or addresses, also packed with gzip; - for standard input.",
        completion: .file())
    var file: String
    @Option(help: "The list\'s name.", completion: .lists) var list: String
    @Option(
        help:
            "Whose export it is, where its headings do not tell: activecampaign, brevo, constantcontact, kit, ldif, listmonk, mailchimp, mailman2, mailman3, phplist or sympa.",
        completion: .list(ExportSystem.all.map(\.name)))
    var from: String?
    @Option(
        help:
            "What a column is: email=\"E-mail Address\", name=, language=, tags=, state=, subscribed= (when), confirmed=, subscribed-ip=, unsubscribed=, source= or an attribute's name."
    )
    var map: [String] = []
    @Option(help: "Leaves a column out.") var ignore: [String] = []
    @Option(help: "utf-8, utf-16, latin-1 or windows-1252, where the file does not tell.") var encoding: String?
    @Option(help: "What stands between columns: , ; tab or |, where the file does not tell.") var delimiter: String?
    @Option(
        help: "What comes first in dates such as 03/04/2025, day-first or month-first, where the file does not tell.")
    var dates: String?
    @Option(help: "The language of those of whom none is known, and none told, such as en or pt-BR.") var language:
        String?
    @Option(help: "Adds a tag to everybody who is on the list then, new or known.") var tag: [String] = []
    @Option(help: "Sets an attribute of the same people, whatever the file says or is known: name=text or name:=JSON.")
    var set: [String] = []
    @Option(help: "Writes the rejected rows to this file, each with its reason, to be mended and imported again.")
    var rejects: String?
    @Option(
        help: ArgumentHelp(
            "What becomes of people who left, bounced or complained as the file says: unsubscribed, they are known to have left and what they have here ends; ignore, they are left out alone.",
            valueName: "unsubscribed|ignore"))
    var leftAs = LeftAs.unsubscribed
    @Flag(help: "Only counts what would happen.") var dryRun = false

    enum LeftAs: String, ExpressibleByArgument, CaseIterable {
        case unsubscribed, ignore
    }

    /// What `--delimiter` names.
    static func delimiter(_ text: String) throws -> UInt8 {
        do throws(SettingSyntaxError) {
            return try ColumnDelimiter.parse(text)
        } catch {
            throw FanmailFailure(.usage, "--delimiter: \(error.reason)".escapedForTerminal)
        }
    }

    private static func system(_ name: String) throws -> ExportSystem {
        guard let system = ExportSystem.named(name) else {
            let all = ExportSystem.all.map(\.name).joined(separator: ", ")
            throw FanmailFailure(.usage, "--from \(name.escapedForTerminal): use one of \(all)")
        }
        return system
    }

    private static func order(_ text: String) throws -> WrittenMoment.DayOrder {
        guard let order = WrittenMoment.DayOrder(rawValue: text) else {
            throw FanmailFailure(.usage, "--dates \(text.escapedForTerminal): use day-first or month-first")
        }
        return order
    }

    /// What is said of everybody.
    private func defaults() throws -> RowDefaults {
        let change = try SubscriberEditCommand.change(name: nil, language: language, tags: tag, set: set)
        var defaults = RowDefaults()
        defaults.language = change.language
        defaults.tags = change.addedTags
        defaults.attributes = Dictionary(change.set.map { ($0.name, $0.value) }) { $1 }
        return defaults
    }

    private func targets() throws -> [String: HeadingTarget] {
        var targets: [String: HeadingTarget] = [:]
        for text in map {
            guard let equals = text.firstIndex(of: "=") else {
                throw FanmailFailure(
                    .usage, "--map \(text.escapedForTerminal): write what=COLUMN, such as email=\"E-mail\"")
            }
            let column = String(text[text.index(after: equals)...])
            do {
                let target = try HeadingTarget(option: String(text[..<equals]))
                guard targets.updateValue(target, forKey: column) == nil else {
                    throw FanmailFailure(
                        .usage, "--map \(text.escapedForTerminal): the column is named twice; one column is one thing")
                }
                guard target.isForSeveral || targets.values.count(where: { $0 == target }) == 1 else {
                    throw FanmailFailure(
                        .usage, "--map \(text.escapedForTerminal): another column is that already; name one of them")
                }
            } catch let error as SettingSyntaxError {
                throw FanmailFailure(.usage, "--map: \(error.reason)".escapedForTerminal)
            }
        }
        return targets
    }

    /// The file, with what the options say of it.
    func subscriberFile() throws -> SubscriberFile {
        var result = SubscriberFile(path: file)
        result.knowledge.options = try targets()
        result.knowledge.ignored = Set(ignore)
        result.knowledge.system = try from.map(Self.system)
        result.knowledge.order = try dates.map(Self.order)
        result.knowledge.defaults = try defaults()
        result.encoding = try encoding.map { text in
            guard let encoding = TextEncoding(rawValue: text.lowercased()) else {
                let all = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
                throw FanmailFailure(.usage, "--encoding \(text.escapedForTerminal): use one of \(all)")
            }
            return encoding
        }
        result.delimiter = try delimiter.map(Self.delimiter)
        return result
    }

    /// Runs an import of the file with a lower priority, and shows on standard error what comes up: where cores are short,
    /// it takes longer, and a mailing that runs does not.
    ///
    /// - Parameter isShown: false when the file was read before, and all that is to be said of it has been.
    func run(
        _ work: SubscriberFileImport, _ store: Store, isShown: Bool = true
    ) throws -> SubscriberFileImport.Report {
        var work = work
        work.recordsLeft = leftAs == .unsubscribed
        do {
            return try LowPriorityThread.run { [list, work] in
                let view = ImportView(work.file.name)
                defer { view.finish() }
                return try work.run(into: list, of: store) { event in
                    switch event {
                    case .waits, .progress: view.show(event)
                    default: if isShown { view.show(event) }
                    }
                }
            }
        } catch ImportRefusal.overwritesSource {
            throw FanmailFailure(
                .usage,
                "--rejects \((rejects ?? "").escapedForTerminal): this is the file to import; name another one")
        } catch let limit as LeavingLimit {
            throw FanmailFailure(
                .unusableInput,
                "\(limit.source): \(limit.leaving) of \(limit.active) subscribers (\(limit.percent) %) would leave "
                    + "\(limit.list), more than \(Int(limit.limit * 100)) %; nothing was changed. If that is meant: "
                    + "--allow-leaving \(limit.percent)%")
        }
    }
}
