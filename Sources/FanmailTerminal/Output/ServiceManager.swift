import FanmailBasics
import Foundation

/// Whoever started this process as a service and wants to hear how it is: a datagram to the socket that `NOTIFY_SOCKET`
/// names, as sd_notify(3) has it. Silent where nobody does.
package struct ServiceManager: Sendable {
    private let socketPath: String?
    /// How often it wants a sign of life; nil where it does not.
    package let watchdog: Duration?

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isOurs = environment["WATCHDOG_PID"].flatMap { Int32($0) }.map { $0 == getpid() } ?? true
        // Half of the time, as the manual advises.
        watchdog = isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) } : nil
    }

    /// It works, and what it does.
    package func ready(_ status: String) { tell("READY=1\nSTATUS=\(status)") }

    /// A sign of life, and what it does.
    package func alive(_ status: String) { tell("WATCHDOG=1\nSTATUS=\(status)") }

    /// It is about to end.
    package func stopping() { tell("STOPPING=1\nSTATUS=finishing open transactions") }

    /// Nobody to hear it is no failure.
    private func tell(_ text: String) {
        guard let socketPath else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        // A name in the abstract namespace begins with a NUL.
        let isAbstract = path.first == UInt8(ascii: "@")
        if isAbstract { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        #if canImport(Glibc)
            let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let kind = SOCK_DGRAM
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = MemoryLayout<sa_family_t>.size + path.count + (isAbstract ? 0 : 1)
        let bytes = Array(text.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(length))
            }
        }
    }
}
