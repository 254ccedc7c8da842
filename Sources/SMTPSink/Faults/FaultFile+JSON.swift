import FanmailBasics

extension FaultFile {
    /// What stands in JSON, with the same keys, as the TOML that says it.
    static func toml(ofJSON text: String, file: String) throws(InputFailure) -> String {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw InputFailure(.configuration, file, "not valid JSON, at octet \(error.offset): \(error.reason)")
        }
        guard case .object(let members) = document else { return "" }
        if let key = repeated(in: document) {
            throw InputFailure(
                .configuration, file, "\(key.debugDescription) stands twice in one object; write it once")
        }
        return members.filter { !isNull($0.1) }.map { "\(key($0.0)) = \(value($0.1))\n" }.joined()
    }

    /// A key of which nobody can say which is meant.
    private static func repeated(in value: JSONValue) -> String? {
        switch value {
        case .array(let values): return values.lazy.compactMap { repeated(in: $0) }.first
        case .object(let members):
            var known: Set<String> = []
            return members.lazy.map(\.0).first { !known.insert($0).inserted }
                ?? members.lazy.compactMap { repeated(in: $0.1) }.first
        default: return nil
        }
    }

    private static func key(_ text: String) -> String { JSONValue.string(text).text }

    /// Texts and numbers are written alike in both; what is null is left out.
    private static func value(_ value: JSONValue) -> String {
        switch value {
        case .array(let values): "[\(values.map { Self.value($0) }.joined(separator: ", "))]"
        case .object(let members):
            "{\(members.filter { !isNull($0.1) }.map { "\(key($0.0)) = \(Self.value($0.1))" }.joined(separator: ", "))}"
        default: value.text
        }
    }

    private static func isNull(_ value: JSONValue) -> Bool {
        if case .null = value { true } else { false }
    }
}
