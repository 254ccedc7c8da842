import NIOConcurrencyHelpers
import SMTPProtocol
import Synchronization

/// What all event loops of a sink share.
final class SinkShared: Sendable {
    /// What connections begin with.
    struct Setup: Sendable {
        let faults: FaultState
        let session: SMTPServerSession.Configuration
        let wants: SinkPolicy.Wants
        /// Counts how often others were set.
        let generation: Int

        init(_ configuration: SinkConfiguration, _ plan: FaultPlan, generation: Int) {
            var configuration = configuration
            configuration.faults = plan
            faults = FaultState(plan)
            session = configuration.session
            wants = SinkPolicy.Wants(configuration, plan)
            self.generation = generation
        }
    }

    let connections = Atomic<Int>(0)
    let open = Atomic<Int>(0)
    /// Transactions whose message was whole.
    let transactions = Atomic<Int>(0)
    /// DSNs and complaints written.
    let answers = Atomic<Int>(0)
    /// Of ``setup``: what a connection looks at to see whether there is another.
    let generation = Atomic<Int>(0)
    private let box: NIOLockedValueBox<Setup>
    private let configuration: SinkConfiguration

    var setup: Setup { box.withLockedValue { $0 } }

    init(_ configuration: SinkConfiguration) {
        self.configuration = configuration
        box = NIOLockedValueBox(Setup(configuration, configuration.faults, generation: 0))
    }

    func set(_ plan: FaultPlan) {
        box.withLockedValue { setup in
            setup = Setup(configuration, plan, generation: setup.generation + 1)
            generation.store(setup.generation, ordering: .relaxed)
        }
    }
}
