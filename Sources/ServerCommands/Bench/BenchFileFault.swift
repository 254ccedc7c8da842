import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import Synchronization

/// Why a file that is written during a bench is not whole: the first reason, told once. Nothing is written behind it,
/// where it would stand behind half a line.
final class BenchFileFault: Sendable {
    /// Of its option, with the path.
    private let name: String
    private let code = Mutex<Int32>(0)

    init(_ name: String) { self.name = name }

    var isThere: Bool { code.withLock { $0 != 0 } }

    /// - Parameter code: an errno; 0 is none.
    func note(_ code: Int32) {
        let isFirst = self.code.withLock { known in
            guard known == 0, code != 0 else { return false }
            known = code
            return true
        }
        guard isFirst else { return }
        Terminal.say(
            "fanmail: \(name): cannot be written: \(String(cString: strerror(code))); the file is incomplete"
                .escapedForTerminal)
    }

    /// What is said of the run is behind it; the file is none that the run could be verified by.
    func expectNone() throws { if isThere { throw ExitCode(FanmailFailure.Kind.disk.exitStatus) } }
}
