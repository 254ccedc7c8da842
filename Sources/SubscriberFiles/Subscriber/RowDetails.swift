import FanmailBasics
package import MailingLists

/// What one row says of a person besides address and name, in the form in which it is stored. Used again for each row.
package final class RowDetails {
    package internal(set) var language: [UInt8] = []
    /// A JSON array, sorted; empty for none.
    package internal(set) var tags: [UInt8] = []
    /// A JSON object in canonical form; empty for none.
    package internal(set) var attributes: [UInt8] = []
    /// The file says that this person left.
    package internal(set) var hasLeft = false
    /// What it says of how the subscription came and ended.
    package internal(set) var consent = Consent()
    var source: [UInt8] = []
    /// Where whoever joined was.
    var joinedAddress: [UInt8] = []
    /// Why what it says cannot be used.
    var problem: String?
    /// What was mended, or could not be kept, of a row that is used.
    package internal(set) var note: String?
    var name: [UInt8] = []

    let defaults: RowDefaults
    let order: WrittenMoment.DayOrder?
    let now = Timestamp.now
    /// What the defaults say: tags as they are stored, and attributes in the order of their names.
    private let usualTags: [UInt8]
    private let usualAttributes: [(name: String, member: [UInt8])]
    /// The latest texts of a language and of tags, which are those of many others.
    private var (lastLanguage, lastTags) = ([UInt8](), [UInt8]())
    private var (languageOfLast, tagsOfLast) = ([UInt8](), [UInt8]())

    typealias Bytes = UnsafeMutableBufferPointer<UInt8>

    /// - Parameters:
    ///   - defaults: what is said of everybody.
    ///   - order: of dates such as 03/04/2025.
    init(defaults: RowDefaults = RowDefaults(), order: WrittenMoment.DayOrder? = nil) {
        self.defaults = defaults
        self.order = order
        usualTags = Self.stored(defaults.tags)
        usualAttributes = defaults.attributes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
            ($0.key, Array("\(Attribute.text($0.key).json):\($0.value.json)".utf8))
        }
    }

    func clear() {
        language.removeAll(keepingCapacity: true)
        tags.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
        hasLeft = false
        consent = Consent()
        joinedAddress.removeAll(keepingCapacity: true)
        problem = nil
        note = nil
    }

    /// What is only known when all has been read.
    func finish() {
        if language.isEmpty, let usual = defaults.language { language.append(contentsOf: usual.utf8) }
        if tags.isEmpty { tags.append(contentsOf: usualTags) }
        guard !joinedAddress.isEmpty else { return }
        // Of an import's source many have the same octets; of an address everybody has their own.
        consent.joinedFrom = consent.joinedFrom.map { $0 + Array(", ".utf8) + joinedAddress } ?? joinedAddress
    }

    // MARK: - From columns

    func read(_ columns: ExtraColumns, count: Int, field: (Int) -> Bytes) {
        clear()
        func cell(_ column: Int?) -> Bytes? {
            guard let column, column < count else { return nil }
            let cell = AddressCell.trimmed(field(column))
            return cell.isEmpty ? nil : cell
        }
        for part in [columns.firstName, columns.lastName] {
            guard let cell = cell(part) else { continue }
            if !name.isEmpty { name.append(0x20) }
            name.append(contentsOf: cell)
        }
        if name.count > SubscriberText.nameLimit {
            problem = "the name is longer than \(SubscriberText.nameLimit) octets"
        }
        let isMended = name.withUnsafeMutableBufferPointer { SubscriberText.mendLine($0) }
        if isMended { note = SubscriberText.nameNote }
        if let cell = cell(columns.language) { setLanguage(cell) }
        if let cell = cell(columns.tags) { setTags(cell) }
        for column in columns.states {
            if let cell = cell(column) { setState(String(decoding: cell, as: UTF8.self)) }
        }
        for column in columns.leftAt {
            guard let cell = cell(column) else { continue }
            setMoment(
                .left, UnsafeBufferPointer(cell), isStrict: false,
                leftAs: columns.bouncedAt.contains(column) ? .bounced : .unsubscribed)
        }
        for (field, column, isStrict) in columns.consent {
            guard let cell = cell(column) else { continue }
            if field.isMoment {
                setMoment(field, UnsafeBufferPointer(cell), isStrict: isStrict)
            } else {
                setText(field, cell)
            }
        }
        finish()
        if let cell = cell(columns.suppressed), !HeadingTarget.isNo(String(decoding: cell, as: UTF8.self)) {
            setState("suppressed")
        }
        if let json = cell(columns.object) {
            merge(String(decoding: json, as: UTF8.self), columns, cell: cell)
            return
        }
        var usual = 0
        for (name, column) in columns.attributes {
            guard let cell = cell(column) else { continue }
            while usual < usualAttributes.count, usualAttributes[usual].name.utf8.lexicographicallyPrecedes(name.utf8) {
                appendUsual(&usual)
            }
            attributes.append(attributes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            attributes.append(UInt8(ascii: "\""))
            attributes.append(contentsOf: name.utf8)
            attributes.append(UInt8(ascii: "\""))
            attributes.append(UInt8(ascii: ":"))
            appendText(cell, of: name)
        }
        while usual < usualAttributes.count { appendUsual(&usual) }
        if !attributes.isEmpty { attributes.append(UInt8(ascii: "}")) }
    }

    private func appendUsual(_ index: inout Int) {
        attributes.append(attributes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        attributes.append(contentsOf: usualAttributes[index].member)
        index += 1
    }

    /// A text as ``Attribute/json`` writes it, ``Attribute/mended``: in here, since it is asked for each octet of each cell.
    private func appendText(_ text: Bytes, of name: String) {
        attributes.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                attributes.append(UInt8(ascii: "\\"))
                attributes.append(byte)
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D:
                attributes += Array("\\n".utf8)
                if byte == 0x0D { noteMended(name) }
            case 0x09: attributes += Array("\\t".utf8)
            case 0..<0x20, 0x7F:
                attributes.append(0x20)
                noteMended(name)
            case 0x80...0x9F where previous == 0xC2:
                attributes[attributes.count - 1] = 0x20
                noteMended(name)
            default: attributes.append(byte)
            }
            previous = byte
        }
        attributes.append(UInt8(ascii: "\""))
    }

    func noteMended(_ name: String) {
        note = note ?? "line ends or control characters in \(name) were made plain"
    }

    private func merge(_ json: String, _ columns: ExtraColumns, cell: (Int?) -> Bytes?) {
        do throws(JSONSyntaxError) {
            guard case .object(var members) = try Attribute(parsing: json) else {
                problem = "the attributes are no JSON object"
                return
            }
            members.merge(defaults.attributes) { $1 }
            var names = Set(members.keys)
            for (name, column) in columns.attributes where members.count <= SubscriberText.attributesLimit {
                guard let cell = cell(column) else { continue }
                members[ExtraColumns.unused(name, among: &names)] = .text(String(decoding: cell, as: UTF8.self))
            }
            setAttributes(members)
        } catch {
            problem = "the attributes are not JSON, at column \(error.offset + 1): \(error.reason)"
        }
    }

    // MARK: - Checks

    func setAttributes(_ members: [String: Attribute]) {
        guard members.count <= SubscriberText.attributesLimit else {
            problem = "there are more than \(SubscriberText.attributesLimit) attributes"
            return
        }
        let all = Attribute.object(members).mended
        if all != .object(members) { noteMended("the attributes") }
        attributes = members.isEmpty ? [] : Array(all.json.utf8)
        if attributes.count > Attribute.sizeLimit { problem = "the attributes are longer than 64 KiB" }
    }

    private func setLanguage(_ cell: Bytes) {
        if !lastLanguage.isEmpty, lastLanguage.elementsEqual(cell) {
            language.append(contentsOf: languageOfLast)
            return
        }
        setLanguage(String(decoding: cell, as: UTF8.self))
        guard !language.isEmpty else { return }
        (lastLanguage, languageOfLast) = (Array(cell), language)
    }

    func setLanguage(_ text: String) {
        if let tag = LanguageTag.understood(text) {
            language = Array(tag.utf8)
        } else if !text.isEmpty {
            note =
                "\(SettingSyntaxError.quoted(text)) is no language that is known, and is left out; "
                + "write a tag such as en or pt-BR"
        }
    }

    private func setTags(_ cell: Bytes) {
        if !lastTags.isEmpty, lastTags.elementsEqual(cell) {
            tags.append(contentsOf: tagsOfLast)
            return
        }
        setTags(String(decoding: cell, as: UTF8.self))
        guard problem == nil else { return }
        (lastTags, tagsOfLast) = (Array(cell), tags)
    }

    func setTags(_ text: String) {
        if text.hasPrefix("["), case .list(let values)? = try? Attribute(parsing: text) {
            setTags(values.map(\.plain))
        } else {
            setTags(TagCell.tags(text))
        }
    }

    func setTags(_ texts: [String]) {
        let valid = texts.filter { !$0.isEmpty }
        for text in valid where (try? SubscriberText.tag(text)) == nil {
            problem = "\(SettingSyntaxError.quoted(text)) is no tag"
            return
        }
        tags = Self.stored(valid + defaults.tags)
    }

    private static func stored(_ tags: [String]) -> [UInt8] {
        let sorted = Set(tags).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return sorted.isEmpty ? [] : Array(JSONValue(sorted).text.utf8)
    }
}
