import FanmailBasics
import FanmailDelivery
import SMTPCore
import Synchronization

/// What is learned of destinations, and asked of them.
extension MemoryJournal {
    func makeDue(at now: Timestamp, of routes: Set<DeliveryRoute>) async throws(JournalFailure) {
        state.withLock { state in
            for (id, row) in state.rows where routes.contains(row.envelope.route) {
                if let notBefore = row.notBefore, notBefore > now { state.rows[id]?.notBefore = now }
            }
            for (id, member) in state.members where member.outcome == .deferred {
                if routes.contains(state.route(of: id)) { state.members[id]?.nextAttempt = now }
            }
        }
    }

    func remembered(_ name: String) async -> LearnedDestination? { state.withLock { $0.learned[name] } }

    func store(_ statuses: [DestinationStatus]) {
        state.withLock { state in for status in statuses { state.told[status.name] = status } }
    }

    func destinationRequests() async -> DestinationRequests { state.withLock { $0.requests } }
}
