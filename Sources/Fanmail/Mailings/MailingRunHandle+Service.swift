public import ServiceLifecycle

extension MailingRunHandle: Service {
    /// Returns when the mailing has ended, and everything of it is given back. At graceful shutdown, or when the task is
    /// cancelled, open transactions are finished and what is known is written, as after ``stop()``; the mailing can be
    /// resumed.
    ///
    /// ```swift
    /// let run = try await office.send(prepared)
    /// try await ServiceGroup(
    ///     configuration: .init(
    ///         services: [.init(service: run, successTerminationBehavior: .gracefullyShutdownGroup)],
    ///         gracefulShutdownSignals: [.sigterm], logger: logger)
    /// ).run()
    /// ```
    /// To its group it is a failure that a service ends by itself, unless it is told otherwise.
    public func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                _ = await report()
            } onGracefulShutdown: {
                self.stop()
            }
        } onCancel: {
            stop()
        }
    }
}
