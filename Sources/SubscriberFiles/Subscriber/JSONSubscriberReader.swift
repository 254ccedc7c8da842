package import FanmailBasics
package import MailingLists

/// Reads subscribers out of JSON: one array of objects, or objects one behind the other (JSON Lines).
///
/// One record is in memory at a time.
package struct JSONSubscriberReader: ~Copyable {
    package struct Row {
        /// The line on which the record begins, from 1.
        package let line: Int
        package let address: String
        package let name: String
        package let details: RowDetails
        /// Why the record cannot be used.
        package let problem: String?
        /// What was mended, or could not be kept, of a record that can be used.
        package var note: String?
        /// The record as it stands.
        package let text: [UInt8]
    }

    package static let recordLimit = 1 << 20

    private let source: ByteSource
    private let options: [String: HeadingTarget]
    private let details = RowDetails()
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    private var line = 1
    private var isInArray = false
    /// An opening brace was read that belongs to the next record.
    private var isPending = false

    /// - Parameter options: what `--map` says of members, by their names.
    package init(_ source: ByteSource, options: [String: HeadingTarget] = [:]) {
        self.source = source
        self.options = options
    }

    package var name: String { source.name }

    private mutating func nextByte() throws(InputFailure) -> UInt8? {
        if start == end {
            start = 0
            end = 0
            let source = source
            var failure: InputFailure?
            end = buffer.withUnsafeMutableBytes { bytes in
                do throws(InputFailure) { return try source.read(into: bytes) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if end == 0 { return nil }
        }
        defer { start += 1 }
        let byte = buffer[start]
        if byte == 0x0A { line += 1 }
        return byte
    }

    /// The next record, or line that is none; nil at the end.
    package mutating func next() throws(InputFailure) -> Row? {
        if isPending {
            isPending = false
            return try record()
        }
        while let byte = try nextByte() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, UInt8(ascii: ","): continue
            case UInt8(ascii: "[") where !isInArray: isInArray = true
            case UInt8(ascii: "]") where isInArray: continue
            case UInt8(ascii: "{"): return try record()
            default: return try skipLine(byte)
            }
        }
        return nil
    }

    private func refused(_ line: Int, _ reason: String, _ text: [UInt8]) -> Row {
        Row(line: line, address: "", name: "", details: details, problem: reason, text: text)
    }

    /// What is no record costs its line.
    private mutating func skipLine(_ first: UInt8) throws(InputFailure) -> Row {
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
    /// text that goes on over the end of its line, tell that it has none.
    private mutating func record() throws(InputFailure) -> Row {
        let line = line
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        /// The brackets that are open.
        var brackets = bytes
        /// The last octet that is neither blank nor within a text.
        var previous = bytes[0]
        var isText = false
        var isEscaped = false
        var isAtLineStart = false
        while let bracket = brackets.last {
            guard let byte = try nextByte() else {
                return refused(line, "an object begins here and never ends; close it with }", bytes)
            }
            if byte == 0x0A, isText {
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
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isText = false
                }
            } else {
                switch byte {
                case 0x22: isText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): brackets.append(byte)
                case UInt8(ascii: "}"), UInt8(ascii: "]"): brackets.removeLast()
                default: break
                }
                if byte > 0x20 { previous = byte }
            }
        }
        return row(bytes, line: line)
    }

    private func row(_ bytes: [UInt8], line: Int) -> Row {
        let (options, details) = (options, details)
        func refused(_ reason: String) -> Row { self.refused(line, reason, bytes) }
        let members: [String: Attribute]
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try Attribute(parsing: bytes) else { return refused("this is no object") }
            members = object
        } catch {
            return refused("not JSON, \(error.offset + 1) octets into the record: \(error.reason)")
        }
        let target = { (key: String) in options[key] ?? HeadingTarget(heading: key) }
        let keys = members.keys.sorted()
        guard let key = keys.first(where: { target($0) == .address }), case .text(let cell)? = members[key] else {
            return refused("there is no member email with an address")
        }
        let nameKey = keys.first { target($0) == .name }
        details.read(members, without: [key, nameKey ?? key], targets: target, isStrict: { options[$0] != nil })
        // As in CSV: the address may stand behind a name, and no blanks stand around either.
        var octets = Array(cell.utf8)
        let (address, nameBeside) = octets.withUnsafeMutableBufferPointer { cell in
            let (address, name) = AddressCell.split(cell)
            return (String(decoding: address, as: UTF8.self), Array(name))
        }
        var octetsOfName = Array((nameKey.flatMap { members[$0] }.map { $0 == .null ? "" : $0.plain } ?? "").utf8)
        if octetsOfName.isEmpty { octetsOfName = details.name.isEmpty ? nameBeside : details.name }
        let (name, isMended) = octetsOfName.withUnsafeMutableBufferPointer { name in
            let inner = AddressCell.trimmed(name)
            let isMended = SubscriberText.mendLine(inner)
            return (String(decoding: AddressCell.trimmed(inner), as: UTF8.self), isMended)
        }
        let problem =
            name.utf8.count > SubscriberText.nameLimit ? "the name is longer than 1000 octets" : details.problem
        return Row(
            line: line, address: address, name: name, details: details, problem: problem,
            note: isMended ? SubscriberText.nameNote : details.note, text: bytes)
    }
}
