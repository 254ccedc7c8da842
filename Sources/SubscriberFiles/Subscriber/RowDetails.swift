import FanmailBasics
package import MailingLists

/// What one row says of a person besides address and name, in the form in which it is stored. Used again for each row.
package final class RowDetails {
    package private(set) var language: [UInt8] = []
    /// A JSON array, sorted; empty for none.
    package private(set) var tags: [UInt8] = []
    /// A JSON object in canonical form; empty for none.
    package private(set) var attributes: [UInt8] = []
    /// The file says that this person left.
    package private(set) var hasLeft = false
    /// What it says of how the subscription came and ended.
    package private(set) var consent = Consent()
    private var source: [UInt8] = []
    /// Where whoever joined was.
    private var joinedAddress: [UInt8] = []
    /// Why what it says cannot be used.
    private(set) var problem: String?
    /// What was mended, or could not be kept, of a row that is used.
    package private(set) var note: String?
    private(set) var name: [UInt8] = []

    private let defaults: RowDefaults
    private let order: WrittenMoment.DayOrder?
    private let now = Timestamp.now
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

    private func clear() {
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
    private func finish() {
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

    private func noteMended(_ name: String) {
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

    // MARK: - From JSON

    /// Takes the members of an object but those that were used for address and name.
    func read(
        _ members: [String: Attribute], without used: Set<String>, targets: (String) -> HeadingTarget,
        isStrict: (String) -> Bool
    ) {
        clear()
        var isSuppressed = false
        var all: [String: Attribute] = [:]
        var names = Set(defaults.attributes.keys)
        // Too many are refused below; to find a name for each of them would take for ever.
        for key in members.keys.sorted() where !used.contains(key) && all.count <= SubscriberText.attributesLimit {
            guard let value = members[key], value != .null else { continue }
            switch targets(key) {
            case .ignored: break
            case .firstName:
                name = Array(value.plain.utf8) + (name.isEmpty ? [] : [0x20] + name)
                if !value.plain.isEmpty { all[ExtraColumns.unused(SubscriberText.firstName, among: &names)] = value }
            case .lastName:
                name = name + (name.isEmpty ? [] : [0x20]) + Array(value.plain.utf8)
                if !value.plain.isEmpty { all[ExtraColumns.unused(SubscriberText.lastName, among: &names)] = value }
            case .language: setLanguage(value.plain)
            case .tags:
                if case .list(let values) = value { setTags(values.map(\.plain)) } else { setTags(value.plain) }
            case .state: setState(value.plain)
            case .consent(let field):
                var octets = Array(value.plain.utf8)
                if octets.isEmpty { break }
                if field.isMoment {
                    octets.withUnsafeBufferPointer {
                        setMoment(field, $0, isStrict: isStrict(key), leftAs: StateWord.state(ofHeading: key))
                    }
                } else {
                    octets.withUnsafeMutableBufferPointer { setText(field, $0) }
                }
            case .suppressed:
                if !HeadingTarget.isNo(value.plain) { isSuppressed = true }
            case .object:
                guard case .object(let inner) = value else {
                    problem = "the attributes are no JSON object"
                    return
                }
                for (name, value) in inner where all.count <= SubscriberText.attributesLimit {
                    all[ExtraColumns.unused(name, among: &names)] = value
                }
            case .address: all[ExtraColumns.unused("address", among: &names)] = value
            case .name: all[ExtraColumns.unused(SubscriberText.attributeName(ofHeading: key), among: &names)] = value
            case .attribute(let name):
                all[ExtraColumns.unused(name.isEmpty ? "member" : name, among: &names)] = value
            }
        }
        finish()
        if isSuppressed { setState("suppressed") }
        setAttributes(all.merging(defaults.attributes) { $1 })
    }

    // MARK: - How they came and left

    private func setState(_ word: String) {
        guard let meant = StateWord(word) else { return }
        hasLeft = true
        // What is over stays so, whatever else is said.
        guard consent.state.isLive else { return }
        switch meant {
        case .waits: if word.lowercased() == SubscriptionState.pending.rawValue { consent.state = .pending }
        case .left(let state, let how):
            consent.state = state
            if consent.leftHow == nil { consent.leftHow = how.map { Array($0.utf8) } }
        }
    }

    private func setMoment(
        _ field: ConsentField, _ octets: UnsafeBufferPointer<UInt8>, isStrict: Bool,
        leftAs state: SubscriptionState = .unsubscribed
    ) {
        let moment = Consent.moment(octets, order: order, now: now)
        if let moment, field != .left { return consent.set(field, moment) }
        setMoment(field, moment, String(decoding: octets, as: UTF8.self), isStrict: isStrict, leftAs: state)
    }

    /// What is no moment may still be a word for yes or no, or for who left.
    private func setMoment(
        _ field: ConsentField, _ moment: Timestamp?, _ text: String, isStrict: Bool, leftAs state: SubscriptionState
    ) {
        if field == .left {
            guard moment != nil || !HeadingTarget.isNo(text) else { return }
            hasLeft = true
            if consent.state == .active { consent.state = state }
        } else if moment == nil {
            // A column of yes and no, or a date that was never set.
            if HeadingTarget.isYes(text) { return }
            if HeadingTarget.isNo(text) {
                if text.utf8.contains(where: { $0 | 0x20 >= 0x61 }) || text == "0" { hasLeft = true }
                return
            }
            if StateWord(text) != nil {
                setState(text)
                return
            }
            // A word that nobody knows is no yes.
            if field == .confirmed, !text.utf8.contains(where: { (0x30...0x39).contains($0) }), !isStrict {
                hasLeft = true
                note = note ?? "\(SettingSyntaxError.quoted(text)) counts as not confirmed; write yes, or when it was"
                return
            }
        }
        if let moment {
            consent.set(field, moment)
        } else if field != .left {
            let reason =
                "\(SettingSyntaxError.quoted(text)) is no moment when somebody \(field == .joined ? "joined" : field.rawValue); "
                + "write one such as 2025-03-01 or 2025-03-01T10:00:00Z"
            if isStrict { problem = problem ?? reason } else { note = note ?? "\(reason); it is left out" }
        }
    }

    private func setText(_ field: ConsentField, _ text: Bytes) {
        guard text.count <= Consent.textLimit else {
            problem = problem ?? "the column \(field.rawValue) is longer than \(Consent.textLimit) octets"
            return
        }
        if SubscriberText.mendLine(text) { note = note ?? "control characters in \(field.rawValue) became spaces" }
        // Those of an import come from one place: its octets are shared.
        if field == .joinedAddress {
            joinedAddress.append(contentsOf: text)
        } else if field == .joinedFrom {
            if !source.elementsEqual(text) { source = Array(text) }
            consent.joinedFrom = source
        } else {
            consent.set(field, Array(text))
        }
    }

    // MARK: - Checks

    private func setAttributes(_ members: [String: Attribute]) {
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

    private func setLanguage(_ text: String) {
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

    private func setTags(_ text: String) {
        if text.hasPrefix("["), case .list(let values)? = try? Attribute(parsing: text) {
            setTags(values.map(\.plain))
        } else {
            setTags(TagCell.tags(text))
        }
    }

    private func setTags(_ texts: [String]) {
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
