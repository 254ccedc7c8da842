import NIOCore
public import ServiceLifecycle

extension SinkServer: Service {
    /// Serves until graceful shutdown, until the task is cancelled, or until it is stopped; returns when all is closed.
    public func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                for channel in channels { try? await channel.closeFuture.get() }
            } onGracefulShutdown: {
                self.stopListening()
            }
        } onCancel: {
            stopListening()
        }
        await stop()
    }

    private func stopListening() {
        for channel in channels { channel.close(promise: nil) }
    }
}
