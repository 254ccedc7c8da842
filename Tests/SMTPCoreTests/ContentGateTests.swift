import SMTPCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ContentGateTests {
    private struct Reason: Error {}

    private func isOpen(_ decision: ContentGate.Decision?) -> Bool? {
        switch decision {
        case .open?: true
        case .closed?: false
        case nil: nil
        }
    }

    @Test func aWaiterIsCalledOnceWhicheverComesFirst() {
        for decideFirst in [true, false] {
            let gate = ContentGate()
            let calls = Mutex<[Bool?]>([])
            if decideFirst { gate.decide(.open) }
            gate.whenDecided { decision in calls.withLock { $0.append(isOpen(decision)) } }
            if !decideFirst { gate.decide(.open) }
            gate.decide(.closed(Reason()))
            #expect(calls.withLock { $0 } == [true])
        }
    }

    @Test func theFirstDecisionStands() {
        let gate = ContentGate()
        #expect(isOpen(gate.decision) == nil)
        gate.decide(.closed(Reason()))
        gate.decide(.open)
        #expect(isOpen(gate.decision) == false)
    }

    @Test func waitingReturnsTheDecision() async {
        let gate = ContentGate()
        async let decision = gate.decided()
        gate.decide(.open)
        #expect(isOpen(await decision) == true)
        #expect(isOpen(await ContentGate.opened().decided()) == true)
    }
}
