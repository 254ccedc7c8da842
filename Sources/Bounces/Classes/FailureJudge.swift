import SMTPCore

/// Says what a remark means, by the first rule that fits: those of a provider, words that say one thing, statuses that
/// do, words that are vague, statuses that are, and the bare code (``FailureRules``).
///
/// A text is looked through once; it is never read beyond 4,096 octets, and no rule can make it look twice.
public struct FailureJudge: Sendable {
    /// With the rules that come with it.
    public static let standard = FailureJudge(rules: FailureRules.all)

    public static func verdict(_ remark: FailureRemark) -> FailureVerdict { standard.verdict(remark) }

    /// The first that fits decides.
    public let rules: [FailureRule]
    let phrases: [String]
    private let tree: PhraseTree
    /// By phrase: the alternatives that it opens.
    private let opened: [[Alternative]]
    /// Rules that ask for no words, the first one first.
    private let wordless: [Int]
    private let conditions: [Conditions]
    /// By phrase: the provider whose mark it is, or -1.
    private let marks: [Int8]

    private struct Alternative: Sendable {
        let rule: Int
        /// Beyond the phrase that opens it.
        let others: [Int]
    }

    private struct Conditions: Sendable {
        /// Bits of ``RuleProvider/all``; 0 for any.
        let providers: UInt64
        let codes: [CodePattern]
        let statuses: [StatusPattern]
        let unless: [Int]
    }

    /// - Parameter rules: whose names differ, as ``FailureRuleLint`` looks to it. Those that somebody taught come first.
    public init(rules: [FailureRule]) {
        self.rules = rules
        var numbers: [[UInt8]: Int] = [:]
        var folded: [[UInt8]] = []
        var texts: [String] = []
        func number(_ phrase: String) -> Int {
            let octets = FoldedText.fold(phrase)
            if let known = numbers[octets] { return known }
            numbers[octets] = folded.count
            folded.append(octets)
            texts.append(phrase)
            return folded.count - 1
        }
        var opened: [Int: [Alternative]] = [:]
        conditions = rules.enumerated().map { index, rule in
            for phrases in rule.words {
                let all = phrases.map(number)
                guard let first = all.first else { continue }
                opened[first, default: []].append(Alternative(rule: index, others: Array(all.dropFirst())))
            }
            let providers = rule.providers.compactMap(RuleProvider.named).reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
            return Conditions(
                providers: providers, codes: rule.codes, statuses: rule.statuses, unless: rule.unless.map(number))
        }
        wordless = rules.indices.filter { rules[$0].words.isEmpty }
        var marks: [Int: Int8] = [:]
        for (index, provider) in RuleProvider.all.enumerated() {
            for mark in provider.marks { marks[number(mark)] = Int8(index) }
        }
        phrases = texts
        self.opened = folded.indices.map { opened[$0] ?? [] }
        self.marks = folded.indices.map { marks[$0] ?? -1 }
        tree = PhraseTree(folded)
    }

    public func verdict(_ remark: FailureRemark) -> FailureVerdict { judged(remark, notes: nil) }

    /// The same, and how it was come to, a sentence a step.
    public func explanation(_ remark: FailureRemark) -> (verdict: FailureVerdict, steps: [String]) {
        var notes = FailureNotes()
        let verdict = withUnsafeMutablePointer(to: &notes) { judged(remark, notes: $0) }
        return (verdict, notes.steps(of: verdict, by: self))
    }

    private func judged(_ remark: FailureRemark, notes: UnsafeMutablePointer<FailureNotes>?) -> FailureVerdict {
        if remark.action == .delivered || remark.action == .relayed || remark.action == .expanded
            || (200..<400).contains(remark.code ?? 0)
        {
            return FailureVerdict(failureClass: .notABounce, isHard: false, status: remark.status, rule: "delivered")
        }
        var text = remark.text
        return text.withUTF8 { octets in
            let frame = RelayFrame(octets)
            guard frame != nil || UnderscoredText.isOne(octets) else { return judged(remark, octets, notes) }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FoldedText.limit) { room in
                var remark = remark
                if let frame {
                    remark.server = String(decoding: octets[frame.host], as: UTF8.self)
                }
                let count = frame?.cut(octets, into: room) ?? UnderscoredText.spaced(octets, into: room)
                return judged(remark, UnsafeBufferPointer(rebasing: room[..<count]), notes)
            }
        }
    }

    private func judged(
        _ remark: FailureRemark, _ octets: UnsafeBufferPointer<UInt8>, _ notes: UnsafeMutablePointer<FailureNotes>?
    ) -> FailureVerdict {
        let (code, status) = Self.codes(remark, octets)
        var providers = Self.providers(remark)
        let index = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FoldedText.limit) { room in
            let count = FoldedText.fold(octets, into: room)
            let folded = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(room)[..<count])
            return first(folded, code, status, &providers, notes)
        }
        notes?.pointee.code = code
        notes?.pointee.status = status
        notes?.pointee.providers = providers
        return verdict(of: index, remark, code, status)
    }

    /// The code and the status that count: those that were told apart, or else those in the words.
    private static func codes(
        _ remark: FailureRemark, _ text: UnsafeBufferPointer<UInt8>
    ) -> (code: UInt16?, status: EnhancedStatusCode?) {
        let isStatusMissing = remark.status?.isVague ?? true
        guard remark.code == nil || isStatusMissing else { return (remark.code, remark.status) }
        // A relay that knows nothing says x.0.0, and 550 or 554; the server before it may have said more.
        let isRelayed = remark.status != nil && isStatusMissing && (remark.code == 550 || remark.code == 554)
        let told = ToldCodes(text, needsCode: remark.code == nil || isRelayed)
        let code = isRelayed ? told.code ?? remark.code : remark.code ?? told.code
        return (code, isStatusMissing ? told.status ?? remark.status : remark.status)
    }

    private static func providers(_ remark: FailureRemark) -> UInt64 {
        var bits: UInt64 = 0
        if let index = remark.server.flatMap({ ProviderNames.shared.host($0) }) { bits |= 1 << UInt64(index) }
        if let index = remark.domain.flatMap({ ProviderNames.shared.domain($0) }) { bits |= 1 << UInt64(index) }
        return bits
    }

    /// - Returns: the first rule that fits, or nil.
    private func first(
        _ text: UnsafeBufferPointer<UInt8>, _ code: UInt16?, _ status: EnhancedStatusCode?,
        _ providers: inout UInt64, _ notes: UnsafeMutablePointer<FailureNotes>?
    ) -> Int? {
        let words = (phrases.count + 63) / 64
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { found in
            found.initialize(repeating: 0)
            tree.search(text) { phrase in
                found[phrase >> 6] |= 1 << UInt64(phrase & 63)
                if marks[phrase] >= 0 { providers |= 1 << UInt64(marks[phrase]) }
            }
            func has(_ phrase: Int) -> Bool { found[phrase >> 6] & 1 << UInt64(phrase & 63) != 0 }
            func fits(_ rule: Int) -> Bool {
                let conditions = conditions[rule]
                return (conditions.providers == 0 || conditions.providers & providers != 0)
                    && (conditions.codes.isEmpty || conditions.codes.contains { $0.matches(code) })
                    && (conditions.statuses.isEmpty || conditions.statuses.contains { $0.matches(status) })
                    && !conditions.unless.contains(where: has)
            }
            var best = Int.max
            for word in 0..<words {
                var bits = found[word]
                while bits != 0 {
                    let phrase = word << 6 | bits.trailingZeroBitCount
                    bits &= bits - 1
                    notes?.pointee.phrases.append(phrase)
                    for alternative in opened[phrase]
                    where alternative.rule < best && alternative.others.allSatisfy(has) && fits(alternative.rule) {
                        best = alternative.rule
                    }
                }
            }
            for rule in wordless {
                guard rule < best else { break }
                if fits(rule) { best = rule }
            }
            return best == .max ? nil : best
        }
    }

    private func verdict(
        of index: Int?, _ remark: FailureRemark, _ code: UInt16?, _ status: EnhancedStatusCode?
    ) -> FailureVerdict {
        let told = status?.isVague == false ? status : nil
        guard let index else {
            return FailureVerdict(failureClass: .undecided, isHard: false, status: told ?? status, rule: "none")
        }
        let rule = rules[index]
        let isTransient =
            remark.action == .delayed || (400..<500).contains(code ?? 0) || status?.class == 4
        let isHard = !isTransient && (rule.isHard ?? rule.failureClass.isOfAddress)
        let meant =
            rule.status.map { EnhancedStatusCode(isTransient ? 4 : $0.class, $0.subject, $0.detail) }
            ?? rule.failureClass.usualStatus(isTransient: isTransient)
        return FailureVerdict(
            failureClass: rule.failureClass, isHard: isHard, status: told ?? meant ?? status, rule: rule.name)
    }
}
