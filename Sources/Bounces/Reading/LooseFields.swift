/// Header fields, or those of a report's group, however they are written: nothing makes them unreadable.
///
/// `From ` lines and lines that are no field are passed over while fields follow; the first other line that is none ends
/// them, as an empty line does: many a server forgets it.
struct LooseFields {
    private struct Field {
        let name: Range<Int>
        let value: Range<Int>
    }

    private static let mostFields = 2_000
    private static let longest = 512 << 10
    /// Octets of a value that are kept.
    private static let longestValue = 8_000

    private let bytes: [UInt8]
    private var fields: [Field] = []
    /// Where the body begins.
    private(set) var end: Int

    /// - Parameter bytes: lines end in LF.
    init(_ bytes: [UInt8], from start: Int = 0, to limit: Int? = nil) {
        self.bytes = bytes
        let limit = min(limit ?? bytes.count, bytes.count)
        var at = start
        // Empty lines before the first field.
        while at < limit, bytes[at].isWhite { at += 1 }
        while at > start, bytes[at - 1] != 0x0A { at -= 1 }
        end = limit
        var open: (name: Range<Int>, value: Int)?
        func closed(_ at: Int) -> Field? { open.map { Field(name: $0.name, value: $0.value..<max($0.value, at)) } }
        var strangers = 0
        while at < limit {
            let line = at..<min(OctetLines.end(bytes, at), limit)
            let next = min(line.upperBound + 1, limit)
            if bytes[line].allSatisfy(\.isWhite) {
                if let field = closed(at) { fields.append(field) }
                open = nil
                end = next
                return
            }
            if bytes[at] == 0x20 || bytes[at] == 0x09, open != nil {
                at = next
                continue
            }
            if let field = closed(at) { fields.append(field) }
            open = nil
            if let colon = Self.colon(bytes, line) {
                open = (line.lowerBound..<Self.nameEnd(bytes, line.lowerBound, colon), colon + 1)
            } else if !Self.isMboxLine(bytes[line]) {
                strangers += 1
                if strangers > 1 || !fields.isEmpty && !Self.goesOn(bytes, next, limit) {
                    end = at
                    return
                }
            }
            guard fields.count < Self.mostFields, next - start < Self.longest else {
                end = next
                return
            }
            at = next
        }
        if let field = closed(limit) { fields.append(field) }
    }

    /// Of a field's name: printable ASCII, and not so long as a sentence.
    private static func colon(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
        var at = line.lowerBound
        while at < line.upperBound, at - line.lowerBound < 80 {
            let byte = bytes[at]
            if byte == UInt8(ascii: ":") { return at > line.lowerBound ? at : nil }
            guard byte > 0x20, byte < 0x7F else {
                // An obsolete blank before the colon.
                guard byte.isWhite, at > line.lowerBound,
                    let colon = bytes[at..<line.upperBound].firstIndex(where: { !$0.isWhite }),
                    bytes[colon] == UInt8(ascii: ":")
                else { return nil }
                return colon
            }
            at += 1
        }
        return nil
    }

    private static func nameEnd(_ bytes: [UInt8], _ start: Int, _ colon: Int) -> Int {
        var end = colon
        while end > start, bytes[end - 1].isWhite { end -= 1 }
        return end
    }

    private static func isMboxLine(_ line: ArraySlice<UInt8>) -> Bool {
        line.begins(with: "from ") || line.begins(with: ">from ")
    }

    /// Another field stands on the next line.
    private static func goesOn(_ bytes: [UInt8], _ next: Int, _ limit: Int) -> Bool {
        guard next < limit else { return false }
        return colon(bytes, next..<min(OctetLines.end(bytes, next), limit)) != nil
    }

    var count: Int { fields.count }
    var isEmpty: Bool { fields.isEmpty }

    func name(_ index: Int) -> ArraySlice<UInt8> { bytes[fields[index].name] }

    /// Unfolded.
    func value(_ index: Int) -> String { Self.unfolded(bytes[fields[index].value]) }

    /// - Parameter name: in lower case.
    func first(_ name: StaticString) -> String? {
        for index in fields.indices where isNamed(index, name) { return value(index) }
        return nil
    }

    func all(_ name: StaticString) -> [String] {
        fields.indices.filter { isNamed($0, name) }.map(value)
    }

    func has(_ name: StaticString) -> Bool { fields.indices.contains { isNamed($0, name) } }

    func isNamed(_ index: Int, _ name: StaticString) -> Bool {
        let range = fields[index].name
        return range.count == name.utf8CodeUnitCount && bytes[range].begins(with: name)
    }

    private static func unfolded(_ value: ArraySlice<UInt8>) -> String {
        let value = value.prefix(longestValue).trimmed
        guard value.contains(0x0A) else { return value.text }
        var text: [UInt8] = []
        text.reserveCapacity(value.count)
        var isFold = false
        for byte in value {
            if byte == 0x0A {
                isFold = true
            } else if isFold, byte.isWhite {
                continue
            } else {
                if isFold { text.append(0x20) }
                isFold = false
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
