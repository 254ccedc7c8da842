import Testing

@testable import SMTPLoad

@Suite("Connections that fail are opened anew ever more slowly")
struct ReconnectDelayTests {
    @Test("Each pause is up to twice the one before, never over the longest, and begins anew after a success")
    func doubling() {
        var delay = ReconnectDelay(seed: 1)
        var due = ReconnectDelay.first
        for _ in 0..<2000 {
            let pause = delay.next()
            #expect(pause <= due && pause >= due / 2)
            due = min(due * 2, ReconnectDelay.longest)
        }
        delay.reset()
        #expect(delay.next() <= ReconnectDelay.first)
    }

    @Test("No two connections wait for the same time")
    func jitter() {
        let pauses = (0..<100).map { (seed: UInt64) in
            var delay = ReconnectDelay(seed: seed)
            return delay.next()
        }
        #expect(Set(pauses).count == 100)
    }
}
