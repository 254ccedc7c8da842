import FanmailBasics

/// Writes a long list as one JSON array, or as one object a line, while it is being read.
struct JSONListing {
    let perLine: Bool
    private var isFirst = true

    init(perLine: Bool) { self.perLine = perLine }

    mutating func add(_ value: JSONValue) { Terminal.print(text(of: value), end: "") }

    /// What is to be written for the next value.
    mutating func text(of value: JSONValue) -> String {
        defer { isFirst = false }
        return perLine ? value.text + "\n" : (isFirst ? "[\n" : ",\n") + value.text
    }

    func finish() {
        if !perLine { Terminal.print(isFirst ? "[]" : "\n]") }
    }
}
