public import ServiceLifecycle

extension SinkServer: Service {
    /// Serves until graceful shutdown, or until the task is cancelled; returns when all is closed.
    public func run() async {
        try? await gracefulShutdown()
        await stop()
    }
}
