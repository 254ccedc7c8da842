package import Bounces
import FanmailBasics
package import ListStore
import SMTPCore

/// What was said that no rule knows, put together where the words are alike.
package struct UndecidedWords: Sendable {
    /// Remarks that differ in addresses and numbers alone.
    package struct Group: Sendable {
        /// Six hexadecimal digits, made of the words: the same tomorrow.
        package let key: String
        /// The words, with `@` for an address and `#` for what has a digit in it.
        package let words: String
        package fileprivate(set) var count = 0
        /// The first of them that differ, at most ``UndecidedWords/mostExamples``.
        package fileprivate(set) var examples: [FailureRemark] = []
    }

    package static let mostExamples = 3
    /// Of a group that is looked at alone.
    package static let mostOfOne = 20
    /// Groups that are held at once; what comes after is counted among the others.
    private static let mostGroups = 10_000
    private static let longestWords = 240

    /// The most frequent first.
    package let groups: [Group]
    /// Bounces whose words had no room.
    package let others: Int

    /// - Parameter key: of a group of which more examples are wanted.
    package init(_ store: Store, of key: String? = nil) throws {
        let key = key?.lowercased()
        var groups: [String: Group] = [:]
        var others = 0
        try store.eachUndecided { bounce in
            let words = Self.words(bounce.remark)
            if groups[words] == nil, groups.count == Self.mostGroups {
                others += 1
                return
            }
            var group = groups.removeValue(forKey: words) ?? Group(key: Self.key(words), words: words)
            group.count += 1
            let most = group.key == key ? Self.mostOfOne : Self.mostExamples
            let remark = bounce.remark
            if group.examples.count < most,
                !group.examples.contains(where: { ($0.text, $0.server) == (remark.text, remark.server) })
            {
                group.examples.append(remark)
            }
            groups[words] = group
        }
        self.groups = groups.values.sorted { ($0.count, $1.words) > ($1.count, $0.words) }
        self.others = others
    }

    package func group(_ key: String) -> Group? { groups.first { $0.key == key.lowercased() } }

    private static func key(_ words: String) -> String {
        String(Digest64(words.utf8, seed: 0).hex.prefix(6))
    }

    /// A remark without what differs from one recipient to the next.
    static func words(_ remark: FailureRemark) -> String {
        let text = ReplyLine.words(
            code: remark.code.map { Int($0) }, status: remark.status?.description, text: remark.text)
        var words: [String] = []
        var length = 0
        for word in text.lowercased().split(whereSeparator: \.isWhitespace) {
            let word = word.contains("@") ? "@" : word.contains { $0.isNumber } ? "#" : String(word)
            if word == words.last, word == "@" || word == "#" { continue }
            length += word.utf8.count + 1
            guard length <= longestWords else { break }
            words.append(word)
        }
        return words.joined(separator: " ")
    }
}
