import MailingLists

/// A member in a dump of Sympa's: lines with a word and its value.
enum DumpParagraph {
    static func members(_ lines: [[UInt8]]) -> [String: Attribute] {
        var members: [String: Attribute] = [:]
        for line in lines {
            let text = String(decoding: line, as: UTF8.self)
            let word = text.prefix { $0 != " " }
            let value = text[word.endIndex...].drop { $0 == " " }
            if members[String(word)] == nil { members[String(word)] = .text(String(value)) }
        }
        return members
    }
}
