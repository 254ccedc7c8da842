/// What the sheets of a page say of each element, in the order in which a later declaration wins (CSS Cascading, 6.1).
struct Cascade {
    private struct Rule {
        let selector: CSSSelector
        /// Its number among the blocks of all sheets.
        let block: Int
    }

    private(set) var matcher: SelectorMatcher
    private let blocks: [(usual: [String], important: [String])]
    /// The weakest first.
    private let rules: [Rule]
    /// The rules whose last compound asks for this, so that few are held against each element.
    private var byID: [String: [Int]] = [:]
    private var byClass: [String: [Int]] = [:]
    private var byElement: [String: [Int]] = [:]
    private var others: [Int] = []

    init(_ sheets: [StyleSheet], _ matcher: SelectorMatcher) {
        self.matcher = matcher
        blocks = sheets.flatMap(\.blocks)
        var all: [Rule] = []
        var first = 0
        for sheet in sheets {
            all += sheet.rules.map { Rule(selector: $0.selector, block: first + $0.block) }
            first += sheet.blocks.count
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
        // The strongest first: whatever a block says again for a weaker selector loses to itself.
        var (usual, important): ([String], [String]) = ([], [])
        var taken: Set<Int> = []
        for index in candidates.sorted().reversed() where matcher.matches(rules[index].selector, number) {
            guard taken.insert(rules[index].block).inserted else { continue }
            let block = blocks[rules[index].block]
            guard matcher.charge(block.usual.count + block.important.count) else { break }
            usual += block.usual.reversed()
            important += block.important.reversed()
        }
        return (Self.joined(usual), Self.joined(important))
    }

    /// - Parameter declarations: the strongest first; of those that say the same it counts.
    private static func joined(_ declarations: [String]) -> String {
        var seen: Set<String> = []
        return declarations.filter { seen.insert($0).inserted }.reversed().map { $0 + ";" }
            .joined(separator: " ")
    }
}
