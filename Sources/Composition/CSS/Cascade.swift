/// What the sheets of a page say of each element, in the order in which a later declaration wins (CSS Cascading, 6.1).
struct Cascade {
    private struct Rule {
        let selector: CSSSelector
        let sheet: Int
        let block: Int
    }

    private(set) var matcher: SelectorMatcher
    private let sheets: [StyleSheet]
    /// The weakest first.
    private let rules: [Rule]
    /// The rules whose last compound asks for this, so that few are held against each element.
    private var byID: [String: [Int]] = [:]
    private var byClass: [String: [Int]] = [:]
    private var byElement: [String: [Int]] = [:]
    private var others: [Int] = []

    init(_ sheets: [StyleSheet], _ matcher: SelectorMatcher) {
        self.sheets = sheets
        self.matcher = matcher
        let all = sheets.enumerated().flatMap { number, sheet in
            sheet.rules.map { Rule(selector: $0.selector, sheet: number, block: $0.block) }
        }
        rules = all.enumerated().sorted {
            ($0.element.selector.specificity, $0.offset) < ($1.element.selector.specificity, $1.offset)
        }.map(\.element)
        for (index, rule) in rules.enumerated() {
            guard let last = rule.selector.compounds.last else { continue }
            if let id = last.id {
                byID[id, default: []].append(index)
            } else if let name = last.classes.first {
                byClass[name, default: []].append(index)
            } else if let name = last.element {
                byElement[name, default: []].append(index)
            } else {
                others.append(index)
            }
        }
    }

    /// The declarations of an element, each of them once, `color: red; margin: 0;`.
    mutating func style(of number: Int) -> (usual: String, important: String) {
        let element = matcher.elements[number]
        var candidates = others + (byElement[element.name] ?? []) + (element.id.flatMap { byID[$0] } ?? [])
        for name in Set(element.classes) { candidates += byClass[name] ?? [] }
        var (usual, important): ([String], [String]) = ([], [])
        for index in candidates.sorted() where matcher.matches(rules[index].selector, number) {
            let block = sheets[rules[index].sheet].blocks[rules[index].block]
            usual += block.usual
            important += block.important
        }
        return (Self.joined(usual), Self.joined(important))
    }

    /// The last of those that say the same.
    private static func joined(_ declarations: [String]) -> String {
        var seen: Set<String> = []
        return declarations.reversed().filter { seen.insert($0).inserted }.reversed().map { $0 + ";" }
            .joined(separator: " ")
    }
}
