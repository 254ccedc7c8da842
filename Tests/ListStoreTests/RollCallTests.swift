import Testing

@testable import ListStore

/// Whatever people do while a mailing is under way: one row each, no copy without consent, and no second one.
@Suite(.timeLimit(.minutes(10)))
struct RollCallTests {
    @Test(
        "Each who was active at the mark has one row, whoever consents a copy, and nobody two",
        arguments: Array(UInt64(1)...120) + [124, 386, 397])
    func one(seed: UInt64) async throws {
        try await RollCall(Scratch(), seed: seed).run()
    }

    @Test("The stories above are eventful")
    func coverage() async throws {
        var seen: Set<String> = []
        for seed in UInt64(101)...112 {
            let story = try RollCall(Scratch(), seed: seed)
            try await story.run()
            seen.formUnion(story.seen)
        }
        #expect(
            seen.isSuperset(of: [
                "accepted", "refused", "unknown", "skipped", "confirmed", "left", "moved", "moved back", "suppressed",
                "erased",
                "imported", "killed",
            ]), "\(seen)")
    }
}
