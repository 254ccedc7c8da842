package import FanmailBasics
import TOMLKit

/// A TOML document of known keys, each of which can be named with its line when something is wrong with it.
package struct TOMLDocument {
    package let file: String
    private let kind: InputFailure.Kind
    private let root: TOMLTable
    private let lines: TOMLKeyLines

    /// - Parameters:
    ///   - keys: every valid key, as dotted paths; a part that is `*` stands for any name.
    ///   - kind: what a failure of this document is.
    package init(parsing text: String, file: String, keys: [String], kind: InputFailure.Kind) throws(InputFailure) {
        try TOMLBounds.check(text, file: file, kind: kind)
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw InputFailure(kind, "\(file):\(begin.line):\(begin.column)", TOMLWords.reason(error.description))
        } catch {
            throw InputFailure(kind, file, "not valid TOML")
        }
        self.file = file
        self.kind = kind
        lines = TOMLKeyLines(text)
        try check(root, at: [], keys: keys.map { $0.split(separator: ".").map(String.init) })
    }

    private func check(_ table: TOMLTable, at path: [String], keys: [[String]]) throws(InputFailure) {
        let here = keys.filter { $0.count > path.count && Self.leads($0, to: path) }
        // In the order of the file, so that the first mistake is the first one told.
        let found = table.keys.map { path + [$0] }.sorted { (lines[$0] ?? 0, $0.count) < (lines[$1] ?? 0, $1.count) }
        for key in found {
            let matches = here.filter { Self.leads($0, to: key) }
            if matches.isEmpty { throw unknown(key, here: here.map { $0[path.count] }, keys: keys) }
            guard !matches.contains(where: { $0.count == key.count }) else { continue }
            let name = key[key.count - 1]
            guard let inner = table[name]?.table else {
                // A value of a name that is a table's here, and a key's elsewhere.
                if keys.contains(where: { $0.last == name }) {
                    throw unknown(key, here: here.map { $0[path.count] }.filter { $0 != name }, keys: keys)
                }
                let heading = key + (matches.allSatisfy { $0[key.count] == "*" } ? ["NAME"] : [])
                throw failure(
                    key.joined(separator: "."), "must be a table; write [\(heading.joined(separator: "."))]")
            }
            try check(inner, at: key, keys: keys)
        }
    }

    /// Whether a path of a valid key leads through this one, or ends in it.
    private static func leads(_ valid: [String], to path: [String]) -> Bool {
        valid.count >= path.count && zip(valid, path).allSatisfy { $0 == "*" || $0 == $1 }
    }

    private func unknown(_ key: [String], here: [String], keys: [[String]]) -> InputFailure {
        let name = key[key.count - 1]
        let table = key.dropLast().joined(separator: ".")
        let what = "unknown key `\(name)`\(table.isEmpty ? "" : " in [\(table)]")"
        let remedy: String
        if let nearest = NearestKey.nearest(to: name, among: here) {
            remedy = "did you mean `\(nearest)`?"
        } else if let other = keys.first(where: { $0.last == name }) {
            let home = other.dropLast().map { $0 == "*" ? "NAME" : $0 }.joined(separator: ".")
            remedy = home.isEmpty ? "it belongs above the first table" : "it belongs in [\(home)]"
        } else {
            var seen: Set<String> = []
            remedy = "valid keys are \(here.filter { seen.insert($0).inserted }.joined(separator: ", "))"
        }
        return InputFailure(kind, place(key), "\(what); \(remedy)")
    }

    /// The file, and the line on which a key stands.
    private func place(_ path: [String]) -> String {
        line(path).map { "\(file):\($0)" } ?? file
    }

    private func line(_ path: [String]) -> Int? { lines[path] }

    package func line(of key: String) -> Int? { lines[Self.path(key)] }

    /// Something is wrong with a key: "lists/announce.toml:4: `address` …".
    package func failure(_ key: String, _ what: String, remedy: Remedy? = nil) -> InputFailure {
        InputFailure(kind, place(Self.path(key)), "`\(key)` \(what)", remedy: remedy)
    }

    private static func path(_ key: String) -> [String] { key.split(separator: ".").map(String.init) }

    func value(_ key: String) -> TOMLValue? {
        var table: TOMLTable? = root
        let path = Self.path(key)
        for name in path.dropLast() { table = table?[name]?.table }
        return path.last.flatMap { table?[$0]?.tomlValue }
    }

    package func string(_ key: String) throws(InputFailure) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw wrongType(key, value, wanted: "a string in quotes") }
        return text
    }

    package func integer(_ key: String, in range: ClosedRange<Int>) throws(InputFailure) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.int else { throw wrongType(key, value, wanted: "an integer") }
        guard range.contains(number) else {
            throw failure(key, "is \(number); it must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An integer or a fraction.
    package func number(_ key: String, in range: ClosedRange<Double>) throws(InputFailure) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double ?? value.int.map({ Double($0) }) else {
            throw wrongType(key, value, wanted: "a number")
        }
        guard range.contains(number) else {
            throw failure(
                key,
                "is \(Self.text(number)); it must be from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
            )
        }
        return number
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    package func boolean(_ key: String) throws(InputFailure) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let truth = value.bool else { throw wrongType(key, value, wanted: "true or false") }
        return truth
    }

    /// An array of strings.
    package func strings(_ key: String, atMost limit: Int) throws(InputFailure) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array else { throw wrongType(key, value, wanted: "an array of strings") }
        guard array.count <= limit else { throw failure(key, "has \(array.count) members; at most \(limit)") }
        var strings: [String] = []
        for member in array {
            guard let text = member.string else { throw failure(key, "must hold strings in quotes alone") }
            strings.append(text)
        }
        return strings
    }

    func wrongType(_ key: String, _ value: TOMLValue, wanted: String) -> InputFailure {
        let found =
            switch value.type {
            case .table: "a table"
            case .array: "an array"
            case .string: "a string"
            case .int: "an integer"
            case .double: "a fraction"
            case .bool: "true or false"
            case .date: "a date"
            case .time: "a time"
            case .dateTime: "a date and time"
            }
        return failure(key, "must be \(wanted), not \(found)")
    }
}
