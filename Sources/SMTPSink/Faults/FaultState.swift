import FanmailBasics
import NIOConcurrencyHelpers
import NIOCore
import SMTPCore
import Synchronization

/// What a fault does to one reply.
struct Strike {
    var reply: Reply?
    var complaint: Fault.Complaint?
    var delay: TimeAmount = .zero
    var cut: Fault.Cut?
    var drip: TimeAmount = .zero
    var isSplit = false
    var garbage: [UInt8] = []

    /// The reply cannot simply be written behind the others.
    var isSlow: Bool { delay > .zero || drip > .zero || isSplit }
}

extension Strike {
    /// What strikes anyway, and a cut.
    init(_ strike: Strike?, cut: Fault.Cut) {
        self = strike ?? Strike()
        self.cut = cut
    }
}

/// A plan and what it has to remember, shared by all connections.
final class FaultState: Sendable {
    /// Recipients that a greylist remembers; what is beyond is taken as new each time.
    private static let greylistLimit = 1 << 20

    let plan: FaultPlan
    private let patterns: [[UInt8]?]
    private let stages: Set<Fault.Stage>
    private let hasStalls: Bool
    private let stalledUntil = Atomic<UInt64>(0)
    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state: NIOLockedValueBox<Memory>

    private struct Memory {
        /// Events that matched, by fault.
        var events: [Int]
        var firstSeen: [UInt64: NIODeadline] = [:]
        var tokens: Double
        var filled = NIODeadline.now()
    }

    init(_ plan: FaultPlan) {
        self.plan = plan
        patterns = plan.faults.map { $0.pattern.map { Array($0.utf8) } }
        stages = Set(plan.faults.map(\.stage))
        hasStalls = plan.faults.contains { $0.stall != nil }
        isHarmless = plan.faults.isEmpty && plan.rules.isEmpty
        let memory = Memory(events: [Int](repeating: 0, count: plan.faults.count), tokens: max(1, plan.rateLimit ?? 0))
        state = NIOLockedValueBox(memory)
    }

    /// Whether anything can happen at a stage.
    func concerns(_ stage: Fault.Stage) -> Bool { stages.contains(stage) }

    /// No recipient is refused.
    let isHarmless: Bool

    /// Until when nobody is served.
    var stall: NIODeadline? {
        guard hasStalls else { return nil }
        let until = NIODeadline.uptimeNanoseconds(stalledUntil.load(ordering: .relaxed))
        return until > .now() ? until : nil
    }

    /// The first fault that strikes.
    func strike(_ stage: Fault.Stage, path: UnsafeRawBufferPointer? = nil) -> Strike? {
        for (index, fault) in plan.faults.enumerated() where fault.stage == stage {
            if let pattern = patterns[index] {
                guard let path, Fault.matches(path, pattern) else { continue }
            }
            let number = state.withLockedValue { state in
                state.events[index] += 1
                return state.events[index]
            }
            guard number % fault.every == 0 else { continue }
            var draw = Digest64([], seed: plan.seed &+ UInt64(index + 1))
            if let path { draw.add(path) } else { draw.add(number) }
            guard fault.probability >= 1 || draw.fraction < fault.probability else { continue }
            if let greylist = fault.greylist, let path {
                guard isYoung(Digest64(path, seed: UInt64(index)).value, greylist) else { continue }
            }
            // Of each event its own, also where the recipient is the same.
            draw.add(number)
            return strike(fault, draw)
        }
        return nil
    }

    private func strike(_ fault: Fault, _ draw: Digest64) -> Strike {
        var strike = Strike(reply: fault.reply, complaint: fault.complaint, cut: fault.cut, isSplit: fault.isSplit)
        if let delay = fault.delay { strike.delay = .nanoseconds(delay.nanoseconds(draw.fraction)) }
        if let stall = fault.stall {
            strike.delay = strike.delay + .nanoseconds(stall.nanoseconds)
            let until = NIODeadline.now() + .nanoseconds(stall.nanoseconds)
            stalledUntil.store(until.uptimeNanoseconds, ordering: .relaxed)
        }
        if let drip = fault.drip { strike.drip = .nanoseconds(drip.nanoseconds) }
        var noise = draw
        for _ in 0..<fault.garbage {
            noise.add(UInt8(0x55))
            strike.garbage.append(UInt8(truncatingIfNeeded: noise.value))
        }
        return strike
    }

    /// True until a recipient is known for so long.
    private func isYoung(_ digest: UInt64, _ time: Duration) -> Bool {
        let now = NIODeadline.now()
        return state.withLockedValue { state in
            if let first = state.firstSeen[digest] { return now - first < .nanoseconds(time.nanoseconds) }
            if state.firstSeen.count < Self.greylistLimit { state.firstSeen[digest] = now }
            return true
        }
    }

    /// True the first time.
    func isNew(_ digest: UInt64) -> Bool {
        state.withLockedValue { state in
            guard state.firstSeen[digest] == nil else { return false }
            if state.firstSeen.count < Self.greylistLimit { state.firstSeen[digest] = .now() }
            return true
        }
    }

    /// Whether one more message is within the rate; bursts are as long as a second.
    func takesRate() -> Bool {
        guard let rate = plan.rateLimit else { return true }
        return state.withLockedValue { state in
            let now = NIODeadline.now()
            let seconds = Double((now - state.filled).nanoseconds) / 1e9
            state.filled = now
            state.tokens = min(max(1, rate), state.tokens + seconds * rate)
            guard state.tokens >= 1 else { return false }
            state.tokens -= 1
            return true
        }
    }
}

extension Digest64 {
    fileprivate mutating func add(_ number: Int) { withUnsafeBytes(of: number.littleEndian) { add($0) } }
}

extension Fault.Delay {
    /// - Parameter draw: from 0 to 1.
    fileprivate func nanoseconds(_ draw: Double) -> Int64 {
        switch self {
        case .fixed(let time): time.nanoseconds
        case .uniform(let low, let high):
            low.nanoseconds + Int64(Double(max(0, high.nanoseconds - low.nanoseconds)) * draw)
        case .exponential(let mean): Int64(Double(mean.nanoseconds) * min(20, -logarithm(1 - draw)))
        }
    }
}

extension Duration {
    /// Saturating at an hour, which is longer than any test waits.
    fileprivate var nanoseconds: Int64 {
        Int64((min(max(self, .zero), .seconds(3600)) / .nanoseconds(1)).rounded())
    }
}
