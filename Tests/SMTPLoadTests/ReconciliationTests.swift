import Testing

@testable import SMTPLoad

@Suite("Reconciliation finds what was planted")
struct ReconciliationTests {
    private func sent(_ number: Int, _ outcome: SentTransaction.Outcome, except: [Int] = []) -> SentTransaction {
        SentTransaction(
            id: "\(number)", digest: "d\(number)", recipients: ["\(number).0@x", "\(number).1@x"], outcome: outcome,
            exceptions: except)
    }

    /// Accepted twice, once with a refused recipient, and one of each other outcome.
    private func verdict(_ change: (inout [(String, String)]) -> Void) -> Reconciliation {
        var reconciliation = Reconciliation()
        for transaction in [
            sent(1, .accepted), sent(2, .accepted, except: [1]), sent(3, .refused), sent(4, .unsent), sent(5, .unknown),
        ] { reconciliation.sent(transaction) }
        var copies = [("1.0@x", "d1"), ("1.1@x", "d1"), ("2.0@x", "d2"), ("5.0@x", "d5")]
        change(&copies)
        for copy in copies { reconciliation.recorded(copy.0, digest: copy.1) }
        reconciliation.finish()
        return reconciliation
    }

    @Test("Nothing in a record that is as it should be")
    func clean() {
        let verdict = verdict { _ in }
        #expect(verdict.isClean && verdict.accepted == 3 && verdict.unknown == 2 && verdict.unknownTaken == 1)
    }

    @Test("A loss")
    func loss() { #expect(verdict { $0.remove(at: 1) }.lost == ["1.1@x"]) }

    @Test("A double")
    func double() { #expect(verdict { $0.append($0[2]) }.doubled == ["2.0@x"]) }

    @Test("An alteration")
    func alteration() { #expect(verdict { $0[0].1 = "other" }.altered == ["1.0@x"]) }

    @Test("A copy that nobody accepted, and one that is not of this run")
    func others() {
        let verdict = verdict { $0 += [("2.1@x", "d2"), ("3.0@x", "d3"), ("z@x", "d")] }
        #expect(verdict.unexpected == ["2.1@x", "3.0@x"] && verdict.foreign == 1 && !verdict.isClean)
    }
}
