package import FanmailBasics
import MailingLists

/// Reads subscribers out of JSON: one array of objects, or objects one behind the other (JSON Lines).
///
/// One record is in memory at a time. They may be a member of an object, as the interfaces of Mailman and others give them:
/// `{"entries": […], "total_size": 2}`.
package struct JSONSubscriberReader: ~Copyable, SubscriberRecords {
    package static let recordLimit = 1 << 20

    private var octets: ReadAhead
    private let reading: RecordReading
    private var line = 1
    private var isInArray = false
    /// An opening brace was read that belongs to the next record.
    private var isPending = false
    /// How many objects are open around the array of records.
    private var depth = 0
    private var hasRecords = false
    /// What such a member is called.
    private static let members: Set<String> = ["entries", "subscribers", "members", "results"]

    package init(_ source: ByteSource, _ file: FileKnowledge = FileKnowledge()) {
        octets = ReadAhead(source)
        reading = RecordReading(file)
    }

    package var system: ExportSystem? { reading.system }

    package var name: String { octets.source.name }

    private mutating func nextByte() throws(InputFailure) -> UInt8? {
        guard let byte = try octets.next() else { return nil }
        if byte == 0x0A { line += 1 }
        return byte
    }

    /// The next record, or line that is none; nil at the end.
    package mutating func next() throws(InputFailure) -> SubscriberRecord? {
        if isPending {
            isPending = false
            if let record = try record() { return record }
        }
        while let byte = try nextByte() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, UInt8(ascii: ","): continue
            case UInt8(ascii: "[") where !isInArray: isInArray = true
            case UInt8(ascii: "]") where isInArray:
                if depth > 0 { try closeObjects() }
            case UInt8(ascii: "{"): if let record = try record() { return record }
            default: return try skipLine(byte)
            }
        }
        return nil
    }

    private func refused(_ line: Int, _ reason: String, _ text: [UInt8]) -> SubscriberRecord {
        reading.refused(line, reason, text)
    }

    /// Goes behind what follows the array of records in the objects around it.
    private mutating func closeObjects() throws(InputFailure) {
        var text = JSONTextBounds()
        isInArray = false
        while depth > 0, let byte = try nextByte() {
            guard !text.holds(byte) else { continue }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
        }
    }

    /// What is no record costs its line.
    private mutating func skipLine(_ first: UInt8) throws(InputFailure) -> SubscriberRecord {
        let line = line
        var bytes = [first]
        while let byte = try nextByte(), byte != 0x0A {
            if bytes.count < 100 { bytes.append(byte) }
        }
        let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
        return refused(
            line, "`\(shown)`: an object in braces is expected here; write {\"email\": \"ada@example.org\"}", [])
    }

    /// Reads as far as the record's closing brace; but a line that begins another record, where no value may stand, and a
    /// text that goes on over the end of its line, tell that it has none. nil where it is the object around all of them.
    private mutating func record() throws(InputFailure) -> SubscriberRecord? {
        let line = line
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        /// The brackets that are open.
        var brackets = bytes
        /// The last octet that is neither blank nor within a text.
        var previous = bytes[0]
        var text = JSONTextBounds()
        var isAtLineStart = false
        /// Where the latest text began, and whether there was one that names an address.
        var textStart = 0
        var hasAddress = false
        let isFirst = !isInArray && !hasRecords
        hasRecords = true
        while let bracket = brackets.last {
            guard let byte = try nextByte() else {
                return refused(line, "an object begins here and never ends; close it with }", bytes)
            }
            if byte == 0x0A, text.isInside {
                return refused(line, "a text begins on this line and never ends; close it with a quote", bytes)
            }
            let isValueDue =
                switch previous {
                case UInt8(ascii: ":"), UInt8(ascii: "["): true
                case UInt8(ascii: ","): bracket == UInt8(ascii: "[")
                default: false
                }
            if isAtLineStart, byte == UInt8(ascii: "{"), !isValueDue {
                isPending = true
                return refused(line, "an object begins here and never ends; close it with }", bytes)
            }
            isAtLineStart = byte == 0x0A
            bytes.append(byte)
            guard bytes.count <= Self.recordLimit else {
                var last = byte
                while last != 0x0A, let byte = try nextByte() { last = byte }
                return refused(line, "the record is longer than \(Self.recordLimit >> 20) MiB", [])
            }
            if !text.holds(byte) {
                switch byte {
                case 0x22: textStart = bytes.count
                case UInt8(ascii: ":") where brackets.count == 1:
                    hasAddress =
                        hasAddress
                        || Self.name(bytes[textStart...]).map(\.folded).map {
                            ColumnMapping.addressHeadings.contains($0)
                        } == true
                case UInt8(ascii: "[") where previous == UInt8(ascii: ":") && !hasAddress && isFirst:
                    if brackets.allSatisfy({ $0 == UInt8(ascii: "{") }),
                        Self.name(bytes[textStart...]).map(Self.members.contains) == true
                    {
                        depth = brackets.count
                        isInArray = true
                        return nil
                    }
                    brackets.append(byte)
                case UInt8(ascii: "{"), UInt8(ascii: "["): brackets.append(byte)
                case UInt8(ascii: "}"), UInt8(ascii: "]"): brackets.removeLast()
                default: break
                }
                if byte > 0x20 { previous = byte }
            }
        }
        return row(bytes, line: line)
    }

    /// The text that ends with the quote before a colon.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.lastIndex(of: 0x22).map { String(decoding: bytes[..<$0], as: UTF8.self) }
    }

    private func row(_ bytes: [UInt8], line: Int) -> SubscriberRecord {
        do throws(JSONSyntaxError) {
            guard case .object(let members) = try Attribute(parsing: bytes) else {
                return refused(line, "this is no object", bytes)
            }
            return reading.record(members, line: line, text: bytes)
        } catch {
            return refused(line, "not JSON, \(error.offset + 1) octets into the record: \(error.reason)", bytes)
        }
    }
}
