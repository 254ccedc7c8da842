package import FanmailBasics
import TOMLKit

/// A TOML document that may hold arrays of tables (`[[name]]`), each key of which can be named with its line when something
/// is wrong with it. Of one table: the document's own, or one of an array's.
package struct TOMLReader {
    /// Of one `[[name]]`.
    private static let tableLimit = 1000

    /// Where a table and its keys stand.
    private struct Place {
        /// Of its heading; nil for the document's own.
        var heading: Int?
        var keys: [String: Int] = [:]
    }

    package let file: String
    private let kind: InputFailure.Kind
    /// As it is told: `[[sender]]`; empty for the document's own.
    private let name: String
    private let table: TOMLTable
    private let place: Place
    /// Of the arrays of tables, in the order of the file.
    private let inner: [String: [Place]]

    /// - Parameter kind: what a failure of this document is.
    package init(parsing text: String, file: String, kind: InputFailure.Kind) throws(InputFailure) {
        try TOMLBounds.check(text, file: file, kind: kind)
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw InputFailure(kind, "\(file):\(begin.line):\(begin.column)", "not valid TOML: \(error.description)")
        } catch {
            throw InputFailure(kind, file, "not valid TOML")
        }
        self.file = file
        self.kind = kind
        name = ""
        (place, inner) = Self.places(text, of: table)
    }

    private init(_ outer: TOMLReader, _ name: String, _ table: TOMLTable, _ place: Place) {
        (file, kind, self.name, self.table, self.place) = (outer.file, outer.kind, name, table, place)
        inner = [:]
    }

    private static func places(_ text: String, of table: TOMLTable) -> (Place, [String: [Place]]) {
        let lines = TOMLKeyLines(text)
        var own = Place()
        for key in table.keys { own.keys[key] = lines[[key]] }
        let bytes = Array(text.utf8)
        var inner: [String: [Place]] = [:]
        var (line, at) = (1, 0)
        for section in lines.sections where section.path.count == 1 && section.isArray {
            let body = section.body.clamped(to: 0..<bytes.count)
            line += bytes[at..<max(at, body.lowerBound)].count { $0 == 0x0A }
            at = max(at, body.lowerBound)
            let below = TOMLKeyLines(String(decoding: bytes[body], as: UTF8.self))
            var place = Place(heading: max(1, line - 1))
            for key in below.values.keys where key.count == 1 { place.keys[key[0]] = below[key].map { $0 + line - 1 } }
            inner[section.path[0], default: []].append(place)
        }
        return (own, inner)
    }

    /// - Throws: at the first key that is none of these, with the nearest one that is.
    package func check(_ keys: [String]) throws(InputFailure) {
        let unknown = table.keys.filter { !keys.contains($0) }
        guard let key = unknown.min(by: { (place.keys[$0] ?? .max, $0) < (place.keys[$1] ?? .max, $1) }) else { return }
        let remedy =
            NearestKey.nearest(to: key, among: keys).map { "did you mean `\($0)`?" }
            ?? "valid keys are \(keys.joined(separator: ", "))"
        throw InputFailure(kind, location(key), "unknown key `\(key)`\(within); \(remedy)")
    }

    private var within: String { name.isEmpty ? "" : " in \(name)" }

    /// Where the table begins: "fanmail.toml:12".
    package var begin: String { location(nil) }

    private func location(_ key: String?) -> String {
        (key.flatMap { place.keys[$0] } ?? place.heading).map { "\(file):\($0)" } ?? file
    }

    /// Something is wrong with a key, or with the table: "spike.toml:4: `rate` in [[phase]] …".
    package func failure(_ key: String?, _ what: String) -> InputFailure {
        InputFailure(kind, location(key), key.map { "`\($0)`\(within) \(what)" } ?? "\(name) \(what)")
    }

    package func has(_ key: String) -> Bool { table[key] != nil }

    /// Of its heading, from 1; nil where it has none.
    package var line: Int? { place.heading }

    package func string(_ key: String) throws(InputFailure) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw failure(key, "must be a string in quotes") }
        return text
    }

    /// A string, or a number as it would be written in one.
    package func text(_ key: String) throws(InputFailure) -> String? {
        guard let value = table[key] else { return nil }
        if let number = value.int { return String(number) }
        if let number = value.double { return "\(number)" }
        guard let text = value.string else { throw failure(key, "must be a number, or a string in quotes") }
        return text
    }

    package func boolean(_ key: String) throws(InputFailure) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let truth = value.bool else { throw failure(key, "must be true or false") }
        return truth
    }

    package func integer(_ key: String, in range: ClosedRange<Int>) throws(InputFailure) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw failure(key, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func number(_ key: String, in range: ClosedRange<Double>) throws(InputFailure) -> Double? {
        guard let value = table[key] else { return nil }
        guard let number = value.double ?? value.int.map({ Double($0) }), range.contains(number) else {
            throw failure(key, "must be a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
        }
        return number
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    package func duration(_ key: String) throws(InputFailure) -> Duration? {
        guard let text = try string(key) else { return nil }
        do throws(SettingSyntaxError) { return try DurationText.parse(text) } catch {
            throw failure(key, "is no time: \(error.reason)")
        }
    }

    /// One string, or an array of strings.
    package func strings(_ key: String, atMost limit: Int) throws(InputFailure) -> [String]? {
        guard let value = table[key] else { return nil }
        if let text = value.string { return [text] }
        guard let array = value.array else { throw failure(key, "must be an array of strings") }
        guard array.count <= limit else { throw failure(key, "has \(array.count) members; at most \(limit)") }
        var strings: [String] = []
        for member in array {
            guard let text = member.string else { throw failure(key, "must hold strings in quotes alone") }
            strings.append(text)
        }
        return strings
    }

    /// The same, of which each may be an integer.
    package func texts(_ key: String, atMost limit: Int) throws(InputFailure) -> [String]? {
        if let number = table[key]?.int { return [String(number)] }
        guard let array = table[key]?.array, array.contains(where: { $0.int != nil }) else {
            return try strings(key, atMost: limit)
        }
        guard array.count <= limit else { throw failure(key, "has \(array.count) members; at most \(limit)") }
        var texts: [String] = []
        for member in array {
            guard let text = member.string ?? member.int.map({ String($0) }) else {
                throw failure(key, "must hold integers, and strings in quotes, alone")
            }
            texts.append(text)
        }
        return texts
    }

    package func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Choice.Type
    ) throws(InputFailure) -> Choice? {
        guard let text = try string(key) else { return nil }
        return try choice(key, text)
    }

    /// One of several words that a key holds.
    package func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ text: String
    ) throws(InputFailure) -> Choice {
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue)
        let remedy =
            NearestKey.nearest(to: text, among: all).map { "did you mean \"\($0)\"?" }
            ?? "choose one of \(all.joined(separator: ", "))"
        throw failure(key, "is \"\(text)\", which is none of its values; \(remedy)")
    }

    /// Each `[[key]]`, in the order of the file.
    package func tables(_ key: String) throws(InputFailure) -> [TOMLReader] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw failure(key, "must be written [[\(key)]]") }
        guard array.count <= Self.tableLimit else { throw failure(key, "is there more than \(Self.tableLimit) times") }
        let places = inner[key] ?? []
        var readers: [TOMLReader] = []
        for (number, element) in array.enumerated() {
            guard let table = element.table else { throw failure(key, "must be written [[\(key)]]") }
            // One that is written as an inline table has the line of its array.
            let place = number < places.count ? places[number] : Place(heading: self.place.keys[key])
            readers.append(TOMLReader(self, "[[\(key)]]", table, place))
        }
        return readers
    }
}
