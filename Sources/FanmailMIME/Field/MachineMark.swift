/// A sign that a machine wrote a message, or that it went to many: nothing answers it, and a list does not pass it on
/// (RFC 3834, 2).
package struct MachineMark: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// `Auto-Submitted` with this keyword, in lower case, which is any but `no` (RFC 3834, 5).
        case autoSubmitted(String)
        /// The null reverse-path in `Return-Path`: the message tells what became of another (RFC 5321, 4.5.5).
        case nullReversePath
        /// `Precedence` with one of the words by which responders know mail to many (RFC 3834, 2).
        case precedence(String)
        /// `List-Id`: it came through a list (RFC 2919).
        case list
    }

    package let kind: Kind
    /// Of the field, from 1.
    package let line: Int

    private static let precedences: Set<Substring> = ["bulk", "junk", "list", "auto_reply"]

    /// All that a header has, in the order of ``Kind``.
    package static func all(in header: HeaderSection) -> [MachineMark] {
        var marks: [MachineMark] = []
        for field in header.all("Auto-Submitted") {
            let word = keyword(field.value)
            if word != "no" { marks.append(MachineMark(kind: .autoSubmitted(String(word)), line: field.line)) }
        }
        for field in header.all("Return-Path") where field.value.filter({ $0 != " " && $0 != "\t" }) == "<>" {
            marks.append(MachineMark(kind: .nullReversePath, line: field.line))
        }
        for field in header.all("Precedence") {
            let word = keyword(field.value)
            if precedences.contains(word) {
                marks.append(MachineMark(kind: .precedence(String(word)), line: field.line))
            }
        }
        if let field = header.first("List-Id") { marks.append(MachineMark(kind: .list, line: field.line)) }
        return marks
    }

    /// Without parameters and comments.
    private static func keyword(_ value: String) -> Substring {
        Substring(value.lowercased()).prefix { !"; \t(".contains($0) }
    }
}
