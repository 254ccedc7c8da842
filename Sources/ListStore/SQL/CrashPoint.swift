import Foundation
import Synchronization

/// A test aid: the process kills itself right before or right after a commit of its journal.
///
/// `FANMAIL_CRASH_AT=before-arm:7` strikes at the seventh commit that arms. The kinds: start, cut, arm, settle, retry,
/// finish.
enum CrashPoint {
    private static let target: (place: String, count: Int)? = {
        guard let text = ProcessInfo.processInfo.environment["FANMAIL_CRASH_AT"] else { return nil }
        let parts = text.split(separator: ":")
        return (String(parts[0]), parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }()
    private static let hits = Mutex(0)

    static var isSet: Bool { target != nil }

    static func pass(_ place: String) {
        guard let target, target.place == place else { return }
        let hit = hits.withLock {
            $0 += 1
            return $0
        }
        if hit == target.count { kill(getpid(), SIGKILL) }
    }
}
