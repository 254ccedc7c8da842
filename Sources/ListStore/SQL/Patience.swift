import Foundation

/// How long whoever wants to write waits for somebody else who does, and who is told of it; as of what else takes long.
///
/// Nothing of fanmail writes for long; another program may, such as the sqlite3 shell in a transaction.
package final class Patience: Sendable {
    /// How long before somebody is told.
    package static let silence: Duration = .seconds(1)
    /// Between two looks; the first ones come sooner.
    private static let interval: Duration = .milliseconds(20)
    private static let firstInterval: Duration = .milliseconds(2)
    private static let firstLooks = 20

    private let limit: Duration
    private let silence: Duration
    private let tell: @Sendable (String) -> Void

    /// Of who would rather do without.
    private static let moment: Duration = .milliseconds(30)
    /// What whoever asks at this moment bears at most; nil: the limit.
    @TaskLocal private static var most: Duration?

    /// - Parameters:
    ///   - limit: after this long it is a failure; `FANMAIL_BUSY_LIMIT`, in milliseconds, shortens it for a test.
    ///   - silence: before somebody is told what takes long.
    ///   - tell: called once when somebody waits or something takes long, on any thread, with one line for a person.
    package init(
        limit: Duration = .seconds(300), silence: Duration = Patience.silence,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        let short = ProcessInfo.processInfo.environment["FANMAIL_BUSY_LIMIT"].flatMap { Int($0) }
        self.limit = min(limit, short.map { .milliseconds($0) } ?? limit)
        self.silence = silence
        self.tell = tell
    }

    /// Tells once, with one line for a person, when the closure takes longer than one bears in silence.
    func tell<T>(whenLong line: String, _ body: () throws -> T) rethrows -> T {
        let told = DispatchWorkItem { [tell] in tell(line) }
        DispatchQueue.global().asyncAfter(deadline: .now() + silence / .seconds(1), execute: told)
        defer { told.cancel() }
        return try body()
    }

    /// Waits next to nothing within the closure.
    static func briefly<T>(_ body: () throws -> T) rethrows -> T { try $most.withValue(moment, operation: body) }

    /// Of a journal, which tries again by itself for as long as it takes, and wants to know soon that it has to. Holds for
    /// what is done within the closure, on its thread; whoever else uses the database at that time keeps their patience.
    static func ofJournal<T>(_ body: () throws -> T) rethrows -> T { try $most.withValue(silence, operation: body) }

    /// SQLite's busy handler: waits a little; false when it has been long enough.
    func wait(after tries: Int) -> Bool {
        let (waited, most) = (Self.waited(tries), Self.most)
        let limit = min(limit, most ?? limit)
        guard waited < limit else { return false }
        if most == nil, waited >= silence, Self.waited(tries - 1) < silence {
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
