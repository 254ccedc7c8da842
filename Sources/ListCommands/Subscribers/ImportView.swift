import Fanmail
import FanmailBasics
import FanmailTerminal
import MailingLists
import SubscriberFiles

/// What is said on standard error while subscribers are imported: which column is what, the first lines that cannot be
/// used, and on a terminal how far it is.
final class ImportView {
    /// Lines that are shown one by one.
    private static let shown = 20

    private let name: String
    private let progress = ImportProgress()
    private var rejected = 0
    /// Lines that are used, but not all that was in them.
    private var notes = 0

    init(_ name: String) { self.name = name }

    func show(_ event: ImportEvent) {
        switch event {
        case .waits: Terminal.say("waiting for another import to end")
        case .guessed(let encoding):
            progress.finish()
            Terminal.say(
                "warning: \(name.escapedForTerminal) is not UTF-8, and is read as Latin-1 (\(encoding.rawValue)); "
                    + "if that is wrong, name it with --encoding")
        case .recognised(let system): Terminal.say("read as an export of \(system)")
        case .doubt(let doubt): Terminal.say("warning: \(name): \(doubt.line)".escapedForTerminal)
        case .columns(let columns): Self.say(columns)
        case .rejected(let line, let reason):
            progress.finish()
            rejected += 1
            if rejected <= Self.shown { Terminal.say("\(name):\(line): \(reason)".escapedForTerminal) }
        case .noted(let line, let note):
            progress.finish()
            notes += 1
            if notes <= Self.shown { Terminal.say("warning: \(name):\(line): \(note)".escapedForTerminal) }
        case .progress(let rows, let octets, let size): progress.show(rows: rows, position: octets, size: size)
        case .wasRead: sum()
        }
    }

    /// How many more there were.
    private func sum() {
        progress.finish()
        if rejected > Self.shown { Terminal.say("and \(rejected - Self.shown) more") }
        if notes > Self.shown {
            Terminal.say("warning: and \(counted(notes - Self.shown, "more line")) like these")
        }
    }

    /// Takes the line of a terminal away.
    func finish() { progress.finish() }

    /// On a terminal in lines that are broken between words.
    private static func say(_ columns: ImportColumns) {
        let text = text(columns).escapedForTerminal
        guard Terminal.isErrorTerminal else { return Terminal.say(text) }
        for line in WrappedText.lines(text, indent: 0, width: Terminal.width) { Terminal.say(line) }
    }

    private static func text(_ columns: ImportColumns) -> String {
        func quoted(_ column: Int) -> String { "\"\(columns.headings[column])\"" }
        let extra = columns.extra
        var parts = ["address from \(quoted(columns.mapping.address))"]
        if let name = columns.mapping.name {
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
        let attributes = extra.attributes.prefix(50)
        let renamed = attributes.filter {
            $0.name != SubscriberText.attributeName(ofHeading: columns.headings[$0.column])
        }
        for (name, column) in renamed { parts.append("\(name) from \(quoted(column))") }
        let others = attributes.map(\.name).filter { name in !renamed.contains { $0.name == name } }
        let text = parts.joined(separator: ", ")
        return others.isEmpty ? text : "\(text); attributes \(others.joined(separator: ", "))"
    }
}
