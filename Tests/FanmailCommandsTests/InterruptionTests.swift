import Foundation
import Testing

@testable import FanmailTerminal

/// With a signal that nobody else here uses.
@Suite(.timeLimit(.minutes(10)))
struct InterruptionTests {
    @Test("A signal that comes as soon as it is listened for is heeded, each time") func atOnce() async {
        for _ in 0..<200 {
            let (heeded, continuation) = AsyncStream.makeStream(of: Void.self)
            let interruption = Interruption(of: [SIGUSR2]) { continuation.finish() }
            kill(getpid(), SIGUSR2)
            for await _ in heeded {}
            interruption.end()
        }
    }
}
