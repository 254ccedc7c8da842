/// Writes a field so that ``CSVReader`` and RFC 4180 read it back as it was.
///
/// A spreadsheet calculates what begins like a formula, unless an apostrophe stands before that, as other systems write
/// it too. The reader takes that apostrophe away, so that one that is a field's own, before such a beginning, gets another.
package enum CSVField {
    package static func quoted(_ text: String, isDefused: Bool = false) -> String {
        var (field, text) = ([UInt8](), text)
        text.withUTF8 { append($0, isDefused: isDefused, to: &field) }
        return String(decoding: field, as: UTF8.self)
    }

    /// A row with its line end.
    package static func row(_ fields: [String], isDefused: Bool = false) -> String {
        fields.map { quoted($0, isDefused: isDefused) }.joined(separator: ",") + "\r\n"
    }

    /// - Parameter isDefused: puts an apostrophe before what a spreadsheet would take for a formula.
    package static func append(_ field: UnsafeBufferPointer<UInt8>, isDefused: Bool = false, to text: inout [UInt8]) {
        let hasOwn = field.first == apostrophe
        let isDefused = hasOwn ? Self.isDefused(field) : isDefused && isFormula(field[...])
        guard field.contains(where: needsQuotes) || field.first == 0x20 || field.last == 0x20 else {
            if isDefused { text.append(apostrophe) }
            text.append(contentsOf: field)
            return
        }
        // At most every octet twice, the quotes around them, and an apostrophe.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * field.count + 3) { quoted in
            var end = 0
            func add(_ byte: UInt8) {
                quoted.initializeElement(at: end, to: byte)
                end += 1
            }
            add(0x22)
            if isDefused { add(apostrophe) }
            for byte in field {
                if byte == 0x22 { add(0x22) }
                add(byte)
            }
            add(0x22)
            text.append(contentsOf: quoted[..<end])
        }
    }

    /// A reader may take any of these for what stands between fields, and trim what has spaces around it.
    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte <= 0x3B
            ? byte == 0x22 || byte == 0x2C || byte == 0x3B || byte == 0x09 || byte == 0x0A || byte == 0x0D
            : byte == 0x7C
    }

    private static let apostrophe = UInt8(ascii: "'")

    /// Whether apostrophes stand before what a spreadsheet would calculate, the first of which is not the field's own.
    static func isDefused(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        field.first == apostrophe && isFormula(field.drop { $0 == apostrophe })
    }

    /// Whether a spreadsheet would calculate it; signs may be full-width.
    private static func isFormula(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch field.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: true
        case 0xEF: ["＝", "＋", "－", "＠"].contains { $0.utf8.elementsEqual(field.prefix(3)) }
        default: false
        }
    }
}
