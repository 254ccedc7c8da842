import Testing

@testable import FanmailTerminal

@Suite("What is said behind a screen")
struct KeptLinesTests {
    @Test("Is kept for afterwards, the latest of it, and the rest is counted") func bounded() {
        var kept = KeptLines()
        kept.add("first")
        #expect(kept.all == ["first"])
        for number in 0..<100_000 { kept.add("\(number)") }
        #expect(kept.lines.count == 1000 && kept.leftOut == 99_001 && kept.lines.last == "99999")
        #expect(kept.all.count == 1001 && kept.all[0].contains("99001"))
        kept.add(String(repeating: "x", count: 5 << 20))
        #expect(kept.all.joined().utf8.count <= (1 << 20) + 100 && kept.lines.count == 1)
    }
}
