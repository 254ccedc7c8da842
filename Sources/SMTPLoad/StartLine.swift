import NIOCore

/// Where workers wait until all of them are ready.
actor StartLine {
    private var missing: Int
    private var waiting: [CheckedContinuation<NIODeadline, Never>] = []
    private let clock: @Sendable () -> NIODeadline
    private let begin: @Sendable () -> Void

    /// - Parameters:
    ///   - clock: which the workers go by.
    ///   - begin: called once, when all are there.
    init(
        count: Int, clock: @escaping @Sendable () -> NIODeadline = { .now() }, begin: @escaping @Sendable () -> Void
    ) {
        missing = count
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
        begin()
        let now = clock()
        for waiter in waiting { waiter.resume(returning: now) }
        waiting.removeAll()
    }
}
