import Foundation
import Synchronization

/// How long whoever wants to write waits for somebody else who does, and who is told of it.
///
/// Nothing of fanmail writes for long; another program may, such as the sqlite3 shell in a transaction.
package final class Patience: Sendable {
    /// How long before somebody is told.
    private static let silence: Duration = .seconds(1)
    /// Between two looks; the first ones come sooner.
    private static let interval: Duration = .milliseconds(20)
    private static let firstInterval: Duration = .milliseconds(2)
    private static let firstLooks = 20

    private let limit: Duration
    private let tell: @Sendable (String) -> Void
    private struct State {
        /// That are open: these wait by themselves, for as long as it takes, and want to know soon.
        var journals = 0
        /// Who would rather do without.
        var hurried = 0
    }

    /// Of who would rather do without.
    private static let moment: Duration = .milliseconds(30)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: after this long it is a failure; `FANMAIL_BUSY_LIMIT`, in milliseconds, shortens it for a test.
    ///   - tell: called once when somebody waits, with one line for a person.
    package init(limit: Duration = .seconds(300), tell: @escaping @Sendable (String) -> Void = { _ in }) {
        let short = ProcessInfo.processInfo.environment["FANMAIL_BUSY_LIMIT"].flatMap { Int($0) }
        self.limit = min(limit, short.map { .milliseconds($0) } ?? limit)
        self.tell = tell
    }

    func beginJournal() { state.withLock { $0.journals += 1 } }

    func endJournal() { state.withLock { $0.journals -= 1 } }

    /// Waits next to nothing within the closure.
    func briefly<T>(_ body: () throws -> T) rethrows -> T {
        state.withLock { $0.hurried += 1 }
        defer { state.withLock { $0.hurried -= 1 } }
        return try body()
    }

    /// SQLite's busy handler: waits a little; false when it has been long enough.
    func wait(after tries: Int) -> Bool {
        let waited = Self.waited(tries)
        let (hasJournal, isHurried) = state.withLock { ($0.journals > 0, $0.hurried > 0) }
        let limit = min(limit, isHurried ? Self.moment : hasJournal ? Self.silence : limit)
        guard waited < limit else { return false }
        if !hasJournal, waited >= Self.silence, Self.waited(tries - 1) < Self.silence {
            tell("waiting for the database: another process is writing to it")
        }
        let pause = tries < Self.firstLooks ? Self.firstInterval : Self.interval
        usleep(UInt32(pause / .microseconds(1)))
        return true
    }

    /// At least this long after so many looks.
    private static func waited(_ tries: Int) -> Duration {
        firstInterval * min(tries, firstLooks) + interval * max(0, tries - firstLooks)
    }
}
