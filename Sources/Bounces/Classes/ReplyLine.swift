/// A server's words in one line, behind code and status, each of which stands there once.
package enum ReplyLine {
    /// - Returns: empty where nothing was said.
    package static func text(code: Int?, status: String?, text: String?) -> String {
        let words = words(code: code, status: status, text: text)
        return [code.map(String.init), status, words].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The words alone. Reports have code and status within them too: `550 5.1.1 No such user` of 550 and 5.1.1.
    package static func words(code: Int?, status: String?, text: String?) -> String {
        var words = (text ?? "").split { $0.isNewline || $0 == " " }[...]
        if let code = code.map(String.init), let first = words.first, first == code || first.hasPrefix("\(code)-") {
            // Of several lines the first says that it goes on: `550-5.1.1 The account`.
            let rest = first.dropFirst(code.count + 1)
            words = words.dropFirst()
            if !rest.isEmpty, rest != status.map({ $0[...] }) { return ([rest] + words).joined(separator: " ") }
        }
        if let status, words.first == status[...] { words = words.dropFirst() }
        return words.joined(separator: " ")
    }
}
