import SMTPCore
import SMTPProtocol

/// What the faults of the plan do to a reply.
extension SinkPolicy {
    /// What strikes now.
    func strike(_ stage: Fault.Stage, path: ArraySlice<UInt8>? = nil) -> Strike? {
        guard faults.concerns(stage) else { return nil }
        guard let path else { return faults.strike(stage) }
        return path.withUnsafeBytes { faults.strike(stage, path: $0) }
    }

    /// Answers what was asked: no where that strikes, and yes otherwise.
    func strike(_ stage: Fault.Stage, _ session: inout Session) -> Strike? {
        let strike = strike(stage)
        decide(strike, &session)
        return strike
    }

    func decide(_ strike: Strike?, _ session: inout Session) {
        if let refusal = strike?.reply { session.reply(refusal) } else { session.accept() }
    }
}
