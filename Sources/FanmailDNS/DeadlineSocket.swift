import Foundation

/// A connected socket, all of whose waits end at one deadline.
final class DeadlineSocket {
    private let socket: Int32
    private let deadline: ContinuousClock.Instant

    init?(_ address: SocketAddress, isStream: Bool, _ deadline: ContinuousClock.Instant) {
        #if canImport(Darwin)
            let (stream, datagram) = (SOCK_STREAM, SOCK_DGRAM)
        #else
            let (stream, datagram) = (Int32(SOCK_STREAM.rawValue), Int32(SOCK_DGRAM.rawValue))
        #endif
        socket = Foundation.socket(address.family, isStream ? stream : datagram, 0)
        self.deadline = deadline
        guard socket >= 0 else { return nil }
        _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        if address.connect(socket) != 0 {
            guard errno == EINPROGRESS, wait(Int16(POLLOUT)) else { return nil }
        }
    }

    deinit {
        if socket >= 0 { close(socket) }
    }

    /// False when the time is up.
    private func wait(_ events: Int16) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return false }
            var poll = pollfd(fd: socket, events: events, revents: 0)
            let count = Foundation.poll(&poll, 1, Int32(left.rounded(.up)))
            if count < 0, errno == EINTR { continue }
            return count > 0
        }
    }

    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                guard wait(Int16(POLLOUT)) else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// One datagram, or what a stream has by now; nil at its end, after an error, and when the time is up.
    func receive(atMost limit: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: limit)
        while wait(Int16(POLLIN)) {
            let count = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count > 0 { return Array(bytes[..<count]) }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return nil }
        }
        return nil
    }

    func receive(exactly size: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < size {
            guard let more = receive(atMost: size - bytes.count) else { return nil }
            bytes += more
        }
        return bytes
    }
}
