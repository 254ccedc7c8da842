import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import ListStore
import MailingLists
import SMTPCore
import SubscriberFiles

/// What an import reads, and how: shared by `subscriber import` and `subscriber sync`.
struct ImportSource: ParsableArguments {
    @Argument(
        help: "CSV, TSV, JSON, JSON Lines, or one address a line, also packed with gzip; - for standard input.",
        completion: .file())
    var file: String
    @Option(help: "The list\'s name.", completion: .lists) var list: String
    @Option(
        help:
            "What a column is: email=\"E-mail Address\", name=, language=, tags=, state=, subscribed= (when), confirmed=, unsubscribed=, source= or an attribute's name."
    )
    var map: [String] = []
    @Option(help: "Leaves a column out.") var ignore: [String] = []
    @Option(help: "utf-8, utf-16, latin-1 or windows-1252, where the file does not tell.") var encoding: String?
    @Option(help: "What stands between columns: , ; tab or |, where the file does not tell.") var delimiter: String?
    @Option(help: "Writes the rejected rows to this file, each with its reason, to be mended and imported again.")
    var rejects: String?
    @Flag(help: "Only counts what would happen.") var dryRun = false

    var name: String { file == "-" ? "standard input" : file }

    /// Rejected lines that are shown one by one.
    private static let shown = 20

    /// What `--delimiter` names.
    static func delimiter(_ text: String) throws -> UInt8 {
        do throws(SettingSyntaxError) {
            return try ColumnDelimiter.parse(text)
        } catch {
            throw FanmailFailure(.usage, "--delimiter: \(error.reason)".escapedForTerminal)
        }
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

    /// Where cores are short, an import takes longer, and a mailing that runs does not.
    ///
    /// Of this thread alone, on Linux; it is the one that reads and writes.
    func giveWay() {
        #if canImport(Glibc)
            setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19)
        #else
            setpriority(PRIO_PROCESS, 0, 19)
        #endif
    }

    /// Reads the file once into a batch; returns how many rows were rejected.
    func read(into batch: SubscriberImport, isFirst: Bool = true) throws -> Int {
        let targets = try targets()
        let encoding = try encoding.map { text in
            guard let encoding = TextEncoding(rawValue: text.lowercased()) else {
                let all = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
                throw FanmailFailure(.usage, "--encoding \(text.escapedForTerminal): use one of \(all)")
            }
            return encoding
        }
        let delimiter = try delimiter.map(Self.delimiter)
        if let rejects, file != "-", PersonalFile.areSame(file, rejects) {
            throw FanmailFailure(
                .usage, "--rejects \(rejects.escapedForTerminal): this is the file to import; name another one")
        }
        let bytes = try ByteSource(path: file)
        let (source, isJSON) = try bytes.decoded(as: encoding) { encoding in
            guard isFirst else { return }
            Terminal.say(
                "warning: \(name.escapedForTerminal) is not UTF-8, and is read as Latin-1 (\(encoding.rawValue)); "
                    + "if that is wrong, name it with --encoding")
        }
        let progress = ImportProgress(bytes)
        defer { progress.finish() }
        let log = try RejectLog(path: isFirst ? rejects : nil, shown: isFirst ? Self.shown : 0)
        if isJSON {
            var reader = JSONSubscriberReader(source, options: targets)
            try read(&reader, into: batch, log, progress)
        } else {
            var reader = try SubscriberReader(source, options: targets, ignored: Set(ignore), delimiter: delimiter)
            if isFirst { announce(reader) }
            try read(&reader, into: batch, log, progress)
        }
        try log.finish()
        return log.count
    }

    /// Says which column is what, before anything happens.
    private func announce(_ reader: borrowing SubscriberReader) {
        for warning in reader.warnings { Terminal.say("warning: \(name): \(warning)".escapedForTerminal) }
        guard let headings = reader.headings else { return }
        func quoted(_ column: Int) -> String { "\"\(headings[column])\"" }
        let extra = reader.extra
        var parts = ["address from \(quoted(reader.mapping.address))"]
        if let name = reader.mapping.name {
            parts.append("name from \(quoted(name))")
        } else if extra.firstName != nil || extra.lastName != nil {
            parts.append(
                "name from \([extra.firstName, extra.lastName].compactMap { $0 }.map(quoted).joined(separator: " and "))"
            )
        }
        if let language = extra.language { parts.append("language from \(quoted(language))") }
        if let tags = extra.tags { parts.append("tags from \(quoted(tags))") }
        for column in extra.leftAt + extra.states { parts.append("who left from \(quoted(column))") }
        if let suppressed = extra.suppressed { parts.append("who is suppressed from \(quoted(suppressed))") }
        for (field, column, _) in extra.consent { parts.append("\(field.rawValue) from \(quoted(column))") }
        if let object = extra.object { parts.append("attributes from \(quoted(object))") }
        for (name, column) in extra.attributes.prefix(50) { parts.append("\(name) from \(quoted(column))") }
        Terminal.say(parts.joined(separator: ", ").escapedForTerminal)
    }

    private func read(
        _ reader: inout SubscriberReader, into batch: SubscriberImport, _ log: RejectLog, _ progress: ImportProgress
    ) throws {
        var scanner = AddressScanner()
        let hasJoinedName = reader.extra.firstName != nil || reader.extra.lastName != nil
        while let row = try reader.next() {
            progress.count()
            if let reason = Self.reason(row.problem?.reason, &scanner, row.address) {
                progress.finish()
                try log.add(
                    line: row.line, source: name, reason: reason, cells: reader.cells, headings: reader.headings)
                continue
            }
            if let note = row.note { log.note(line: row.line, source: name, note) }
            let (address, key, domain) = (scanner.address, scanner.key, scanner.domain)
            if hasJoinedName, row.name.isEmpty {
                try reader.joinedName.withUnsafeBufferPointer {
                    try batch.add(address: address, key: key, domain: domain, name: $0, details: row.details)
                }
            } else {
                try batch.add(address: address, key: key, domain: domain, name: row.name, details: row.details)
            }
        }
    }

    private func read(
        _ reader: inout JSONSubscriberReader, into batch: SubscriberImport, _ log: RejectLog,
        _ progress: ImportProgress
    ) throws {
        var scanner = AddressScanner()
        while let row = try reader.next() {
            progress.count()
            let reason = Array(row.address.utf8).withUnsafeBufferPointer { Self.reason(row.problem, &scanner, $0) }
            if let reason {
                progress.finish()
                try log.add(line: row.line, source: name, reason: reason, record: row.text)
                continue
            }
            if let note = row.note { log.note(line: row.line, source: name, note) }
            let (address, key, domain) = (scanner.address, scanner.key, scanner.domain)
            try Array(row.name.utf8).withUnsafeBufferPointer {
                try batch.add(address: address, key: key, domain: domain, name: $0, details: row.details)
            }
        }
    }

    /// Why a row cannot be used; nil when the scanner holds its address.
    private static func reason(
        _ problem: String?, _ scanner: inout AddressScanner, _ address: UnsafeBufferPointer<UInt8>
    ) -> String? {
        if let problem { return problem }
        guard let error = scanner.scan(address) else { return nil }
        return "\(AddressCell.visible(address.prefix(80))): \(error.reason)"
    }
}
