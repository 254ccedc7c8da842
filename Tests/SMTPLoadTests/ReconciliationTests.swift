import Testing

@testable import SMTPLoad

@Suite("Reconciliation finds what was planted")
struct ReconciliationTests {
    private func sent(_ number: Int, _ outcome: SentTransaction.Outcome, except: [Int] = []) -> SentTransaction {
        SentTransaction(
            id: "\(number)", digest: "d\(number)", recipients: ["0@x", "1@x"], outcome: outcome,
            exceptions: except)
    }

    /// Accepted twice, once with a refused recipient, and one of each other outcome.
    private func verdict(_ change: (inout [(to: String, id: String, digest: String)]) -> Void) -> Reconciliation {
        var reconciliation = Reconciliation()
        for transaction in [
            sent(1, .accepted), sent(2, .accepted, except: [1]), sent(3, .refused), sent(4, .unsent), sent(5, .unknown),
        ] { reconciliation.sent(transaction) }
        var copies: [(to: String, id: String, digest: String)] = [
            ("0@x", "1", "d1"), ("1@x", "1", "d1"), ("0@x", "2", "d2"), ("0@x", "5", "d5"),
        ]
        change(&copies)
        for copy in copies {
            reconciliation.recorded(copy.to, messageID: "<\(copy.id)@bench.example>", digest: copy.digest)
        }
        reconciliation.finish()
        return reconciliation
    }

    @Test("Nothing in a record that is as it should be")
    func clean() {
        let verdict = verdict { _ in }
        #expect(verdict.isClean && verdict.accepted == 3 && verdict.unknown == 2 && verdict.unknownTaken == 1)
    }

    @Test("A loss")
    func loss() { #expect(verdict { $0.remove(at: 1) }.lost == ["1@x"]) }

    @Test("A double")
    func double() { #expect(verdict { $0.append($0[2]) }.doubled == ["0@x"]) }

    @Test("An alteration")
    func alteration() { #expect(verdict { $0[0].digest = "other" }.altered == ["0@x"]) }

    @Test("A copy that nobody accepted, and one that is not of this run")
    func others() {
        let verdict = verdict { $0 += [("1@x", "2", "d2"), ("0@x", "3", "d3"), ("z@x", "1", "d")] }
        #expect(verdict.unexpected == ["0@x", "1@x"] && verdict.foreign == 1 && !verdict.isClean)
    }

    @Test(
        "Messages without an id of their own, to one address, are told apart by what they are", arguments: [nil, ""])
    func alike(id: String?) {
        var reconciliation = Reconciliation()
        for digest in ["d1", "d2", "d2"] {
            reconciliation.sent(
                SentTransaction(id: "", digest: digest, recipients: ["0@x"], outcome: .accepted, exceptions: []))
        }
        var (less, other) = (reconciliation, reconciliation)
        for digest in ["d2", "d1", "d2"] { reconciliation.recorded("0@x", messageID: id, digest: digest) }
        for digest in ["d2", "d1"] { less.recorded("0@x", messageID: id, digest: digest) }
        for digest in ["d2", "d1", "d3"] { other.recorded("0@x", messageID: id, digest: digest) }
        reconciliation.finish()
        less.finish()
        other.finish()
        #expect(reconciliation.isClean && reconciliation.accepted == 3)
        #expect(less.lost == ["0@x"] && other.altered == ["0@x"] && other.lost == [] && other.doubled == [])
    }

    @Test(
        "Of messages that are alike in id and address one may be lost and another doubled, and each is counted",
        arguments: [
            (["d1", "d1"], 1, 1), (["d1", "d2"], 0, 0), (["d2", "d2", "d2"], 1, 2), ([], 2, 0),
            (["d1", "d2", "d3"], 0, 1),
        ] as [([String], Int, Int)])
    func exchanged(copies: [String], lost: Int, doubled: Int) {
        var reconciliation = Reconciliation()
        for digest in ["d1", "d2"] {
            reconciliation.sent(
                SentTransaction(id: "", digest: digest, recipients: ["0@x"], outcome: .accepted, exceptions: []))
        }
        for digest in copies { reconciliation.recorded("0@x", messageID: nil, digest: digest) }
        reconciliation.finish()
        #expect(reconciliation.lost.count == lost && reconciliation.doubled.count == doubled)
    }

    @Test("A copy of an earlier run to the same address, and one without a Message-ID, are of other runs")
    func runs() {
        var reconciliation = Reconciliation()
        reconciliation.sent(sent(1, .accepted))
        for id in ["<1@bench.example>", "<other.1@bench.example>", nil] {
            for path in ["0@x", "1@x"] { reconciliation.recorded(path, messageID: id, digest: id == nil ? "" : "d1") }
        }
        reconciliation.finish()
        #expect(reconciliation.isClean && reconciliation.accepted == 2 && reconciliation.foreign == 4)
    }

    @Test(
        "An address that is taken once and refused once comes once",
        arguments: [([0], 1, 0, 0, 0), ([1], 1, 0, 0, 0), ([0], 0, 1, 0, 0), ([1], 2, 0, 0, 1), ([0], 3, 0, 1, 1)])
    func once(refused: [Int], copies: Int, lost: Int, doubled: Int, unexpected: Int) {
        var reconciliation = Reconciliation()
        reconciliation.sent(
            SentTransaction(id: "1", digest: "d", recipients: ["a@x", "a@x"], outcome: .accepted, exceptions: refused))
        for _ in 0..<copies { reconciliation.recorded("a@x", messageID: "<1@bench.example>", digest: "d") }
        reconciliation.finish()
        #expect(reconciliation.accepted == 1 && reconciliation.lost.count == lost)
        #expect(reconciliation.doubled.count == doubled && reconciliation.unexpected.count == unexpected)
    }

    @Test("An address that a transaction names twice comes twice", arguments: [(1, 1, 0), (2, 0, 0), (3, 0, 1)])
    func twice(copies: Int, lost: Int, doubled: Int) {
        var reconciliation = Reconciliation()
        reconciliation.sent(
            SentTransaction(id: "1", digest: "d", recipients: ["a@x", "a@x"], outcome: .accepted, exceptions: []))
        for _ in 0..<copies { reconciliation.recorded("a@x", messageID: "<1@bench.example>", digest: "d") }
        reconciliation.finish()
        #expect(reconciliation.lost.count == lost && reconciliation.doubled.count == doubled)
    }
}
