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

    /// - Parameter options: what `--map` says of members, by their names.
    package init(_ source: ByteSource, options: [String: HeadingTarget] = [:]) {
        self.source = source
        self.options = options
    }

    package var name: String { source.name }

    private mutating func nextByte() throws(RosterFailure) -> UInt8? {
        if start == end {
            start = 0
            end = 0
            let source = source
            var failure: RosterFailure?
            end = buffer.withUnsafeMutableBytes { bytes in
                do throws(RosterFailure) { return try source.read(into: bytes) } catch {
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

    private func failure(_ reason: String) -> RosterFailure {
        RosterFailure(.input, "\(source.name):\(line)", reason)
    }

    package mutating func next() throws(RosterFailure) -> Row? {
        while let byte = try nextByte() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, UInt8(ascii: ","): continue
            case UInt8(ascii: "[") where !isInArray: isInArray = true
            case UInt8(ascii: "]") where isInArray: continue
            case UInt8(ascii: "{"): return try record()
            default: throw failure("an object in braces is expected here; write {\"email\": \"ada@example.org\"}")
            }
        }
        return nil
    }

    private mutating func record() throws(RosterFailure) -> Row {
        let line = line
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        var depth = 1
        var isText = false
        var isEscaped = false
        while depth > 0 {
            guard let byte = try nextByte() else {
                throw RosterFailure(.input, "\(source.name):\(line)", "an object begins here and never ends")
            }
            bytes.append(byte)
            guard bytes.count <= Self.recordLimit else {
                throw RosterFailure(.input, "\(source.name):\(line)", "the record is longer than 1 MiB")
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
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        }
        return row(bytes, line: line)
    }

    private func row(_ bytes: [UInt8], line: Int) -> Row {
        let (options, details) = (options, details)
        func refused(_ reason: String) -> Row {
            Row(line: line, address: "", name: "", details: details, problem: reason, text: bytes)
        }
        let members: [String: Attribute]
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try Attribute(parsing: bytes) else { return refused("this is no object") }
            members = object
        } catch {
            return refused("not JSON, \(error.offset + 1) octets into the record: \(error.reason)")
        }
        let target = { (key: String) in options[key] ?? HeadingTarget(heading: key) }
        let keys = members.keys.sorted()
        guard let key = keys.first(where: { target($0) == .address }), case .text(let address)? = members[key] else {
            return refused("there is no member email with an address")
        }
        details.read(members, targets: target)
        var name = keys.first { target($0) == .name }.flatMap { members[$0] }.map { $0 == .null ? "" : $0.plain } ?? ""
        if name.isEmpty { name = String(decoding: details.name, as: UTF8.self) }
        // As in CSV, no spaces stand around it.
        let isSpace = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 || scalar.value == 0x7F }
        let inner = name.unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        name = String(String.UnicodeScalarView(inner.map { isSpace($0) ? " " : $0 }))
        let problem =
            name.utf8.count > SubscriberText.nameLimit ? "the name is longer than 1000 octets" : details.problem
        return Row(line: line, address: address, name: name, details: details, problem: problem, text: bytes)
    }
}
