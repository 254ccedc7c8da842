import Fanmail
import Foundation

/// What the system allows, against what was asked for: told before anything begins, not found out in the middle.
enum SocketLimits {
    /// Raises this process's limit of descriptors to what so many connections need.
    ///
    /// - Throws: `FanmailFailure` with the remedy when the system does not allow it.
    static func check(connections: Int) throws {
        // Files, standard streams, event loops and listeners come on top.
        let wanted = rlim_t(connections + 64)
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= wanted else {
            throw FanmailFailure(
                .configuration,
                "\(connections) connections need \(wanted) descriptors, and this system allows \(limit.rlim_max); raise it with `ulimit -Hn \(wanted)` as root, or ask for fewer connections"
            )
        }
    }

    /// What is wrong with the listen queue for so many connections; nil for nothing.
    static func backlogWarning(connections: Int) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/sys/net/core/somaxconn", encoding: .utf8),
            let limit = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), limit < min(connections, 1024)
        else { return nil }
        return
            "the listen queue holds \(limit) connections (net.core.somaxconn): when more come at once some wait; `sysctl net.core.somaxconn=1024` as root mends it"
    }
}
