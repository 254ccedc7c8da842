import SMTPCore
import Testing

@testable import FanmailDelivery

struct RefusalGuardTests {
    private func envelope(_ count: Int, domain: String = "example.org", ordinal: Int = 0) -> CutEnvelope {
        var batch = RecipientBatch()
        for index in 0..<count { batch.append(id: Int64(index + 1), address: "u\(index)@\(domain)") }
        return CutEnvelope(
            id: 1, number: 1, list: 1, reversePath: .null, recipients: batch, attempt: 1, isRetry: false,
            departureMark: 0, domainRuns: [.init(start: 0, ordinal: ordinal)])
    }

    @Test(arguments: [(50, false), (51, true)])
    func theShareIsOfTheWholeWindow(refused: Int, trips: Bool) {
        var guardian = RefusalGuard(limits: .init(share: 0.10, window: 500, domain: 0))
        let reason = guardian.count(envelope(100), answered: 100, refusedIndices: Array(0..<refused))
        #expect((reason != nil) == trips)
    }

    @Test(arguments: [(50, false), (51, true)])
    func theWindowSlidesOverTheWholeRun(refused: Int, trips: Bool) {
        var guardian = RefusalGuard(limits: .init(share: 0.10, window: 500, domain: 0))
        for _ in 0..<1000 { #expect(guardian.count(envelope(100), answered: 100, refusedIndices: []) == nil) }
        let reason = guardian.count(envelope(100), answered: 100, refusedIndices: Array(0..<refused))
        #expect((reason != nil) == trips)
    }

    @Test func refusalsBehindTheWindowAreForgotten() {
        var guardian = RefusalGuard(limits: .init(share: 0.10, window: 500, domain: 0))
        for _ in 0..<20 {
            #expect(guardian.count(envelope(100), answered: 100, refusedIndices: Array(0..<50)) == nil)
            for _ in 0..<5 { #expect(guardian.count(envelope(100), answered: 100, refusedIndices: []) == nil) }
        }
    }

    @Test func whoWasNeitherAcceptedNorRefusedDoesNotThinTheShare() {
        var guardian = RefusalGuard(limits: .init(share: 0.10, window: 500, domain: 0))
        for _ in 0..<10 { #expect(guardian.count(envelope(100), answered: 0, refusedIndices: []) == nil) }
        #expect(guardian.count(envelope(51), answered: 51, refusedIndices: Array(0..<51)) != nil)
    }

    @Test func theReasonNamesWhatIsBorne() {
        var guardian = RefusalGuard(limits: .init(share: 0.10, window: 500, domain: 0))
        #expect(
            guardian.count(envelope(100), answered: 100, refusedIndices: Array(0..<100))
                == "100 of the latest 100 recipients were refused, more than the 50 in 500 (10 %) that are borne")
    }

    @Test(arguments: [(1, 9, false), (2, 8, true), (18_500, 1_500, true), (0, 0, false)])
    func aMailingAtItsEndIsLookedAtAsAWhole(refused: Int, accepted: Int, objects: Bool) {
        var totals = MailingTotals()
        totals.refused = refused
        totals.accepted = accepted
        #expect((RefusalGuard(limits: .init()).objection(to: totals) != nil) == objects)
        #expect(RefusalGuard(limits: .off).objection(to: totals) == nil)
    }

    @Test(arguments: [(0, 20, true), (0, 19, false), (1, 20, false), (15, 20, false), (20, 100, false)])
    func onlyADomainsFirstCount(ordinal: Int, refused: Int, trips: Bool) {
        var guardian = RefusalGuard(limits: .init(share: 1, window: 0, domain: 20))
        let reason = guardian.count(
            envelope(100, ordinal: ordinal), answered: 100, refusedIndices: Array(0..<refused))
        #expect((reason != nil) == trips)
    }

    @Test func aDomainsFirstMayBeSpreadOverEnvelopes() {
        var guardian = RefusalGuard(limits: .init(share: 1, window: 0, domain: 20))
        for ordinal in 0..<19 {
            #expect(guardian.count(envelope(1, ordinal: ordinal), answered: 1, refusedIndices: [0]) == nil)
        }
        #expect(guardian.count(envelope(1, ordinal: 19), answered: 1, refusedIndices: [0])?.contains("20") == true)
    }
}
