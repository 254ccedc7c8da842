import FanmailBasics
import TOMLKit

extension FaultFile {
    /// One table of the file, whose mistakes are told with its name.
    struct Reader {
        private let file: String
        private let name: String
        private let values: TOMLTable

        init(file: String, table name: String, _ values: TOMLTable) {
            self.file = file
            self.name = name
            self.values = values
        }

        func check(_ keys: [String]) throws {
            for key in values.keys where !keys.contains(key) {
                let remedy =
                    NearestKey.nearest(to: key, among: keys).map { "did you mean `\($0)`?" }
                    ?? "valid keys are \(keys.joined(separator: ", "))"
                throw InputFailure(.configuration, file, "unknown key `\(key)`\(place); \(remedy)")
            }
        }

        private var place: String { name.isEmpty ? "" : " in \(name)" }

        func failure(_ key: String?, _ message: String) -> InputFailure {
            InputFailure(.configuration, file, key.map { "`\($0)`\(place): \(message)" } ?? "\(name) \(message)")
        }

        func has(_ key: String) -> Bool { values[key] != nil }

        func string(_ key: String) throws -> String? {
            guard let value = values[key] else { return nil }
            guard let text = value.string else { throw failure(key, "must be a string in quotes") }
            return text
        }

        func boolean(_ key: String) throws -> Bool? {
            guard let value = values[key] else { return nil }
            guard let truth = value.bool else { throw failure(key, "must be true or false") }
            return truth
        }

        func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
            guard let value = values[key] else { return nil }
            guard let number = value.int, range.contains(number) else {
                throw failure(key, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }

        func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
            guard let value = values[key] else { return nil }
            guard let number = value.double ?? value.int.map({ Double($0) }), range.contains(number) else {
                throw failure(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }

        func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String) throws -> Choice? {
            guard let text = try string(key) else { return nil }
            guard let choice = Choice(rawValue: text) else {
                let all = Choice.allCases.map(\.rawValue)
                let remedy =
                    NearestKey.nearest(to: text, among: all).map { "did you mean \"\($0)\"?" }
                    ?? "choose one of \(all.joined(separator: ", "))"
                throw failure(key, "\(text.debugDescription) is none of its values; \(remedy)")
            }
            return choice
        }

        func duration(_ key: String) throws -> Duration? {
            guard let text = try string(key) else { return nil }
            return try duration(key, text)
        }

        private func duration(_ key: String, _ text: String) throws -> Duration {
            let time: Duration
            do { time = try DurationText.parse(text) } catch { throw failure(key, "\(error)") }
            guard time <= .seconds(3600) else { throw failure(key, "is longer than an hour") }
            return time
        }

        /// `"50ms"`, `{ uniform = ["10ms", "90ms"] }` or `{ exponential = "50ms" }`.
        func delay(_ key: String) throws -> Fault.Delay? {
            guard let value = values[key] else { return nil }
            guard let table = value.table else { return try duration(key).map { .fixed($0) } }
            let inner = Reader(file: file, table: "\(key)\(place)", table)
            try inner.check(["uniform", "exponential"])
            if let mean = try inner.duration("exponential") { return .exponential(mean: mean) }
            guard let ends = table["uniform"]?.array, ends.count == 2, let low = ends[0].string,
                let high = ends[1].string
            else { throw failure(key, "is \"50ms\", { uniform = [\"10ms\", \"90ms\"] } or { exponential = \"50ms\" }") }
            let range = (try inner.duration("uniform", low), try inner.duration("uniform", high))
            guard range.0 <= range.1 else { throw failure(key, "the first time must be the shorter one") }
            return .uniform(range.0, range.1)
        }

        func table(_ key: String) throws -> Reader? {
            guard let value = values[key] else { return nil }
            guard let table = value.table else { throw failure(key, "must be a table; write [\(key)]") }
            return Reader(file: file, table: "[\(key)]", table)
        }

        func tables(_ key: String) throws -> [Reader] {
            guard let value = values[key] else { return [] }
            guard let array = value.array else { throw failure(key, "must be written [[\(key)]]") }
            return try array.enumerated().map { number, element in
                guard let table = element.table else { throw failure(key, "must be written [[\(key)]]") }
                return Reader(file: file, table: "[[\(key)]] number \(number + 1)", table)
            }
        }
    }
}
