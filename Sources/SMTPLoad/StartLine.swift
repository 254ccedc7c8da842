import FanmailBasics
import NIOCore

/// Where workers wait until all of them are ready.
actor StartLine {
    private var missing: Int
    private var waiting: [CheckedContinuation<NIODeadline, Never>] = []
    private let clock: @Sendable () -> NIODeadline
    private let begin: @Sendable () -> Void
    private let moment: Timestamp?

    /// - Parameters:
    ///   - moment: before it nobody leaves, so that several generators begin at one time.
    ///   - clock: which the workers go by.
    ///   - begin: called once, when all are there.
    init(
        count: Int, notBefore moment: Timestamp? = nil, clock: @escaping @Sendable () -> NIODeadline = { .now() },
        begin: @escaping @Sendable () -> Void
    ) {
        missing = count
        self.moment = moment
        self.clock = clock
        self.begin = begin
    }

    func wait() async -> NIODeadline {
        await withCheckedContinuation { waiter in
            waiting.append(waiter)
            arrived()
        }
    }

    /// One worker does not come.
    func withdraw() { arrived() }

    private func arrived() {
        missing -= 1
        guard missing == 0 else { return }
        guard let wait = moment.map({ $0 - .now }), wait > .zero else { return leave() }
        Task {
            try? await Task.sleep(for: wait)
            leave()
        }
    }

    private func leave() {
        begin()
        let now = clock()
        for waiter in waiting { waiter.resume(returning: now) }
        waiting.removeAll()
    }
}
