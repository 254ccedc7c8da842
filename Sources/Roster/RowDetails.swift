/// What one row says of a person besides address and name, in the form in which it is stored. Used again for each row.
package final class RowDetails {
    package private(set) var language: [UInt8] = []
    /// A JSON array, sorted; empty for none.
    package private(set) var tags: [UInt8] = []
    /// A JSON object in canonical form; empty for none.
    package private(set) var attributes: [UInt8] = []
    /// The file says that this person left.
    package private(set) var hasLeft = false
    /// Why what it says cannot be used.
    private(set) var problem: String?
    private(set) var name: [UInt8] = []

    typealias Bytes = UnsafeMutableBufferPointer<UInt8>

    private func clear() {
        language.removeAll(keepingCapacity: true)
        tags.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
        hasLeft = false
        problem = nil
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
        if let cell = cell(columns.language) { setLanguage(String(decoding: cell, as: UTF8.self)) }
        if let cell = cell(columns.tags) { setTags(String(decoding: cell, as: UTF8.self)) }
        if let cell = cell(columns.state) { hasLeft = HeadingTarget.hasLeft(String(decoding: cell, as: UTF8.self)) }
        if cell(columns.leftAt) != nil { hasLeft = true }
        if let json = cell(columns.object) {
            merge(String(decoding: json, as: UTF8.self), columns, cell: cell)
            return
        }
        for (name, column) in columns.attributes {
            guard let cell = cell(column) else { continue }
            attributes.append(attributes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            attributes.append(UInt8(ascii: "\""))
            attributes.append(contentsOf: name.utf8)
            attributes.append(UInt8(ascii: "\""))
            attributes.append(UInt8(ascii: ":"))
            appendText(cell)
        }
        if !attributes.isEmpty { attributes.append(UInt8(ascii: "}")) }
    }

    /// A text as ``Attribute/json`` writes it.
    private func appendText(_ text: Bytes) {
        attributes.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): attributes += [UInt8(ascii: "\\"), byte]
            case 0x0A: attributes += Array("\\n".utf8)
            case 0x0D: attributes += Array("\\r".utf8)
            case 0x09: attributes += Array("\\t".utf8)
            case 0..<0x20, 0x7F: appendEscape(byte)
            case 0x80...0x9F where previous == 0xC2:
                attributes.removeLast()
                appendEscape(byte)
            default: attributes.append(byte)
            }
            previous = byte
        }
        attributes.append(UInt8(ascii: "\""))
    }

    private func appendEscape(_ value: UInt8) {
        let hex = String(value, radix: 16)
        attributes += Array("\\u00\(value < 16 ? "0" : "")\(hex)".utf8)
    }

    private func merge(_ json: String, _ columns: ExtraColumns, cell: (Int?) -> Bytes?) {
        do throws(JSONSyntaxError) {
            guard case .object(var members) = try Attribute(parsing: json) else {
                problem = "the attributes are no JSON object"
                return
            }
            for (name, column) in columns.attributes {
                if let cell = cell(column) { members[name] = .text(String(decoding: cell, as: UTF8.self)) }
            }
            setAttributes(members)
        } catch {
            problem = "the attributes are not JSON, at column \(error.offset + 1): \(error.reason)"
        }
    }

    // MARK: - From JSON

    /// Takes the members of an object that are neither address nor name.
    func read(_ members: [String: Attribute], targets: (String) -> HeadingTarget) {
        clear()
        var all: [String: Attribute] = [:]
        for (key, value) in members where value != .null {
            switch targets(key) {
            case .address, .name, .ignored: break
            case .firstName: name = Array(value.plain.utf8) + (name.isEmpty ? [] : [0x20] + name)
            case .lastName: name = name + (name.isEmpty ? [] : [0x20]) + Array(value.plain.utf8)
            case .language: setLanguage(value.plain)
            case .tags:
                if case .list(let values) = value { setTags(values.map(\.plain)) } else { setTags(value.plain) }
            case .state: if HeadingTarget.hasLeft(value.plain) { hasLeft = true }
            case .leftAt: if !value.plain.isEmpty { hasLeft = true }
            case .object:
                guard case .object(let inner) = value else {
                    problem = "the attributes are no JSON object"
                    return
                }
                all.merge(inner) { $1 }
            case .attribute(let name): all[name] = value
            }
        }
        setAttributes(all)
    }

    // MARK: - Checks

    private func setAttributes(_ members: [String: Attribute]) {
        guard members.count <= SubscriberText.attributesLimit else {
            problem = "there are more than \(SubscriberText.attributesLimit) attributes"
            return
        }
        attributes = members.isEmpty ? [] : Array(Attribute.object(members).json.utf8)
        if attributes.count > Attribute.sizeLimit { problem = "the attributes are longer than 64 KiB" }
    }

    private func setLanguage(_ text: String) {
        let tag = text.replacing("_", with: "-")
        if LanguageTag.isValid(tag) { language = Array(tag.utf8) }
    }

    private func setTags(_ text: String) {
        if text.hasPrefix("["), case .list(let values)? = try? Attribute(parsing: text) {
            setTags(values.map(\.plain))
        } else {
            setTags(
                text.split(whereSeparator: { $0 == "," || $0 == ";" }).map { part in
                    var tag = part.drop { $0 == " " || $0 == "\"" }
                    while let last = tag.last, last == " " || last == "\"" { tag.removeLast() }
                    return String(tag)
                })
        }
    }

    private func setTags(_ texts: [String]) {
        let valid = texts.filter { !$0.isEmpty }
        for text in valid where (try? SubscriberText.tag(text)) == nil {
            problem = "\(SettingSyntaxError.quoted(text)) is no tag"
            return
        }
        let sorted = Set(valid).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        tags = sorted.isEmpty ? [] : Array(Attribute.list(sorted.map { .text($0) }).json.utf8)
    }
}
