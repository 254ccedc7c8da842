/// A long list as the text of one JSON array, or of one object a line, while it is being read.
package struct JSONRows {
    package let perLine: Bool
    private var isFirst = true

    package init(perLine: Bool) { self.perLine = perLine }

    /// What is to be written for the next value.
    package mutating func text(of value: JSONValue) -> String {
        defer { isFirst = false }
        return perLine ? value.text + "\n" : (isFirst ? "[\n" : ",\n") + value.text
    }

    /// What is to be written behind the last one.
    package var end: String { perLine ? "" : isFirst ? "[]\n" : "\n]\n" }
}
