import FanmailBasics
import MailingLists

/// What the members of a record are.
final class RecordReading {
    private let options: [String: HeadingTarget]
    private let ignored: Set<String>
    private let details: RowDetails
    private(set) var system: ExportSystem?
    private var isRecognised: Bool

    init(_ file: FileKnowledge) {
        options = file.options
        ignored = file.ignored
        system = file.system
        isRecognised = file.system != nil
        details = RowDetails(defaults: file.defaults, order: file.order ?? file.system?.order)
    }

    func refused(_ line: Int, _ reason: String, _ text: [UInt8]) -> SubscriberRecord {
        SubscriberRecord(line: line, address: "", name: "", details: details, problem: reason, text: text)
    }

    private func target(_ key: String) -> HeadingTarget {
        ignored.contains(key) ? .ignored : options[key] ?? HeadingTarget(heading: key, of: system)
    }

    /// - Parameter text: the record as it stands.
    func record(_ members: [String: Attribute], line: Int, text: [UInt8]) -> SubscriberRecord {
        if !isRecognised {
            isRecognised = true
            system = ExportSystem.recognised(by: members.keys)
        }
        let keys = members.keys.sorted { rank($0) < rank($1) }
        guard let key = keys.first(where: { target($0) == .address }), case .text(let cell)? = members[key] else {
            return refused(line, "there is no member email with an address", text)
        }
        let nameKey = keys.first { target($0) == .name }
        details.read(
            members, without: [key, nameKey ?? key], targets: { self.target($0) }, isStrict: { self.options[$0] != nil }
        )
        // As in CSV: the address may stand behind a name, and no blanks stand around either.
        var octets = Array(cell.utf8)
        let (address, nameBeside) = octets.withUnsafeMutableBufferPointer { cell in
            let (address, name) = AddressCell.split(cell)
            return (String(decoding: address, as: UTF8.self), Array(name))
        }
        var name = Array((nameKey.flatMap { members[$0] }.map { $0 == .null ? "" : $0.plain } ?? "").utf8)
        if name.isEmpty { name = details.name.isEmpty ? nameBeside : details.name }
        let (mended, isMended) = name.withUnsafeMutableBufferPointer { name in
            let inner = AddressCell.trimmed(name)
            let isMended = SubscriberText.mendLine(inner)
            return (String(decoding: AddressCell.trimmed(inner), as: UTF8.self), isMended)
        }
        let problem =
            mended.utf8.count > SubscriberText.nameLimit
            ? "the name is longer than \(SubscriberText.nameLimit) octets" : details.problem
        return SubscriberRecord(
            line: line, address: address, name: mended, details: details, problem: problem,
            note: isMended ? SubscriberText.nameNote : details.note, text: text)
    }

    /// Which of several members that may be the address goes first: what a person has said, then the usual names.
    private func rank(_ key: String) -> (Int, String) {
        if options[key] == .address { return (-1, key) }
        return (ColumnMapping.addressHeadings.firstIndex(of: key.folded) ?? .max, key)
    }
}
