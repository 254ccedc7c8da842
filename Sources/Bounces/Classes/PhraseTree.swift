/// Finds which of many phrases stand in a text, in one pass: a tree of their common beginnings, entered where a word
/// begins.
struct PhraseTree: Sendable {
    private struct Node {
        /// What leads here from the node above, in `labels`.
        var label: Range<Int>
        /// Children in `nodes`, in the order of their first octets.
        var children: Range<Int>
        /// The phrases that end here: anywhere, and where a word ends; -1 for none.
        var phrase: Int32
        var wholePhrase: Int32
    }

    private var nodes: [Node] = []
    private var labels: [UInt8] = []
    /// By first octet, the node below the root; -1 for none.
    private var roots: [Int32] = Array(repeating: -1, count: 256)

    /// - Parameter phrases: folded, none empty, each once; with `$` behind it, it ends where a word does.
    init(_ phrases: [[UInt8]]) {
        let keyed = phrases.enumerated().map { index, phrase in
            let isWhole = phrase.last == UInt8(ascii: "$")
            return (octets: isWhole ? Array(phrase.dropLast()) : phrase, isWhole: isWhole, index: Int32(index))
        }.filter { !$0.octets.isEmpty }.sorted { $0.octets.lexicographicallyPrecedes($1.octets) }
        build(keyed[...])
        for (place, node) in nodes.enumerated().prefix(rootCount) {
            roots[Int(labels[node.label.lowerBound])] = Int32(place)
        }
    }

    private var rootCount = 0

    private typealias Keyed = (octets: [UInt8], isWhole: Bool, index: Int32)

    private mutating func build(_ all: ArraySlice<Keyed>) {
        /// Phrases that share their first octets up to `depth`, and the node whose children they make; level by level,
        /// so that the children of a node lie together.
        var waiting: [(keyed: ArraySlice<Keyed>, depth: Int, parent: Int?)] = [(all, 0, nil)]
        var next = 0
        while next < waiting.count {
            let (keyed, depth, parent) = waiting[next]
            next += 1
            let first = nodes.count
            var rest = keyed
            while let head = rest.first {
                let group = rest.prefix { $0.octets[depth] == head.octets[depth] }
                rest = rest.dropFirst(group.count)
                // Sorted: what the first and the last share, all do.
                let last = group[group.endIndex - 1].octets
                var end = depth + 1
                while end < head.octets.count, end < last.count, head.octets[end] == last[end] { end += 1 }
                var node = Node(
                    label: labels.count..<labels.count + end - depth, children: 0..<0, phrase: -1, wholePhrase: -1)
                labels += head.octets[depth..<end]
                let ending = group.prefix { $0.octets.count == end }
                for phrase in ending {
                    if phrase.isWhole { node.wholePhrase = phrase.index } else { node.phrase = phrase.index }
                }
                nodes.append(node)
                if ending.count < group.count {
                    waiting.append((group.dropFirst(ending.count), end, nodes.count - 1))
                }
            }
            if let parent { nodes[parent].children = first..<nodes.count } else { rootCount = nodes.count }
        }
    }

    /// Calls `found` with each phrase at each place where it stands.
    func search(_ text: UnsafeBufferPointer<UInt8>, found: (Int) -> Void) {
        nodes.withUnsafeBufferPointer { nodes in
            labels.withUnsafeBufferPointer { labels in
                roots.withUnsafeBufferPointer { roots in
                    var isWithin = false
                    for (at, byte) in text.enumerated() {
                        let isWord = byte.isWord
                        defer { isWithin = isWord }
                        // Within a word nothing begins; where words have no blanks between them, at every character.
                        if isWithin && isWord && !(0xE3...0xED).contains(byte) { continue }
                        let root = roots[Int(byte)]
                        if root >= 0 { Self.walk(text, at, Int(root), nodes, labels, found) }
                    }
                }
            }
        }
    }

    private static func walk(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ root: Int, _ nodes: UnsafeBufferPointer<Node>,
        _ labels: UnsafeBufferPointer<UInt8>, _ found: (Int) -> Void
    ) {
        var (at, place) = (start, root)
        while true {
            let node = nodes[place]
            guard at + node.label.count <= text.count else { return }
            for (offset, octet) in labels[node.label].enumerated() where text[at + offset] != octet { return }
            at += node.label.count
            if node.phrase >= 0 { found(Int(node.phrase)) }
            if node.wholePhrase >= 0, at == text.count || !text[at].isWord { found(Int(node.wholePhrase)) }
            guard at < text.count,
                let child = node.children.first(where: { labels[nodes[$0].label.lowerBound] == text[at] })
            else { return }
            place = child
        }
    }
}
