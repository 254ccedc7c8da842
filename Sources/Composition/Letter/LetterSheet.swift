/// The layout's style sheet, without what a letter has no use for.
enum LetterSheet {
    /// What the layout itself has, or the list's footer.
    private static let ours: Set = ["body", "page", "card", "sheet", "foot", "p", "a"]

    /// A page without the rules of which no selector ends in an element or a class that there is. Each rule, and each
    /// `@media` with its end, has a line of its own.
    ///
    /// - Parameter content: still with its placeholders. Where partials or raw values come in later, all rules stay.
    static func fitted(_ page: String, to content: String) -> String {
        guard !content.contains("{{>"), !content.contains("{{{") else { return page }
        let content = content.lowercased()
        var lines: [Substring] = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  "), let end = line.firstIndex(of: "{") {
                let selectors = line[..<end].split(separator: ",")
                guard selectors.contains(where: { isUsed($0, content) }) else { continue }
            }
            if line == "}", lines.last?.hasPrefix("@media") == true {
                lines.removeLast()
            } else {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func isUsed(_ selector: Substring, _ content: String) -> Bool {
        guard let last = selector.split(separator: " ").last else { return true }
        let words = last.split(separator: ".").map(String.init)
        guard let word = words.last, !ours.contains(word) else { return true }
        return content.contains(last.contains(".") ? word : "<\(word)")
    }
}
