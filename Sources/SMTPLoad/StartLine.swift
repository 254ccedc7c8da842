import FanmailBasics
import NIOCore

/// Where workers wait until all of them are there: before the first transactions, and behind each part of a run that
/// every worker ends at its own time.
actor StartLine {
    /// Those who play.
    private var count: Int
    private var waiting: [CheckedContinuation<NIODeadline, Never>] = []
    private var hasBegun = false
    /// When what is waited behind was over for the last of them.
    private var latest = NIODeadline.uptimeNanoseconds(0)
    private let clock: @Sendable () -> NIODeadline
    private let begin: @Sendable () -> Void
    private let moment: Timestamp?

    /// - Parameters:
    ///   - moment: before it nobody begins, so that several generators begin at one time.
    ///   - clock: which the workers go by.
    ///   - begin: called once, when all are there for the first time.
    init(
        count: Int, notBefore moment: Timestamp? = nil, clock: @escaping @Sendable () -> NIODeadline = { .now() },
        begin: @escaping @Sendable () -> Void = {}
    ) {
        self.count = count
        self.moment = moment
        self.clock = clock
        self.begin = begin
    }

    /// - Returns: when all begin.
    func wait() async -> NIODeadline {
        await withCheckedContinuation { waiter in
            waiting.append(waiter)
            goOn()
        }
    }

    /// Behind a part of the run.
    ///
    /// - Parameter end: when it was over for one of them, in the schedule.
    /// - Returns: when it was for the last one.
    func wait(from end: NIODeadline) async -> NIODeadline {
        latest = max(latest, end)
        return await wait()
    }

    /// One of them does not come, or plays no further: nobody waits for it.
    func leave() {
        count -= 1
        goOn()
    }

    private func goOn() {
        guard waiting.count >= count else { return }
        guard !hasBegun else { return pass(at: latest) }
        hasBegun = true
        guard let wait = moment.map({ $0 - .now }), wait > .zero else { return beginRun() }
        Task {
            try? await Task.sleep(for: wait)
            beginRun()
        }
    }

    private func beginRun() {
        begin()
        pass(at: clock())
    }

    private func pass(at time: NIODeadline) {
        for waiter in waiting { waiter.resume(returning: time) }
        waiting.removeAll()
    }
}
