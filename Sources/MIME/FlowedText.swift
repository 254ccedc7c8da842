/// format=flowed (RFC 3676): a paragraph is one line to a reader that knows it, and reads well to one that does not.
public enum FlowedText {
    /// RFC 3676, 4.2, asks for at most 78 and advises 66 to 72.
    private static let width = 72

    /// - Parameter text: each paragraph on one line; LF at the ends of lines.
    public static func encode(_ text: String) -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            result += wrapped(line) + "\n"
        }
        return String(result.dropLast())
    }

    private static func wrapped(_ line: Substring) -> String {
        // The separator of a signature is the one fixed line that ends in a space (RFC 3676, 4.3).
        if line == "-- " { return "-- " }
        let end = line.lastIndex { $0 != " " && $0 != "\t" }.map { line.index(after: $0) } ?? line.startIndex
        var result = ""
        var current = ""
        for word in line[..<end].split(separator: " ", omittingEmptySubsequences: false) {
            if !current.isEmpty, !word.isEmpty, current.count + word.count > width {
                result += stuffed(current) + "\n"
                current = ""
            }
            current += word + " "
        }
        return result + stuffed(String(current.dropLast()))
    }

    /// Space-stuffing (RFC 3676, 4.4).
    private static func stuffed(_ line: String) -> String {
        line.hasPrefix(" ") || line.hasPrefix(">") || line.hasPrefix("From ") ? " " + line : line
    }
}
