/// Finds all of many phrases in one pass over a text, however many there are (the automaton of Aho and Corasick).
///
/// The case of ASCII letters does not matter, and white space of any length, line ends among it, is one blank.
struct PhraseFinder: Sendable {
    struct Hit {
        /// Of the phrase, in the order given.
        let phrase: Int
        /// Behind its last octet in the text.
        let end: Int
    }

    /// Octets that occur in phrases have a number of their own; all others are 0.
    private let classes: [UInt8]
    private let width: Int
    /// The next state, by state and class.
    private var steps: [Int32]
    /// The first phrase that ends in a state; -1 where none does.
    private var ending: [Int32]
    /// The next phrase that ends where this one does, by phrase.
    private var nextEnding: [Int32]
    /// The longest other state that ends in the same octets and at which a phrase ends; 0 where there is none.
    private var shorter: [Int32]

    private static let mostHits = 5_000

    /// - Parameter phrases: in lower case, with single blanks; none is empty.
    init(_ phrases: [[UInt8]]) {
        var classes = [UInt8](repeating: 0, count: 256)
        var width = 1
        for phrase in phrases {
            for byte in phrase where classes[Int(byte)] == 0 && width < 255 {
                classes[Int(byte)] = UInt8(width)
                width += 1
            }
        }
        for upper in UInt8(ascii: "A")...UInt8(ascii: "Z") { classes[Int(upper)] = classes[Int(upper | 0x20)] }
        for white in [0x09, 0x0A, 0x0D] as [Int] { classes[white] = classes[0x20] }
        self.classes = classes
        self.width = width
        steps = [Int32](repeating: 0, count: width)
        ending = [-1]
        nextEnding = [Int32](repeating: -1, count: phrases.count)
        shorter = [0]
        for (index, phrase) in phrases.enumerated() where !phrase.isEmpty { add(phrase, Int32(index)) }
        link()
    }

    private mutating func add(_ phrase: [UInt8], _ index: Int32) {
        var state = 0
        for byte in phrase {
            let place = state * width + Int(classes[Int(byte)])
            if steps[place] == 0 {
                steps[place] = Int32(ending.count)
                steps += [Int32](repeating: 0, count: width)
                ending.append(-1)
                shorter.append(0)
            }
            state = Int(steps[place])
        }
        nextEnding[Int(index)] = ending[state]
        ending[state] = index
    }

    /// Gives each state its step for every class: where none goes on, that of the longest state that ends alike.
    private mutating func link() {
        var fallback = [Int32](repeating: 0, count: ending.count)
        var queue = (0..<width).map { steps[$0] }.filter { $0 != 0 }
        var at = 0
        while at < queue.count {
            let state = Int(queue[at])
            at += 1
            let fall = Int(fallback[state])
            shorter[state] = ending[fall] >= 0 ? Int32(fall) : shorter[fall]
            for kind in 0..<width {
                let next = steps[state * width + kind]
                let other = steps[fall * width + kind]
                if next == 0 {
                    steps[state * width + kind] = other
                } else {
                    fallback[Int(next)] = other
                    queue.append(next)
                }
            }
        }
    }

    /// In the order of their ends.
    func hits(in text: [UInt8], _ range: Range<Int>) -> [Hit] {
        var hits: [Hit] = []
        text.withUnsafeBufferPointer { text in
            steps.withUnsafeBufferPointer { steps in
                var state = 0
                var wasWhite = false
                var lineEnds = 0
                for at in range {
                    let isWhite = text[at].isWhite
                    if isWhite, wasWhite {
                        // No phrase goes over an empty line.
                        if text[at] == 0x0A { (state, lineEnds) = (lineEnds > 0 ? 0 : state, lineEnds + 1) }
                        continue
                    }
                    wasWhite = isWhite
                    lineEnds = text[at] == 0x0A ? 1 : 0
                    state = Int(steps[state * width + Int(classes[Int(text[at])])])
                    guard ending[state] >= 0 || shorter[state] != 0, hits.count < Self.mostHits else { continue }
                    var found = ending[state] >= 0 ? state : Int(shorter[state])
                    while found != 0 {
                        var phrase = ending[found]
                        while phrase >= 0 {
                            hits.append(Hit(phrase: Int(phrase), end: at + 1))
                            phrase = nextEnding[Int(phrase)]
                        }
                        found = Int(shorter[found])
                    }
                }
            }
        }
        return hits
    }
}
