import NIOCore

/// Where workers wait until all of them are ready.
actor StartLine {
    private var missing: Int
    private var waiting: [CheckedContinuation<NIODeadline, Never>] = []
    private let begin: @Sendable () -> Void

    /// - Parameter begin: called once, when all are there.
    init(count: Int, begin: @escaping @Sendable () -> Void) {
        missing = count
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
        let now = NIODeadline.now()
        for waiter in waiting { waiter.resume(returning: now) }
        waiting.removeAll()
    }
}
